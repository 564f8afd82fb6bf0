/** One service of every protocol, with an operation for each thing that can go right or wrong on the wire. */
import { AwsError } from '../../../sandbox/core/aws-error';
import { type Service, service } from '../../../sandbox/core/service';
import { answers, fails, instant, refused } from '../protocol/sample-cloud';

/** Services that remember the objects put into them. */
export function sampleServices(): Service[] {
  const objects = new Map<string, Uint8Array>();
  return [
    service<typeof import('@aws-sdk/client-cloudtrail')>({
      name: 'cloudtrail',
      actionPrefix: 'cloudtrail',
      eventSource: 'cloudtrail.amazonaws.com',
      sdk: () => require('@aws-sdk/client-cloudtrail'),
      operations: {
        StopLogging: refused(),
        GetTrailStatus: answers({ IsLogging: true, LatestDeliveryTime: instant }),
        UpdateTrail: {
          handle: () => {
            throw new TypeError('A defect.');
          },
        },
      },
    }),
    service<typeof import('@aws-sdk/client-cloudwatch')>({
      name: 'monitoring',
      actionPrefix: 'cloudwatch',
      eventSource: 'monitoring.amazonaws.com',
      sdk: () => require('@aws-sdk/client-cloudwatch'),
      operations: { PutMetricData: answers({}) },
    }),
    service<typeof import('@aws-sdk/client-lambda')>({
      name: 'lambda',
      actionPrefix: 'lambda',
      eventSource: 'lambda.amazonaws.com',
      sdk: () => require('@aws-sdk/client-lambda'),
      operations: {
        Invoke: answers({ StatusCode: 202, FunctionError: 'Unhandled' }),
        GetFunction: fails('ResourceNotFoundException', 'Function not found: f'),
      },
    }),
    service<typeof import('@aws-sdk/client-s3')>({
      name: 's3',
      actionPrefix: 's3',
      eventSource: 's3.amazonaws.com',
      sdk: () => require('@aws-sdk/client-s3'),
      operations: {
        PutObject: {
          handle: ({ Key, Body }) => {
            objects.set(Key ?? '', Body as Uint8Array);
            return { ETag: '"1"' };
          },
        },
        GetObject: { handle: ({ Key }) => ({ Body: objects.get(Key ?? '') as never, LastModified: instant }) },
        HeadObject: {
          handle: ({ Key }) => {
            const object = objects.get(Key ?? '');
            if (object === undefined) throw new AwsError('NotFound', 'Not Found');
            return { ContentLength: object.byteLength };
          },
        },
        GetBucketLocation: answers({ LocationConstraint: 'eu-west-1' as const }),
      },
    }),
    service<typeof import('@aws-sdk/client-sns')>({
      name: 'sns',
      actionPrefix: 'sns',
      eventSource: 'sns.amazonaws.com',
      sdk: () => require('@aws-sdk/client-sns'),
      operations: {
        CreateTopic: answers({ TopicArn: 'arn:aws:sns:eu-west-1:111111111111:t' }),
        Publish: fails('NotFoundException', 'Topic does not exist'),
        DeleteTopic: refused(),
      },
    }),
    service<typeof import('@aws-sdk/client-sqs')>({
      name: 'sqs',
      actionPrefix: 'sqs',
      eventSource: 'sqs.amazonaws.com',
      sdk: () => require('@aws-sdk/client-sqs'),
      operations: {
        GetQueueUrl: fails('QueueDoesNotExist', 'The specified queue does not exist.'),
        ListQueues: refused(),
        SetQueueAttributes: answers({}),
      },
    }),
  ];
}
