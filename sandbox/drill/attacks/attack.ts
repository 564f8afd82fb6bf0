/** What an attack of the catalogue is: one tampering call, and what has to become of it. */
import type { AccountKind, OrganizationConfiguration } from '../../../infra/configuration';
import type { Arns, Names } from '../../../infra/names';

/** The services by the names in the signatures of their calls. */
export const ATTACKED_SERVICES = [
  'cloudtrail',
  's3',
  'kms',
  'logs',
  'events',
  'sns',
  'sqs',
  'iam',
  'lambda',
  'organizations',
  'monitoring',
  'config',
] as const;
export type AttackedService = (typeof ATTACKED_SERVICES)[number];

/** What an attacker who looked around knows: what is deployed, and what it is called. */
export interface AttackTargets {
  readonly configuration: OrganizationConfiguration;
  readonly names: Names;
  readonly arns: Arns;
  /** The id of the key of the log files. */
  readonly trailKeyId: string;
  /** The id of the key of the alerts. */
  readonly alertKeyId: string;
  /** The member account that is attacked. */
  readonly member: string;
  /** An account outside of the organization. */
  readonly outsider: string;
  /** `r-ab12` */
  readonly rootId: string;
  /** The ARN of a confirmed subscription of the alert topic that somebody reads. */
  readonly subscriptionArn: string;
  /** The account of a kind; of the members, the one that is attacked. */
  accountOf(kind: AccountKind): string;
  queueUrl(account: string, region: string, name: string): string;
}

/** One call to AWS. */
export interface AttackCall {
  readonly service: AttackedService;
  /** The API's name of the operation: `PutBucketLifecycleConfiguration`. */
  readonly operation: string;
  /** Where the caller is an administrator. */
  readonly from: AccountKind;
  /** @default - the home Region */
  readonly region?: string;
  /** The API's own input. @param prepared what the calls before the attack were answered, where it had such */
  readonly input: (targets: AttackTargets, prepared?: readonly Prepared[]) => object;
}

/** The API's own output. */
export type Prepared = Readonly<Record<string, unknown>>;

/** `repaired`: it did harm, and everything is as it was; `refused`: AWS did not let it happen; `alerted`: people have to act. */
export type ExpectedEnd = 'repaired' | 'refused' | 'alerted';

export interface CatalogueAttack extends AttackCall {
  /** The recorded name, as in the catalogue: `PutBucketLifecycle`. */
  readonly event: string;
  /** What tells it from another attack by the same call, in words for its id: `by-state`. */
  readonly variant?: string;
  /** What the attacker does, as an imperative: `Narrow the selectors of the trail`. */
  readonly title: string;
  readonly expected: ExpectedEnd;
  /** Parts of settings that no repair brings back, and that the alert says are lost or to be done: `trailwarden:account-name`. */
  readonly lost?: readonly string[];
  /**
   * Nobody is subscribed any more when the alert comes: people hear of it by the e-mail that asks them to subscribe again.
   *
   * @default - by an alert
   */
  readonly heard?: 'by-confirmation';
  /** What has to be there for the attack, and is not the attack: made by the administrator of the account before it, not watched. */
  readonly prepare?: readonly AttackCall[];
}
