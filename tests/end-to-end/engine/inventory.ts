/** What there is in an account, as AWS lists it. */
import { SAMPLE } from '../../support/organization';
import type { ServedOrganization } from './served-organization';

/** A call that lists things, where they are in its answer, and what names them; a list of texts has no such key. */
type Listing = readonly [kind: string, service: string, operation: string, list: string, name?: string, input?: object];

const BUSES: Listing = ['bus', 'events', 'ListEventBuses', 'EventBuses', 'Name'];
const KEYS: Listing = ['key', 'kms', 'ListKeys', 'Keys', 'KeyId'];
const TRAILS: Listing = ['trail', 'cloudtrail', 'ListTrails', 'Trails', 'TrailARN'];

const REGIONAL: readonly Listing[] = [
  ['alarm', 'monitoring', 'DescribeAlarms', 'MetricAlarms', 'AlarmName'],
  ['alias', 'kms', 'ListAliases', 'Aliases', 'AliasName'],
  ['archive', 'events', 'ListArchives', 'Archives', 'ArchiveName'],
  BUSES,
  ['filter', 'logs', 'DescribeMetricFilters', 'metricFilters', 'filterName'],
  ['function', 'lambda', 'ListFunctions', 'Functions', 'FunctionName'],
  ['log group', 'logs', 'DescribeLogGroups', 'logGroups', 'logGroupName'],
  ['queue', 'sqs', 'ListQueues', 'QueueUrls'],
  ['subscription', 'sns', 'ListSubscriptions', 'Subscriptions', 'Endpoint'],
  ['topic', 'sns', 'ListTopics', 'Topics', 'TopicArn'],
];

const GLOBAL: readonly Listing[] = [
  ['bucket', 's3', 'ListBuckets', 'Buckets', 'Name'],
  ['dashboard', 'monitoring', 'ListDashboards', 'DashboardEntries', 'DashboardName'],
  ['policy', 'iam', 'ListPolicies', 'Policies', 'PolicyName', { Scope: 'Local' }],
  ['role', 'iam', 'ListRoles', 'Roles', 'RoleName'],
];

/** What only the management account may ask. */
const OF_THE_ORGANIZATION: readonly Listing[] = [
  [
    'trusted access',
    'organizations',
    'ListAWSServiceAccessForOrganization',
    'EnabledServicePrincipals',
    'ServicePrincipal',
  ],
  ...['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'].map(
    (Filter): Listing => ['organization policy', 'organizations', 'ListPolicies', 'Policies', 'Name', { Filter }],
  ),
];

/** A bucket's settings, by the calls that answer them. */
const SETTINGS = [
  'GetBucketEncryption',
  'GetBucketLifecycleConfiguration',
  'GetBucketLogging',
  'GetBucketOwnershipControls',
  'GetBucketPolicy',
  'GetBucketTagging',
  'GetBucketVersioning',
  'GetPublicAccessBlock',
];

type Ask = (service: string, operation: string, input: object) => Promise<object>;

/**
 * Everything that a stack's account has, one line each: `us-east-1 queue trailwarden-central-dead-letters`. Keys that wait
 * for their deletion are gone, and so is the organization's trail where it is another account's.
 */
export async function inventoryOf(organization: ServedOrganization, stack: string): Promise<string[]> {
  const found: string[] = [];
  const { kind, account = '' } = SAMPLE.stacks.find(({ name }) => name === stack) ?? {};
  for (const region of SAMPLE.configuration.governedRegions) {
    const ask: Ask = (service, operation, input) => organization.ask(stack, service, operation, input, region);
    const lines = await Promise.all(REGIONAL.map((listing) => linesOf(ask, listing)));
    const regional = [...lines.flat(), ...(await rules(ask)), ...(await keys(ask))];
    found.push(...regional.map((line) => `${region} ${line}`));
  }
  const ask: Ask = (service, operation, input) => organization.ask(stack, service, operation, input);
  for (const listing of kind === 'management' ? [...GLOBAL, ...OF_THE_ORGANIZATION] : GLOBAL)
    found.push(...(await linesOf(ask, listing)));
  const trails = await linesOf(ask, TRAILS);
  return [...found, ...trails.filter((line) => line.includes(`:${account}:`))].sort();
}

/** Everything that AWS says of a bucket. */
export async function bucketSettings(organization: ServedOrganization, stack: string, Bucket: string): Promise<object> {
  const ask = async (operation: string): Promise<[string, unknown]> => [
    operation,
    await organization.ask(stack, 's3', operation, { Bucket }),
  ];
  return Object.fromEntries(await Promise.all(SETTINGS.map(ask)));
}

/** The ids of an account's keys, without those that wait for their deletion. */
export async function keyIds(organization: ServedOrganization, stack: string): Promise<string[]> {
  const lines = await keys((service, operation, input) => organization.ask(stack, service, operation, input));
  return lines.map((line) => line.replace('key ', ''));
}

async function linesOf(ask: Ask, [kind, service, operation, list, name = '', input = {}]: Listing): Promise<string[]> {
  const answer = (await ask(service, operation, input)) as Record<string, (string | Record<string, string>)[]>;
  return (answer[list] ?? []).map((item) => `${kind} ${typeof item === 'string' ? item : item[name]}`);
}

async function rules(ask: Ask): Promise<string[]> {
  const buses = await linesOf(ask, BUSES);
  const found = buses.map(async (line) => {
    const bus = line.replace('bus ', '');
    return await linesOf(ask, [`rule of ${bus}`, 'events', 'ListRules', 'Rules', 'Name', { EventBusName: bus }]);
  });
  return (await Promise.all(found)).flat();
}

async function keys(ask: Ask): Promise<string[]> {
  const lines = await linesOf(ask, KEYS);
  const alive = lines.map(async (line) => {
    const { KeyMetadata } = (await ask('kms', 'DescribeKey', { KeyId: line.replace('key ', '') })) as {
      KeyMetadata: { KeyState: string };
    };
    return KeyMetadata.KeyState !== 'PendingDeletion';
  });
  const isAlive = await Promise.all(alive);
  return lines.filter((_, index) => isAlive[index]);
}
