/** Every key of the configuration: its form, what is allowed, and how a value that is not allowed is called out. */
import { ACCOUNT_KINDS, type Configuration, MODES, OBJECT_LOCK_MODES } from './configuration';
import { PARTITIONS } from './regions';
import { momentOf } from './specifications/maintenance';

type Form = 'text' | 'number' | 'texts';

export interface ConfigurationKey {
  readonly form: Form;
  /** What is allowed, as the end of the sentence "allowed: …". */
  readonly allowed: string;
  readonly accepts: (value: never) => boolean;
  readonly optional?: true;
}

const text = (allowed: string, accepts: (value: string) => boolean): ConfigurationKey => ({
  form: 'text',
  allowed,
  accepts,
});
const oneOf = (values: readonly string[]): ConfigurationKey =>
  text(values.join(', '), (value) => values.includes(value));
const days = (least: number, most: number): ConfigurationKey => ({
  form: 'number',
  allowed: `a whole number of days from ${least} to ${most}`,
  accepts: (value: number) => Number.isInteger(value) && value >= least && value <= most,
});
const accountId = text('twelve digits', (value) => /^\d{12}$/.test(value));
/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html */
const isPolicyTarget = (value: string): boolean =>
  /^(r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|\d{12})$/.test(value);
const isRegion = (value: string): boolean => /^[a-z]{2}(-[a-z]+)+-\d$/.test(value);

/**
 * The retention periods that CloudWatch Logs knows.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
const LOG_RETENTION_IN_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const CONFIGURATION_KEYS: Readonly<Record<keyof Configuration, ConfigurationKey>> = {
  organizationId: text('o- and 10 to 32 lower-case letters or digits', (value) => /^o-[a-z0-9]{10,32}$/.test(value)),
  partition: oneOf(Object.keys(PARTITIONS)),
  managementAccountId: accountId,
  logArchiveAccountId: accountId,
  securityAccountId: accountId,
  homeRegion: text('the name of a Region', isRegion),
  governedRegions: {
    form: 'texts',
    allowed: 'a list of different Regions',
    accepts: (value: string[]) => value.length > 0 && value.every(isRegion) && new Set(value).size === value.length,
  },
  namePrefix: text('3 to 20 lower-case letters, digits or single hyphens, a letter first and no hyphen last', (value) =>
    /^(?=.{3,20}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(value),
  ),
  alertSubscriptions: {
    form: 'texts',
    allowed: 'a list of at least one e-mail address, each only once',
    accepts: (value: string[]) =>
      value.length > 0 &&
      new Set(value).size === value.length &&
      value.every((address) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)),
  },
  mode: oneOf(MODES),
  maintenanceUntil: {
    ...text('a moment in UTC such as 2026-03-02T15:00:00Z', (value) => momentOf(value) !== undefined),
    optional: true,
  },
  trailRetentionInDays: days(1, 36_500),
  objectLockMode: oneOf(OBJECT_LOCK_MODES),
  objectLockRetentionInDays: days(1, 36_500),
  logRetentionInDays: {
    form: 'number',
    allowed: `one of ${LOG_RETENTION_IN_DAYS.join(', ')} (days)`,
    accepts: (value: number) => LOG_RETENTION_IN_DAYS.includes(value),
  },
  eventArchiveRetentionInDays: days(1, 36_500),
  deploymentRoleName: {
    ...text('the name of a role: up to 64 letters, digits or +=,.@_-', (value) => /^[\w+=,.@-]{1,64}$/.test(value)),
    optional: true,
  },
  guardrailTargets: {
    form: 'texts',
    allowed: 'a list of different ids of the root (r-…), organizational units (ou-…) or accounts (twelve digits)',
    accepts: (value: string[]) => value.every(isPolicyTarget) && new Set(value).size === value.length,
    optional: true,
  },
  accountKind: oneOf(ACCOUNT_KINDS),
  accountId,
  // A tag carries the name. @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
  accountName: text('1 to 50 letters, digits, spaces or any of + - = . _ : / @', (value) =>
    /^[\p{L}\p{N} +=._:/@-]{1,50}$/u.test(value),
  ),
};
