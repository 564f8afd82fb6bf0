/** Which key is meant where only AWS knows its id. */
import type { KeyReference } from '../../../infra/specifications/resources/resource';
import { type Aws, fields, list, text, unless } from '../aws';

/**
 * The ARN of the key that most of the referring resources name, the alias deciding where they are even. One that cannot be read
 * has no say. A key of another account or Region is nobody's choice.
 */
export async function agreedKey(reference: KeyReference, aws: Aws): Promise<string | undefined> {
  const named = await Promise.all(
    [byAlias(reference, aws), byBucket(reference, aws), byTrail(reference, aws), byTopic(reference, aws)].map((read) =>
      read.catch(() => undefined),
    ),
  );
  const here = new RegExp(`^arn:[^:]+:kms:${reference.region}:${reference.account}:key/[^/]+$`);
  const candidates = named.filter((arn): arn is string => arn !== undefined && here.test(arn));
  const votes = (arn: string): number => candidates.filter((each) => each === arn).length;
  // The alias is the first candidate, and a stable sort leaves it first among equals.
  return [...new Set(candidates)].sort((left, right) => votes(right) - votes(left))[0];
}

/** Which key the alias points to. */
export async function byAlias({ alias, account, region }: KeyReference, aws: Aws): Promise<string | undefined> {
  const call = { service: 'kms', operation: 'DescribeKey', account, region, input: { KeyId: alias } } as const;
  const found = await unless(['NotFoundException'], aws(call));
  return text(fields(found?.KeyMetadata).Arn);
}

async function byBucket({ bucket, account, region }: KeyReference, aws: Aws): Promise<string | undefined> {
  if (bucket === undefined) return undefined;
  const input = { Bucket: bucket };
  const found = await unless(
    ['NoSuchBucket', 'ServerSideEncryptionConfigurationNotFoundError'],
    aws({ service: 's3', operation: 'GetBucketEncryption', account, region, input }),
  );
  const [rule] = list(fields(found?.ServerSideEncryptionConfiguration).Rules);
  return text(fields(fields(rule).ApplyServerSideEncryptionByDefault).KMSMasterKeyID);
}

async function byTrail({ trail }: KeyReference, aws: Aws): Promise<string | undefined> {
  if (trail === undefined) return undefined;
  const { arn, account, region } = trail;
  const input = { Name: arn };
  const found = await unless(
    ['TrailNotFoundException'],
    aws({ service: 'cloudtrail', operation: 'GetTrail', account, region, input }),
  );
  return text(fields(found?.Trail).KmsKeyId);
}

async function byTopic({ topic, account, region }: KeyReference, aws: Aws): Promise<string | undefined> {
  if (topic === undefined) return undefined;
  const input = { TopicArn: topic };
  const found = await unless(
    ['NotFoundException'],
    aws({ service: 'sns', operation: 'GetTopicAttributes', account, region, input }),
  );
  return text(fields(found?.Attributes).KmsMasterKeyId);
}
