/** The rest of a bucket's configuration: access logging, notifications, acceleration, who pays, and what is never set here. */
import type * as S3 from '@aws-sdk/client-s3';
import { AwsError } from '../../core/aws-error';
import type { CallContext, Operation, Operations } from '../../core/service';
import { accessOf, accessTo, type BucketInput, bucketOf } from './access';
import { LOG_DELIVERY } from './acl';
import { bucketRecord } from './record';
import { type Bucket, bucketArn, findBucket } from './state';

export const settingOperations: Operations<typeof S3> = {
  GetBucketLogging: {
    access: accessTo('s3:GetBucketLogging'),
    record: bucketRecord('GetBucketLogging'),
    handle: (input, context) => {
      const { logging } = bucketOf(input, context);
      return logging === undefined ? {} : { LoggingEnabled: logging };
    },
  },

  PutBucketLogging: {
    access: accessTo('s3:PutBucketLogging'),
    record: bucketRecord('PutBucketLogging'),
    handle: async (input, context) => {
      const bucket = bucketOf(input, context);
      const logging = input.BucketLoggingStatus?.LoggingEnabled;
      if (logging === undefined) delete bucket.logging;
      else {
        await checkLogTarget(bucket, logging, context);
        bucket.logging = logging;
      }
      return {};
    },
  },

  /** Kept as it is put; the sandbox sends no notifications of objects. */
  GetBucketNotificationConfiguration: {
    access: accessTo('s3:GetBucketNotification'),
    record: bucketRecord('GetBucketNotificationConfiguration', 'GetBucketNotification'),
    handle: (input, context) => bucketOf(input, context).notification,
  },

  PutBucketNotificationConfiguration: {
    access: accessTo('s3:PutBucketNotification'),
    record: bucketRecord('PutBucketNotificationConfiguration', 'PutBucketNotification'),
    handle: (input, context) => {
      bucketOf(input, context).notification = input.NotificationConfiguration ?? {};
      return {};
    },
  },

  GetBucketAccelerateConfiguration: {
    access: accessTo('s3:GetAccelerateConfiguration'),
    record: bucketRecord('GetBucketAccelerateConfiguration', 'GetAccelerateConfiguration'),
    handle: (input, context) => {
      const { acceleration } = bucketOf(input, context);
      return acceleration === undefined ? {} : { Status: acceleration };
    },
  },

  PutBucketAccelerateConfiguration: {
    access: accessTo('s3:PutAccelerateConfiguration'),
    record: bucketRecord('PutBucketAccelerateConfiguration', 'PutAccelerateConfiguration'),
    handle: (input, context) => {
      const bucket = bucketOf(input, context);
      const status = input.AccelerateConfiguration?.Status;
      if (status === undefined) throw new AwsError('MalformedXML', 'AccelerateConfiguration must have a Status.');
      if (bucket.name.includes('.'))
        throw new AwsError(
          'InvalidRequest',
          'S3 Transfer Acceleration is not supported for buckets with periods (.) in their names',
        );
      bucket.acceleration = status;
      return {};
    },
  },

  GetBucketRequestPayment: {
    access: accessTo('s3:GetBucketRequestPayment'),
    record: bucketRecord('GetBucketRequestPayment'),
    handle: (input, context) => ({ Payer: bucketOf(input, context).payer }),
  },

  PutBucketRequestPayment: {
    access: accessTo('s3:PutBucketRequestPayment'),
    record: bucketRecord('PutBucketRequestPayment'),
    handle: (input, context) => {
      const payer = input.RequestPaymentConfiguration?.Payer;
      if (payer === undefined) throw new AwsError('MalformedXML', 'RequestPaymentConfiguration must have a Payer.');
      bucketOf(input, context).payer = payer;
      return {};
    },
  },

  GetBucketWebsite: unset(
    's3:GetBucketWebsite',
    'GetBucketWebsite',
    'NoSuchWebsiteConfiguration',
    'The specified bucket does not have a website configuration',
  ),
  GetBucketCors: unset(
    's3:GetBucketCORS',
    'GetBucketCors',
    'NoSuchCORSConfiguration',
    'The CORS configuration does not exist',
  ),
};

/** Reads a configuration that nothing in the sandbox can set. */
function unset(action: string, name: string, code: string, message: string): Operation<BucketInput, never> {
  return {
    access: accessTo(action),
    record: bucketRecord(name),
    handle: (input, context) => {
      const { name: bucket } = bucketOf(input, context);
      throw new AwsError(code, message, { BucketName: bucket });
    },
  };
}

/**
 * Access logs go to a bucket of the same account and Region that lets S3's log delivery write, by its policy or its ACL.
 *
 * @throws AwsError `InvalidTargetBucketForLogging`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
async function checkLogTarget(source: Bucket, logging: S3.LoggingEnabled, context: CallContext): Promise<void> {
  const invalid = (message: string): AwsError =>
    new AwsError('InvalidTargetBucketForLogging', message, { TargetBucket: logging.TargetBucket });
  const target = findBucket(context.state, logging.TargetBucket ?? '');
  if (target === undefined) throw invalid('The target bucket for logging does not exist');
  if (target.account !== source.account)
    throw invalid('The owner for the bucket to be logged and the target bucket must be the same.');
  if (target.region !== source.region)
    throw invalid('The bucket to be logged and the target bucket must be in the same Region.');
  if (target.acl.Grants.some(({ Grantee, Permission }) => Grantee?.URI === LOG_DELIVERY && Permission === 'WRITE'))
    return;
  const principal = {
    kind: 'service',
    service: 'logging.s3.amazonaws.com',
    sourceArn: bucketArn(source.name),
    sourceAccount: source.account,
  } as const;
  const access = accessOf('s3:PutObject', target, `/${logging.TargetPrefix ?? ''}log`, context);
  try {
    await context.authorize(principal, target.region, access);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalid('You must give the log-delivery group WRITE and READ_ACP permissions to the target bucket');
  }
}
