/** What an attacker who looked around knows, looked up as he would: with calls to AWS. */
import { accountIdOf, type OrganizationConfiguration } from '../../infra/configuration';
import { arnsOf, namesOf } from '../../infra/names';
import { alertKeyReference, trailKeyReference } from '../../infra/specifications/resources/key-references';
import type { State } from '../core/state';
import { type Outgoing, sentEmails } from '../services/sns/outbox';
import type { ClientConfiguration } from './attacker';
import type { AttackTargets } from './attacks/attack';
import type { AwsCaller } from './sdk';

export interface Surroundings {
  readonly configuration: OrganizationConfiguration;
  /** The member account that is attacked. */
  readonly member: string;
  readonly outsider: string;
  /** The administrator of an account. */
  readonly as: (account: string) => ClientConfiguration;
  readonly endpoint: string;
  readonly aws: AwsCaller;
}

export async function findTargets(
  { configuration, member, outsider, as, endpoint, aws }: Surroundings,
  subscriptionArn: string,
): Promise<AttackTargets> {
  const { managementAccountId } = configuration;
  const keyId = async ({ alias, account }: { alias: string; account: string }): Promise<string> => {
    const { KeyMetadata } = await aws.call(as(account), {
      service: 'kms',
      operation: 'DescribeKey',
      input: { KeyId: alias },
    });
    return (KeyMetadata as { KeyId: string }).KeyId;
  };
  const { Roots } = await aws.call(as(managementAccountId), {
    service: 'organizations',
    operation: 'ListRoots',
    input: {},
  });
  const [root] = Roots as { Id: string }[];
  return {
    configuration,
    names: namesOf(configuration),
    arns: arnsOf(configuration),
    trailKeyId: await keyId(trailKeyReference(configuration)),
    alertKeyId: await keyId(alertKeyReference(configuration)),
    member,
    outsider,
    rootId: root?.Id ?? '',
    subscriptionArn,
    accountOf: (kind) => accountIdOf(kind, configuration) ?? member,
    // Only the path of a queue's URL says which one it is, here as in AWS.
    queueUrl: (account, _region, name) => `${endpoint}/${account}/${name}`,
  };
}

/** What these people were sent by e-mail, oldest first. */
export function emailsTo(state: State, addresses: readonly string[]): readonly Outgoing[] {
  return sentEmails(state).filter(({ endpoint }) => addresses.includes(endpoint));
}

/**
 * Confirms subscriptions, as the people who get the e-mails do.
 *
 * @returns the ARN of the last one
 */
export async function confirmEmails(
  emails: readonly Outgoing[],
  aws: AwsCaller,
  as: ClientConfiguration,
): Promise<string> {
  let confirmed = '';
  for (const { topicArn: TopicArn, confirmationToken: Token } of emails) {
    if (Token === undefined) continue;
    const { SubscriptionArn } = await aws.call(as, {
      service: 'sns',
      operation: 'ConfirmSubscription',
      input: { TopicArn, Token },
    });
    confirmed = String(SubscriptionArn);
  }
  return confirmed;
}
