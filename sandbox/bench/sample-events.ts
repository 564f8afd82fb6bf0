/** Events as CloudTrail has EventBridge deliver them: what an organization does all day, and tampering among it. */
import { arnsOf } from '../../infra/names';
import { readSampleOrganization } from '../sample-organization';
import type { EventEnvelope } from '../services/eventbridge/envelope';

const TIME = '2026-11-20T09:15:00Z';
const DETAIL_TYPE = 'AWS API Call via CloudTrail';

/** One call of the mix: its service, its name, and the parameters that it was made with. */
type SampleCall = readonly [service: string, eventName: string, requestParameters: object | null];

/** What an organization does all day, with the reads that every console makes. None of it is tampering. */
const EVERYDAY_CALLS: readonly SampleCall[] = [
  ['sts', 'AssumeRole', { roleArn: 'arn:aws:iam::444444444444:role/ci', roleSessionName: 'build-4711' }],
  ['ec2', 'DescribeInstances', { instancesSet: {}, filterSet: { items: [{ name: 'instance-state-name' }] } }],
  ['ec2', 'RunInstances', { instanceType: 'm7g.large', minCount: 1, maxCount: 1, blockDeviceMapping: {} }],
  ['s3', 'GetBucketPolicy', { bucketName: 'payments-reports', Host: 'payments-reports.s3.amazonaws.com', policy: '' }],
  ['kms', 'Decrypt', { encryptionContext: { purpose: 'invoices' }, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }],
  ['lambda', 'UpdateFunctionCode20150331v2', { functionName: 'invoices', publish: false, dryRun: false }],
  ['logs', 'CreateLogStream', { logGroupName: '/aws/lambda/invoices', logStreamName: '2026/11/20/[$LATEST]0123abcd' }],
  ['iam', 'PutRolePolicy', { roleName: 'ci', policyName: 'deploy', policyDocument: '{"Version":"2012-10-17"}' }],
  ['events', 'PutRule', { name: 'nightly', scheduleExpression: 'cron(0 3 * * ? *)', state: 'ENABLED' }],
  ['cloudtrail', 'LookupEvents', { lookupAttributes: [{ attributeKey: 'EventName' }], maxResults: 50 }],
  ['cloudtrail', 'DescribeTrails', { trailNameList: [], includeShadowTrails: true }],
  ['sqs', 'SetQueueAttributes', { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/444444444444/jobs' }],
];

/** The sample trail's tampering: by ARN, as mostly, and as a refused call is recorded, without parameters. */
function tampering(trailArn: string): readonly SampleCall[] {
  return [
    ['cloudtrail', 'StopLogging', { name: trailArn }],
    ['cloudtrail', 'PutEventSelectors', { trailName: trailArn, eventSelectors: [] }],
    ['cloudtrail', 'DeleteTrail', null],
  ];
}

/** Events that no account forwards, and events that one does. */
export function sampleEvents(): { readonly everyday: readonly EventEnvelope[]; readonly tampering: EventEnvelope[] } {
  const { configuration } = readSampleOrganization();
  const [region, account] = [configuration.homeRegion, configuration.managementAccountId];
  const event = (call: SampleCall): EventEnvelope => envelopeOf(call, account, region);
  return { everyday: EVERYDAY_CALLS.map(event), tampering: tampering(arnsOf(configuration).trail).map(event) };
}

/** The event of a StopLogging of the sample organization's trail. */
export function stopLoggingOfSampleTrail(): EventEnvelope {
  const [stopLogging] = sampleEvents().tampering;
  return stopLogging as EventEnvelope;
}

/**
 * An event with every member that a record of an assumed role's call has.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
function envelopeOf(
  [service, eventName, requestParameters]: SampleCall,
  account: string,
  region: string,
): EventEnvelope {
  const readOnly = /^(Get|List|Describe|Lookup)/.test(eventName);
  return {
    version: '0',
    id: '7bf73129-1428-4cd3-a780-95db273d1602',
    'detail-type': DETAIL_TYPE,
    source: `aws.${service}`,
    account,
    time: TIME,
    region,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLEEXAMPLEXYZ:mallory',
        arn: `arn:aws:sts::${account}:assumed-role/OnCallAdministrator/mallory`,
        accountId: account,
        accessKeyId: 'ASIAEXAMPLEEXAMPLEXY',
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: 'AROAEXAMPLEEXAMPLEXYZ',
            arn: `arn:aws:iam::${account}:role/OnCallAdministrator`,
            accountId: account,
            userName: 'OnCallAdministrator',
          },
          attributes: { creationDate: TIME, mfaAuthenticated: 'false' },
        },
      },
      eventTime: TIME,
      eventSource: `${service}.amazonaws.com`,
      eventName,
      awsRegion: region,
      sourceIPAddress: '203.0.113.7',
      userAgent: 'aws-cli/2.32.0 md/awscrt#0.29.0 ua/2.1 os/linux#6.8 md/arch#x86_64 lang/python#3.13.9',
      requestParameters,
      responseElements: null,
      requestID: 'b2d1c4f0-5f44-4d54-9a3c-2c6d8f0e9a11',
      eventID: '3038ebd2-c98a-4c65-9b6e-e22506292313',
      readOnly,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
      tlsDetails: { tlsVersion: 'TLSv1.3', clientProvidedHostHeader: `${service}.${region}.amazonaws.com` },
    },
  };
}
