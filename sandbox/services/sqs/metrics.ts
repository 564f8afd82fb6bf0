/** What a queue tells CloudWatch of itself. */
import type { Cloud } from '../../core/service';
import { publishMetric } from '../cloudwatch/publication';
import type { Queue } from './state';

/**
 * Publishes how many messages wait to be received. SQS does so once a minute; here a queue tells when one arrives.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function publishQueueLength(cloud: Cloud, queue: Queue): void {
  const now = cloud.clock.now().getTime();
  publishMetric(cloud, queue, {
    namespace: 'AWS/SQS',
    name: 'ApproximateNumberOfMessagesVisible',
    dimensions: new Map([['QueueName', queue.name]]),
    unit: 'Count',
    value: queue.messages.filter(({ visibleAt }) => visibleAt <= now).length,
  });
}
