/** Attacks on the log group of the trail. */
import { zipSync } from 'fflate';
import type { AttackCall, AttackTargets, CatalogueAttack } from './attack';

type LogGroupAttack = Pick<CatalogueAttack, 'title' | 'expected' | 'prepare'> & {
  readonly input?: (targets: AttackTargets) => object;
};

/** By an administrator of the management account, which owns the trail and its log group. */
function onLogGroup(operation: string, input?: (targets: AttackTargets) => object): AttackCall {
  return {
    service: 'logs',
    operation,
    from: 'management',
    input: (targets) => ({ logGroupName: targets.names.trailLogGroup, ...input?.(targets) }),
  };
}

function logGroupAttack(event: string, { input, ...attack }: LogGroupAttack): CatalogueAttack {
  return { event, ...onLogGroup(event, input), ...attack };
}

const filterName = 'sign-ins';
const filterPattern = '{ $.eventName = "ConsoleLogin" }';
const metricTransformations = [{ metricNamespace: 'Elsewhere', metricName: 'SignIns', metricValue: '1' }];

/** A function that takes whatever it is sent. */
const COLLECTOR = 'collector';
const collectorArn = ({ configuration }: AttackTargets): string =>
  `arn:${configuration.partition}:lambda:${configuration.homeRegion}:${configuration.managementAccountId}:function:${COLLECTOR}`;
const collecting = (targets: AttackTargets): object => ({
  filterName,
  filterPattern,
  destinationArn: collectorArn(targets),
});
const COLLECT: readonly AttackCall[] = [
  {
    service: 'iam',
    operation: 'CreateRole',
    from: 'management',
    input: () => ({
      RoleName: COLLECTOR,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    }),
  },
  {
    service: 'lambda',
    operation: 'CreateFunction',
    from: 'management',
    input: ({ configuration: { partition, managementAccountId } }) => ({
      FunctionName: COLLECTOR,
      Role: `arn:${partition}:iam::${managementAccountId}:role/${COLLECTOR}`,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipSync({ 'index.mjs': Buffer.from('export const handler = async () => {};') }) },
    }),
  },
  {
    service: 'lambda',
    operation: 'AddPermission',
    from: 'management',
    input: ({ arns, configuration: { managementAccountId } }) => ({
      FunctionName: COLLECTOR,
      StatementId: 'logs',
      Action: 'lambda:InvokeFunction',
      Principal: 'logs.amazonaws.com',
      SourceArn: `${arns.trailLogGroup}:*`,
      SourceAccount: managementAccountId,
    }),
  },
];

export const LOGS_ATTACKS: readonly CatalogueAttack[] = [
  logGroupAttack('DeleteLogGroup', {
    title: 'Delete the log group of the trail',
    expected: 'refused',
  }),
  logGroupAttack('DeleteLogStream', {
    title: 'Delete what one account recorded from the log group',
    prepare: [onLogGroup('CreateLogStream', () => ({ logStreamName: 'evidence' }))],
    input: () => ({ logStreamName: 'evidence' }),
    expected: 'refused',
  }),
  {
    ...logGroupAttack('PutLogGroupDeletionProtection', {
      title: 'Take the protection from deletion off the log group',
      expected: 'repaired',
    }),
    input: ({ names }) => ({ logGroupIdentifier: names.trailLogGroup, deletionProtectionEnabled: false }),
  },
  logGroupAttack('PutRetentionPolicy', {
    title: 'Keep the events for a day only',
    input: () => ({ retentionInDays: 1 }),
    expected: 'repaired',
  }),
  logGroupAttack('DeleteRetentionPolicy', {
    title: 'Keep the events for ever',
    expected: 'repaired',
  }),
  logGroupAttack('PutMetricFilter', {
    title: 'Count something else in the log group',
    input: () => ({ filterName, filterPattern, metricTransformations }),
    expected: 'alerted',
  }),
  logGroupAttack('DeleteMetricFilter', {
    title: 'Count something no longer in the log group',
    prepare: [onLogGroup('PutMetricFilter', () => ({ filterName, filterPattern, metricTransformations }))],
    input: () => ({ filterName }),
    expected: 'alerted',
  }),
  logGroupAttack('AssociateKmsKey', {
    title: 'Encrypt the log group with a key that does not admit it',
    input: ({ configuration: { partition, homeRegion, logArchiveAccountId }, trailKeyId }) => ({
      kmsKeyId: `arn:${partition}:kms:${homeRegion}:${logArchiveAccountId}:key/${trailKeyId}`,
    }),
    expected: 'refused',
  }),
  logGroupAttack('DisassociateKmsKey', {
    title: 'Take a key from the log group that it does not have',
    expected: 'alerted',
  }),
  logGroupAttack('PutSubscriptionFilter', {
    title: 'Have a copy of every sign-in sent to a function of one’s own',
    prepare: COLLECT,
    input: collecting,
    expected: 'alerted',
  }),
  logGroupAttack('DeleteSubscriptionFilter', {
    title: 'Keep the events from somebody who is sent them',
    prepare: [...COLLECT, onLogGroup('PutSubscriptionFilter', collecting)],
    input: () => ({ filterName }),
    expected: 'alerted',
  }),
];
