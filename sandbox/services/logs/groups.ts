/** Log groups: made, described, kept, encrypted, protected, deleted. */
import { AwsError } from '../../core/aws-error';
import { page } from '../../core/page';
import type { CallContext, Operations } from '../../core/service';
import { logAccess } from './access';
import { requireLogKey } from './encryption';
import { type LogGroup, logGroupArn, logGroupName, logGroupsOf, requireLogGroup } from './state';

type Sdk = typeof import('@aws-sdk/client-cloudwatch-logs');

const PAGE = 50;
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const groups = {
  CreateLogGroup: {
    access: (input, context) => [
      ...logAccess('CreateLogGroup', input.logGroupName, context),
      ...(input.tags === undefined ? [] : logAccess('TagResource', input.logGroupName, context)),
    ],
    handle: async (input, context) => {
      const { state, account, region, clock } = context;
      const name = input.logGroupName ?? '';
      if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name))
        throw invalid(`Value '${name}' at 'logGroupName' failed to satisfy the pattern [\\.\\-_/#A-Za-z0-9]+`);
      const arn = logGroupArn(account, region, name);
      if (input.kmsKeyId !== undefined) await requireLogKey(context, arn, input.kmsKeyId);
      const all = logGroupsOf(state, account, region);
      if (all.has(name)) throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
      all.set(name, {
        name,
        account,
        region,
        arn,
        createdAt: clock.now(),
        logGroupClass: input.logGroupClass ?? 'STANDARD',
        ...(input.kmsKeyId === undefined ? {} : { kmsKeyId: input.kmsKeyId }),
        deletionProtection: input.deletionProtectionEnabled ?? false,
        tags: new Map(Object.entries(input.tags ?? {})),
        streams: new Map(),
        metricFilters: new Map(),
        subscriptionFilters: new Map(),
        received: 0,
      });
      return {};
    },
  },
  DeleteLogGroup: {
    access: (input, context) => logAccess('DeleteLogGroup', input.logGroupName, context),
    handle: (input, context) => {
      const group = requireLogGroup(context, input.logGroupName);
      requireUnprotected(group);
      logGroupsOf(context.state, context.account, context.region).delete(group.name);
      return {};
    },
  },
  DescribeLogGroups: {
    access: (_input, context) => logAccess('DescribeLogGroups', '', context),
    handle: (input, context) => {
      if (input.logGroupNamePrefix !== undefined && input.logGroupNamePattern !== undefined)
        throw invalid('logGroupNamePrefix and logGroupNamePattern are mutually exclusive parameters.');
      const wanted = input.logGroupIdentifiers?.map(logGroupName);
      const found = listed(context, input.logGroupClass).filter(
        ({ name }) =>
          name.startsWith(input.logGroupNamePrefix ?? '') &&
          name.toLowerCase().includes((input.logGroupNamePattern ?? '').toLowerCase()) &&
          (wanted === undefined || wanted.includes(name)),
      );
      const part = page(found, { size: input.limit, token: input.nextToken }, PAGE, 'InvalidParameterException');
      return {
        logGroups: part.items.map(described),
        ...(part.next === undefined ? {} : { nextToken: part.next }),
      };
    },
  },
  ListLogGroups: {
    access: (_input, context) => logAccess('ListLogGroups', '', context),
    handle: (input, context) => {
      const pattern = nameExpression(input.logGroupNamePattern ?? '');
      const found = listed(context, input.logGroupClass).filter(({ name }) => pattern.test(name));
      const part = page(found, { size: input.limit, token: input.nextToken }, 1000, 'InvalidParameterException');
      return {
        logGroups: part.items.map(({ name, arn, logGroupClass }) => ({
          logGroupName: name,
          logGroupArn: arn,
          logGroupClass,
        })),
        ...(part.next === undefined ? {} : { nextToken: part.next }),
      };
    },
  },
  PutRetentionPolicy: {
    access: (input, context) => logAccess('PutRetentionPolicy', input.logGroupName, context),
    handle: (input, context) => {
      const group = requireLogGroup(context, input.logGroupName);
      const days = input.retentionInDays ?? 0;
      if (!RETENTIONS.includes(days))
        throw invalid(`Value '${days}' at 'retentionInDays' must be one of: ${RETENTIONS.join(', ')}`);
      group.retentionInDays = days;
      return {};
    },
  },
  DeleteRetentionPolicy: {
    access: (input, context) => logAccess('DeleteRetentionPolicy', input.logGroupName, context),
    handle: (input, context) => {
      delete requireLogGroup(context, input.logGroupName).retentionInDays;
      return {};
    },
  },
  AssociateKmsKey: {
    access: (input, context) => logAccess('AssociateKmsKey', input.logGroupName ?? input.resourceIdentifier, context),
    handle: async (input, context) => {
      const group = requireLogGroup(context, input.logGroupName ?? input.resourceIdentifier);
      const keyId = input.kmsKeyId ?? '';
      await requireLogKey(context, group.arn, keyId);
      group.kmsKeyId = keyId;
      return {};
    },
  },
  DisassociateKmsKey: {
    access: (input, context) =>
      logAccess('DisassociateKmsKey', input.logGroupName ?? input.resourceIdentifier, context),
    handle: (input, context) => {
      delete requireLogGroup(context, input.logGroupName ?? input.resourceIdentifier).kmsKeyId;
      return {};
    },
  },
  PutLogGroupDeletionProtection: {
    access: (input, context) => logAccess('PutLogGroupDeletionProtection', input.logGroupIdentifier, context),
    handle: (input, context) => {
      const group = requireLogGroup(context, input.logGroupIdentifier);
      if (input.deletionProtectionEnabled === undefined) throw invalid('deletionProtectionEnabled must be specified.');
      group.deletionProtection = input.deletionProtectionEnabled;
      return {};
    },
  },
} satisfies Operations<Sdk>;

/**
 * Deletion protection blocks every deletion in the group until it is switched off.
 *
 * @throws AwsError `ValidationException`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protecting-log-groups-from-deletion.html
 */
export function requireUnprotected(group: LogGroup): void {
  if (group.deletionProtection)
    throw new AwsError(
      'ValidationException',
      'Cannot delete log group with deletion protection enabled. Disable deletion protection first.',
    );
}

function listed({ state, account, region }: CallContext, logGroupClass: string | undefined): LogGroup[] {
  return [...logGroupsOf(state, account, region).values()]
    .filter((group) => logGroupClass === undefined || group.logGroupClass === logGroupClass)
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

function described(group: LogGroup) {
  return {
    logGroupName: group.name,
    creationTime: group.createdAt.getTime(),
    ...(group.retentionInDays === undefined ? {} : { retentionInDays: group.retentionInDays }),
    metricFilterCount: group.metricFilters.size,
    arn: `${group.arn}:*`,
    storedBytes: 0,
    ...(group.kmsKeyId === undefined ? {} : { kmsKeyId: group.kmsKeyId }),
    logGroupClass: group.logGroupClass,
    logGroupArn: group.arn,
    deletionProtectionEnabled: group.deletionProtection,
  };
}

/** ListLogGroups takes a regular expression that may be anchored at the start: `^/aws/lambda`. */
function nameExpression(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch {
    throw invalid(`Value '${source}' at 'logGroupNamePattern' is not a valid pattern.`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
