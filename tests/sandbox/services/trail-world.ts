/** The sample organization with CloudTrail recording, and everything that a trail needs. */
import type * as CloudTrail from '@aws-sdk/client-cloudtrail';
import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import type * as Iam from '@aws-sdk/client-iam';
import type * as Kms from '@aws-sdk/client-kms';
import type * as Organizations from '@aws-sdk/client-organizations';
import type * as S3 from '@aws-sdk/client-s3';
import type * as Sns from '@aws-sdk/client-sns';
import type * as Sqs from '@aws-sdk/client-sqs';
import type * as Sts from '@aws-sdk/client-sts';
import type { Principal } from '../../../sandbox/core/principal';
import type { Cloud } from '../../../sandbox/core/service';
import { foundOrganization } from '../../../sandbox/organization';
import type { CloudTrailRecord } from '../../../sandbox/records/cloudtrail-record';
import { cloudtrail } from '../../../sandbox/services/cloudtrail/index';
import { recorder } from '../../../sandbox/services/cloudtrail/recording';
import { cloudwatch } from '../../../sandbox/services/cloudwatch/index';
import { eventbridge } from '../../../sandbox/services/eventbridge/index';
import { iam } from '../../../sandbox/services/iam/index';
import { kms } from '../../../sandbox/services/kms/index';
import { logs } from '../../../sandbox/services/logs/index';
import { organizations } from '../../../sandbox/services/organizations/index';
import { s3 } from '../../../sandbox/services/s3/index';
import { sns } from '../../../sandbox/services/sns/index';
import { sqs } from '../../../sandbox/services/sqs/index';
import { sts } from '../../../sandbox/services/sts/index';
import { caller, type TestCloud, testGate } from '../support';

export const MANAGEMENT = '111111111111';
export const ARCHIVE = '222222222222';
export const SECURITY = '333333333333';
export const PAYMENTS = '444444444444';
export const HOME = 'us-east-1';
export const ABROAD = 'eu-west-1';
export const ORGANIZATION = 'o-exampleorg1';
export const BUCKET = 'organization-trail-logs';
export const TRAIL = `arn:aws:cloudtrail:${HOME}:${MANAGEMENT}:trail/organization`;
export const LOG_GROUP = `arn:aws:logs:${HOME}:${MANAGEMENT}:log-group:trail:*`;
export const LOG_ROLE = `arn:aws:iam::${MANAGEMENT}:role/trail-logs`;

interface Sdks {
  cloudtrail: typeof CloudTrail;
  events: typeof EventBridge;
  iam: typeof Iam;
  kms: typeof Kms;
  logs: typeof Logs;
  monitoring: typeof CloudWatch;
  organizations: typeof Organizations;
  s3: typeof S3;
  sns: typeof Sns;
  sqs: typeof Sqs;
  sts: typeof Sts;
}

const SERVICES = [cloudtrail, cloudwatch, eventbridge, iam, kms, logs, organizations, s3, sns, sqs, sts];

export class TrailWorld {
  readonly test: TestCloud = testGate(
    SERVICES,
    recorder(() => this.cloud),
  );
  readonly cloud: Cloud = {
    state: this.test.state,
    clock: this.test.clock,
    call: (call) => this.test.gate.call(call),
    authorize: (principal, region, access) => this.test.gate.authorize(principal, region, access),
  };

  constructor() {
    foundOrganization(this.test.state, this.test.clock, {
      id: ORGANIZATION,
      managementAccount: MANAGEMENT,
      accounts: [MANAGEMENT, ARCHIVE, SECURITY, PAYMENTS].map((id) => ({ id, name: `account-${id}` })),
    });
  }

  /** Calls of a service by the administrator of an account, or by a principal. */
  as<Name extends keyof Sdks>(who: string | Principal, service: Name, region = HOME) {
    const principal = typeof who === 'string' ? this.test.administrator(who) : who;
    return caller<Sdks[Name]>(this.test, service, principal, region);
  }

  /** A bucket that lets the organization trail in, and nothing else. */
  async bucket(statements: readonly object[] = bucketStatements()): Promise<void> {
    const call = this.as(ARCHIVE, 's3');
    await call('CreateBucket', { Bucket: BUCKET });
    await call('PutBucketPolicy', { Bucket: BUCKET, Policy: policy(...statements) });
  }

