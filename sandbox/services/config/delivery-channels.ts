/** The delivery channel: where AWS Config delivers what its recorder records. */
import type { DeliveryChannel } from '@aws-sdk/client-config-service';
import { AwsError, notImplemented } from '../../core/aws-error';
import type { Principal } from '../../core/principal';
import type { CallContext, Operations } from '../../core/service';
import { type Bucket, bucketArn, findBucket } from '../s3/state';
import { assumeRoleAsService } from '../sts/sessions';
import { type ConfigSdk, configOf, type Recorder } from './state';

const SERVICE = 'config.amazonaws.com';
const DEFAULT_NAME = 'default';

export const deliveryChannelOperations = {
  PutDeliveryChannel: {
    handle: async ({ DeliveryChannel: given }, context) => {
      const name = given?.name ?? DEFAULT_NAME;
      const { channels, recorders } = configOf(context.state, context.account, context.region);
      const [recorder] = recorders.values();
      if (recorder === undefined)
        throw new AwsError(
          'NoAvailableConfigurationRecorderException',
          'Configuration recorder is not available to put delivery channel.',
        );
      if (name === '' || name.length > 256)
        throw new AwsError(
          'InvalidDeliveryChannelNameException',
          `The delivery channel name '${name}' is not valid, blank string.`,
        );
      if (!channels.has(name) && channels.size > 0)
        throw new AwsError(
          'MaxNumberOfDeliveryChannelsExceededException',
          `Failed to put delivery channel '${name}' because the maximum number of delivery channels: 1 is reached.`,
        );
      if (given?.snsTopicARN !== undefined) throw notImplemented('config', 'delivery channels with a topic');
      if (given?.s3KmsKeyArn !== undefined) throw notImplemented('config', 'delivery channels with a key');
      await requireDelivery(context, recorder, { ...given, name });
      channels.set(name, { ...given, name });
      return {};
    },
  },
  DescribeDeliveryChannels: {
    handle: ({ DeliveryChannelNames: names = [] }, context) => {
      const { channels } = configOf(context.state, context.account, context.region);
      if (names.length === 0) return { DeliveryChannels: [...channels.values()] };
      return { DeliveryChannels: names.map((name) => requireChannel(context, name)) };
    },
  },
  /** @see https://docs.aws.amazon.com/config/latest/APIReference/API_DeleteDeliveryChannel.html */
  DeleteDeliveryChannel: {
    handle: ({ DeliveryChannelName: name }, context) => {
      const channel = requireChannel(context, name);
      const { channels, recorders } = configOf(context.state, context.account, context.region);
      if ([...recorders.values()].some(({ recording }) => recording))
        throw new AwsError(
          'LastDeliveryChannelDeleteFailedException',
          `Failed to delete last specified delivery channel with name '${channel.name}', because there is a running configuration recorder.`,
        );
      channels.delete(channel.name ?? '');
      return {};
    },
  },
} satisfies Operations<ConfigSdk>;

/** @throws AwsError `NoSuchDeliveryChannelException` */
function requireChannel({ state, account, region }: CallContext, name: string | undefined): DeliveryChannel {
  const found = configOf(state, account, region).channels.get(name ?? '');
  if (found === undefined)
    throw new AwsError('NoSuchDeliveryChannelException', `Cannot find delivery channel with specified name '${name}'.`);
  return found;
}

/**
 * The recorder's role has to be let into the bucket, or AWS Config itself.
 *
 * @throws AwsError `NoSuchBucketException`, `InsufficientDeliveryPolicyException`
 * @see https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
 */
async function requireDelivery(context: CallContext, recorder: Recorder, channel: DeliveryChannel): Promise<void> {
  const { s3BucketName = '', s3KeyPrefix } = channel;
  const bucket = findBucket(context.state, s3BucketName);
  if (bucket === undefined)
    throw new AwsError(
      'NoSuchBucketException',
      `Cannot find a S3 bucket with an empty bucket name, or with the name '${s3BucketName}'.`,
    );
  const { account, region } = context;
  const service = { kind: 'service', service: SERVICE, sourceAccount: account } as const;
  const role = await unlessDenied(
    assumeRoleAsService(context, recorder.roleArn, service, region, 'AWSConfig-BucketConfigCheck'),
  );
  const writers: readonly Principal[] = role === undefined ? [service] : [role, service];
  for (const writer of writers) if ((await unlessDenied(write(context, writer, bucket, channel))) !== undefined) return;
  throw new AwsError(
    'InsufficientDeliveryPolicyException',
    `Insufficient delivery policy to s3 bucket: ${bucket.name}, unable to write to bucket, provided s3 key prefix is '${s3KeyPrefix ?? null}'.`,
  );
}

async function write(
  context: CallContext,
  principal: Principal,
  bucket: Bucket,
  { s3KeyPrefix }: DeliveryChannel,
): Promise<true> {
  const prefix = s3KeyPrefix === undefined ? '' : `${s3KeyPrefix}/`;
  await context.authorize(principal, bucket.region, {
    action: 's3:PutObject',
    resource: `${bucketArn(bucket.name)}/${prefix}AWSLogs/${context.account}/Config/ConfigWritabilityCheckFile`,
    resourceAccount: bucket.account,
    resourcePolicy: bucket.policy,
    context: { 's3:x-amz-acl': 'bucket-owner-full-control' },
  });
  return true;
}

async function unlessDenied<T>(attempt: Promise<T>): Promise<T | undefined> {
  try {
    return await attempt;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'AccessDenied') return undefined;
    throw error;
  }
}
