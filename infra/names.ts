/** Every physical name, and the ARNs that follow from names: what stacks know of each other without asking. */
import { arn } from './arn';
import type { AccountKind, OrganizationConfiguration } from './configuration';

type Named = Pick<
  OrganizationConfiguration,
  'namePrefix' | 'partition' | 'homeRegion' | 'managementAccountId' | 'logArchiveAccountId' | 'securityAccountId'
>;

/** The names of everything that something outside its own stack has to know. */
export interface Names {
  readonly trail: string;
  readonly secondTrail: string;
  readonly trailBucket: string;
  readonly accessLogBucket: string;
  readonly trailKeyAlias: string;
  readonly trailLogGroup: string;
  readonly trailLogRole: string;
  readonly centralBus: string;
  readonly centralArchive: string;
  readonly centralDeadLetterQueue: string;
  readonly responder: string;
  readonly responderRole: string;
  readonly responderLogGroup: string;
  readonly responderFailureQueue: string;
  readonly alertTopic: string;
  readonly forwarderRole: string;
  readonly forwarderDeadLetterQueue: string;
  readonly repairRole: string;
  readonly directReportRole: string;
}

/** ARNs that are computed, because the resource may not exist yet when another one has to name it. */
export interface Arns {
  readonly trail: string;
  readonly secondTrail: string;
  readonly trailBucket: string;
  readonly accessLogBucket: string;
  readonly trailLogGroup: string;
  readonly trailLogRole: string;
  readonly centralBus: string;
  readonly responder: string;
  readonly responderRole: string;
  readonly responderLogGroup: string;
  readonly responderFailureQueue: string;
  readonly alertTopic: string;
}

export function namesOf({ namePrefix, homeRegion, logArchiveAccountId }: Named): Names {
  return {
    trail: `${namePrefix}-organization`,
    secondTrail: `${namePrefix}-second`,
    trailBucket: `${namePrefix}-trail-${logArchiveAccountId}-${homeRegion}`,
    accessLogBucket: `${namePrefix}-access-${logArchiveAccountId}-${homeRegion}`,
    trailKeyAlias: `alias/${namePrefix}-trail`,
    trailLogGroup: `/${namePrefix}/organization-trail`,
    trailLogRole: `${namePrefix}-trail-logs`,
    centralBus: `${namePrefix}-central`,
    centralArchive: `${namePrefix}-central`,
    centralDeadLetterQueue: `${namePrefix}-central-dead-letters`,
    responder: `${namePrefix}-responder`,
    responderRole: `${namePrefix}-responder`,
    responderLogGroup: `/aws/lambda/${namePrefix}-responder`,
    responderFailureQueue: `${namePrefix}-responder-failures`,
    alertTopic: `${namePrefix}-alerts`,
    forwarderRole: `${namePrefix}-forwarder`,
    forwarderDeadLetterQueue: `${namePrefix}-forwarder-dead-letters`,
    repairRole: `${namePrefix}-repair`,
    directReportRole: `${namePrefix}-direct-report`,
  };
}

export function arnsOf(configuration: Named): Arns {
  const { partition, homeRegion: region, managementAccountId, securityAccountId } = configuration;
  const names = namesOf(configuration);
  const management = { partition, region, account: managementAccountId };
  const security = { partition, region, account: securityAccountId };
  return {
    trail: arn({ ...management, service: 'cloudtrail', resource: `trail/${names.trail}` }),
    secondTrail: arn({ ...management, service: 'cloudtrail', resource: `trail/${names.secondTrail}` }),
    trailBucket: arn({ partition, service: 's3', resource: names.trailBucket }),
    accessLogBucket: arn({ partition, service: 's3', resource: names.accessLogBucket }),
    trailLogGroup: arn({ ...management, service: 'logs', resource: `log-group:${names.trailLogGroup}` }),
    trailLogRole: roleArn(partition, managementAccountId, names.trailLogRole),
    centralBus: arn({ ...security, service: 'events', resource: `event-bus/${names.centralBus}` }),
    responder: arn({ ...security, service: 'lambda', resource: `function:${names.responder}` }),
    responderRole: roleArn(partition, securityAccountId, names.responderRole),
    responderLogGroup: arn({ ...security, service: 'logs', resource: `log-group:${names.responderLogGroup}` }),
    responderFailureQueue: arn({ ...security, service: 'sqs', resource: names.responderFailureQueue }),
    alertTopic: arn({ ...security, service: 'sns', resource: names.alertTopic }),
  };
}

/** The ARN of a role without a path. */
export function roleArn(partition: string, account: string, name: string): string {
  return arn({ partition, service: 'iam', account, resource: `role/${name}` });
}

/** The name of a rule that forwards, or responds to, one group of the tamper catalogue. */
export function ruleName(namePrefix: string, group: string): string {
  return `${namePrefix}-${group}`;
}

/** The ARN of a rule; rules of a custom bus carry the bus in it. */
export function ruleArn(partition: string, region: string, account: string, rule: string, bus = 'default'): string {
  const resource = bus === 'default' ? `rule/${rule}` : `rule/${bus}/${rule}`;
  return arn({ partition, service: 'events', region, account, resource });
}

/** The ARN of a queue. */
export function queueArn(partition: string, region: string, account: string, name: string): string {
  return arn({ partition, service: 'sqs', region, account, resource: name });
}

/** The stack by which the others find the one account of a kind: stacks are called by their kind, members as they like. */
export function stackNameOf(kind: Exclude<AccountKind, 'member'>): string {
  return kind;
}