  /** Trusted access, the bucket, and the organization trail, not yet logging. */
  async organizationTrail(settings: Partial<CloudTrail.CreateTrailRequest> = {}): Promise<void> {
    await this.as(MANAGEMENT, 'organizations')('EnableAWSServiceAccess', {
      ServicePrincipal: 'cloudtrail.amazonaws.com',
    });
    await this.bucket();
    await this.as(MANAGEMENT, 'cloudtrail')('CreateTrail', {
      Name: 'organization',
      S3BucketName: BUCKET,
      IsOrganizationTrail: true,
      IsMultiRegionTrail: true,
      ...settings,
    });
  }

  /** The same, logging. */
  async loggingTrail(settings: Partial<CloudTrail.CreateTrailRequest> = {}): Promise<void> {
    await this.organizationTrail(settings);
    await this.as(MANAGEMENT, 'cloudtrail')('StartLogging', { Name: 'organization' });
    await this.test.clock.settle();
  }

  /** The log group of the trail and the role that may write its streams. */
  async logGroup(streams: readonly string[] = [`${MANAGEMENT}_CloudTrail_${HOME}*`, `${ORGANIZATION}_*`]) {
    await this.as(MANAGEMENT, 'logs')('CreateLogGroup', { logGroupName: 'trail' });
    await this.as(MANAGEMENT, 'iam')('CreateRole', {
      RoleName: 'trail-logs',
      AssumeRolePolicyDocument: policy({
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    });
    await this.as(MANAGEMENT, 'iam')('PutRolePolicy', {
      RoleName: 'trail-logs',
      PolicyName: 'streams',
      PolicyDocument: policy({
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: streams.map((stream) => `${LOG_GROUP.slice(0, -1)}log-stream:${stream}`),
      }),
    });
  }

  /** A queue on the default bus of an account and Region that gets every event from CloudTrail. */
  async listener(account: string, region = HOME, state: EventBridge.RuleState = 'ENABLED'): Promise<Listener> {
    const queueArn = `arn:aws:sqs:${region}:${account}:heard`;
    const ruleArn = `arn:aws:events:${region}:${account}:rule/hear`;
    const queue = this.as(account, 'sqs', region);
    const { QueueUrl } = await queue('CreateQueue', {
      QueueName: 'heard',
      Attributes: {
        Policy: policy({
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queueArn,
          Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
        }),
      },
    });
    const rules = this.as(account, 'events', region);
    await rules('PutRule', {
      Name: 'hear',
      State: state,
      EventPattern: JSON.stringify({ 'detail-type': ['AWS API Call via CloudTrail'] }),
    });
    await rules('PutTargets', { Rule: 'hear', Targets: [{ Id: 'queue', Arn: queueArn }] });
    return async () => {
      await this.test.clock.settle();
      const heard: CloudTrailRecord[] = [];
      for (;;) {
        const { Messages = [] } = await queue('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
        if (Messages.length === 0) return heard;
        for (const { Body, ReceiptHandle } of Messages) {
          heard.push((JSON.parse(Body ?? '{}') as { detail: CloudTrailRecord }).detail);
          await queue('DeleteMessage', { QueueUrl, ReceiptHandle });
        }
      }
    };
  }
}

/** What was heard since the last time. */
export type Listener = () => Promise<CloudTrailRecord[]>;

/** The three statements of an organization trail's bucket. */
export function bucketStatements(trail = TRAIL): object[] {
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const put = {
    Effect: 'Allow',
    Principal,
    Action: 's3:PutObject',
    Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': trail } },
  };
  return [
    {
      Effect: 'Allow',
      Principal,
      Action: 's3:GetBucketAcl',
      Resource: `arn:aws:s3:::${BUCKET}`,
      Condition: { StringEquals: { 'aws:SourceArn': trail } },
    },
    { ...put, Resource: `arn:aws:s3:::${BUCKET}/AWSLogs/${MANAGEMENT}/*` },
    { ...put, Resource: `arn:aws:s3:::${BUCKET}/AWSLogs/${ORGANIZATION}/*` },
  ];
}

export function policy(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
