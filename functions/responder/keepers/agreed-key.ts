/** Which key is meant where only AWS knows its id. */
import type { KeyReference } from '../../../infra/specifications/resources/resource';
import { type Aws, type Fields, fields, isError, list, text, unless } from '../aws';

/** The most keys that KMS lists at once. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html */
const MOST_KEYS = 1000;

/** A key that may be meant. */
interface Candidate {
  readonly arn: string;
  readonly votes: number;
  /** None: it could not be looked at. */
  readonly metadata?: Fields;
}

/**
 * The ARN of the key that most of the referring resources name. One that cannot be read has no say. Where they are even it is the
 * oldest, because a key that somebody made in order to put it in the place of ours is younger. Where none names a key, it is the
 * oldest with the description.
 *
 * A key of another account or Region is nobody's choice, nor is one that AWS has deleted, nor one whose material was brought
 * along, because whoever has brought it can take it away.
 */
export async function agreedKey(reference: KeyReference, aws: Aws): Promise<string | undefined> {
  const named = await Promise.all(
    [byAlias(reference, aws), byBucket(reference, aws), byTrail(reference, aws), byTopic(reference, aws)].map((read) =>
      read.catch(() => undefined),
    ),
  );
  const here = new RegExp(`^arn:[^:]+:kms:${reference.region}:${reference.account}:key/[^/]+$`);
  const votes = named.filter((arn): arn is string => arn !== undefined && here.test(arn));
  const arns = [...new Set(votes)];
  if (arns.length === 1) return arns[0];
  const candidates =
    arns.length === 0 ? await byDescription(reference, aws) : await lookedAt(arns, votes, reference, aws);
  return candidates.filter(canBeOurs).sort(byVotesAndAge)[0]?.arn;
}

/** Which key the alias points to. */
export async function byAlias({ alias, account, region }: KeyReference, aws: Aws): Promise<string | undefined> {
  const call = { service: 'kms', operation: 'DescribeKey', account, region, input: { KeyId: alias } } as const;
  const found = await unless(['NotFoundException'], aws(call));
  return text(fields(found?.KeyMetadata).Arn);
}

async function byBucket({ bucket, account, region }: KeyReference, aws: Aws): Promise<string | undefined> {
  if (bucket === undefined) return undefined;
  const input = { Bucket: bucket, ExpectedBucketOwner: account };
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

async function byDescription(reference: KeyReference, aws: Aws): Promise<Candidate[]> {
  const { account, region } = reference;
  const input = { Limit: MOST_KEYS };
  const { Keys } = await aws({ service: 'kms', operation: 'ListKeys', account, region, input });
  const arns = list(Keys).map((key) => String(fields(key).KeyArn));
  const all = await lookedAt(arns, [], reference, aws);
  return all.filter(
    ({ metadata }) => metadata?.Description === reference.description && metadata.KeyManager === 'CUSTOMER',
  );
}

async function lookedAt(
  arns: readonly string[],
  votes: readonly string[],
  { account, region }: KeyReference,
  aws: Aws,
): Promise<Candidate[]> {
  const looked = arns.map(async (arn): Promise<Candidate[]> => {
    const candidate = { arn, votes: votes.filter((each) => each === arn).length };
    try {
      const found = await aws({ service: 'kms', operation: 'DescribeKey', account, region, input: { KeyId: arn } });
      return [{ ...candidate, metadata: fields(found.KeyMetadata) }];
    } catch (error) {
      return isError(error, 'NotFoundException') ? [] : [candidate];
    }
  });
  return (await Promise.all(looked)).flat();
}

function canBeOurs({ metadata }: Candidate): boolean {
  return metadata === undefined || metadata.Origin === 'AWS_KMS';
}

function byVotesAndAge(left: Candidate, right: Candidate): number {
  return right.votes - left.votes || madeAt(left) - madeAt(right);
}

function madeAt({ metadata }: Candidate): number {
  const created = metadata?.CreationDate;
  return created instanceof Date ? created.getTime() : Number.MAX_SAFE_INTEGER;
}
