/** What the people who run the policy pack may set, per rule, in its configuration. */

export interface Settings {
  readonly organizationId: string;
  readonly allowedServices: readonly string[];
  readonly minimumBucketRetentionInDays: number;
  readonly minimumObjectLockInDays: number;
  readonly minimumLogRetentionInDays: number;
  readonly minimumArchiveRetentionInDays: number;
}

export interface Setting<Value> {
  readonly type: 'string' | 'array' | 'integer';
  readonly description: string;
  readonly default: Value;
}

export const SETTINGS: { readonly [Key in keyof Settings]: Setting<Settings[Key]> } = {
  organizationId: {
    type: 'string',
    description: 'The only organization that policies may admit; empty admits any one organization.',
    default: '',
  },
  allowedServices: {
    type: 'array',
    description: 'The AWS services that may take on roles.',
    default: ['cloudtrail.amazonaws.com', 'events.amazonaws.com', 'lambda.amazonaws.com'],
  },
  minimumBucketRetentionInDays: {
    type: 'integer',
    description: 'The fewest days after which objects, and their former versions, may expire.',
    default: 365,
  },
  minimumObjectLockInDays: {
    type: 'integer',
    description: 'The fewest days for which Object Lock keeps a log file.',
    default: 365,
  },
  minimumLogRetentionInDays: {
    type: 'integer',
    description: 'The fewest days that a log group keeps its events.',
    default: 365,
  },
  minimumArchiveRetentionInDays: {
    type: 'integer',
    description: 'The fewest days that an event archive keeps what was reported.',
    default: 90,
  },
};

/** The settings that hold where nothing else is said. */
export const DEFAULT_SETTINGS: Settings = settingsFrom({});

/**
 * The settings with what was configured. The engine has checked the values against the schema before.
 *
 * @param configured values by the names of settings
 */
export function settingsFrom(configured: Readonly<Partial<Settings>>): Settings {
  const defaults = Object.entries(SETTINGS).map(([name, setting]): [string, unknown] => [name, setting.default]);
  return { ...(Object.fromEntries(defaults) as unknown as Settings), ...configured };
}
