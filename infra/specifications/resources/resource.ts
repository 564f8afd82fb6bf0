/** What every declared resource is: where it is, what it is called, and the settings that it must have. */

export const RESOURCE_TYPES = [
  'trusted-access',
  'trail',
  'bucket',
  'key',
  'log-group',
  'event-bus',
  'event-archive',
  'event-rule',
  'queue',
  'topic',
  'role',
  'function',
  'alarm',
] as const;
export type ResourceType = (typeof RESOURCE_TYPES)[number];

/** A resource as declared. `settings` is JSON, in the words of its API; a key is one thing that is compared and put back. */
export interface Resource<Type extends ResourceType, Settings extends object> {
  readonly type: Type;
  readonly account: string;
  /** The Region that calls about it go to. */
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly settings: Settings;
  /** Why it is compared and told about, and never put back. */
  readonly watchedOnly?: string;
}

/** IAM actions that keeping resources of one type takes, and on what. */
export interface Permission {
  readonly actions: readonly string[];
  /** ARNs; they may hold wildcards for what only AWS knows, such as the id of a key. */
  readonly resources: readonly string[];
  readonly condition?: Record<string, Record<string, string | string[]>>;
}

/**
 * A key whose id only AWS knows: the one that most of these name, the oldest where they are even. Whoever redirects one of them
 * does not redirect the repair.
 */
export interface KeyReference {
  readonly alias: string;
  /** The description by which the key is found where none of the others names one. */
  readonly description: string;
  /** The account and the Region of the key. */
  readonly account: string;
  readonly region: string;
  /** A bucket of that account that is encrypted with it. */
  readonly bucket?: string;
  /** A trail whose log files are. */
  readonly trail?: { readonly arn: string; readonly account: string; readonly region: string };
  /** A topic of that account whose messages are. */
  readonly topic?: string;
}
