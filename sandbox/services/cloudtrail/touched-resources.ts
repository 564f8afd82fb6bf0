/** The resources of a call, as the event history lists them. */
import type { Resource } from '@aws-sdk/client-cloudtrail';
import type { CloudTrailRecord } from '../../records/cloudtrail-record';

/** Which request parameter names which kind of resource, by the service that records it. */
const NAMING_PARAMETERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'cloudtrail.amazonaws.com': {
    name: 'AWS::CloudTrail::Trail',
    trailName: 'AWS::CloudTrail::Trail',
    resourceId: 'AWS::CloudTrail::Trail',
  },
  'events.amazonaws.com': { name: 'AWS::Events::Rule', rule: 'AWS::Events::Rule' },
  'iam.amazonaws.com': { roleName: 'AWS::IAM::Role', policyArn: 'AWS::IAM::Policy' },
  'kms.amazonaws.com': { keyId: 'AWS::KMS::Key', aliasName: 'AWS::KMS::Alias' },
  'lambda.amazonaws.com': { functionName: 'AWS::Lambda::Function' },
  'logs.amazonaws.com': { logGroupName: 'AWS::Logs::LogGroup' },
  's3.amazonaws.com': { bucketName: 'AWS::S3::Bucket' },
  'sns.amazonaws.com': { topicArn: 'AWS::SNS::Topic' },
  'sqs.amazonaws.com': { queueUrl: 'AWS::SQS::Queue' },
  'sts.amazonaws.com': { roleArn: 'AWS::IAM::Role', roleSessionName: 'AWS::STS::AssumedRole' },
};

/** What the record itself lists, and what its request parameters name. */
export function touchedResources(record: CloudTrailRecord): Resource[] {
  const listed = (record.resources ?? []).map(({ ARN, type }) => ({ ResourceType: type, ResourceName: ARN }));
  const parameters = record.requestParameters;
  if (typeof parameters !== 'object' || parameters === null) return listed;
  const named = Object.entries(NAMING_PARAMETERS[record.eventSource] ?? {}).flatMap(([parameter, type]) => {
    const name = (parameters as Record<string, unknown>)[parameter];
    return typeof name === 'string' ? [{ ResourceType: type, ResourceName: name }] : [];
  });
  const known = new Set(listed.map((resource) => resource.ResourceName));
  return [...listed, ...named.filter((resource) => !known.has(resource.ResourceName))];
}
