/** The last resort of an event that did not reach its target: the target's dead-letter queue. */
import type { MessageAttributeValue, SendMessageRequest } from '@aws-sdk/client-sqs';
import { AwsError } from '../../core/aws-error';
import type { Cloud } from '../../core/service';
import type { Delivery } from './delivery';
import type { DeliveryFailure } from './delivery-failure';
import { count } from './delivery-log';
import { queueUrl } from './queue';
import type { ExhaustedRetryCondition } from './retry';
import { onBehalfOf } from './target-principal';

/**
 * Sends the event, as it was matched, with what went wrong in message attributes. EventBridge does this as a service, so
 * that the queue's policy alone decides.
 *
 * @returns false when there is no queue, or the queue did not take the message; the event is lost then
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export async function sendToDeadLetterQueue(
  cloud: Cloud,
  delivery: Delivery,
  failure: DeliveryFailure,
  retries: number,
  exhausted: ExhaustedRetryCondition | undefined,
): Promise<boolean> {
  const queue = delivery.target.DeadLetterConfig?.Arn;
  if (queue === undefined) return false;
  const input: SendMessageRequest = {
    QueueUrl: queueUrl(queue),
    MessageBody: JSON.stringify(delivery.event),
    MessageAttributes: attributes({
      RULE_ARN: delivery.ruleArn,
      TARGET_ARN: delivery.target.Arn,
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      RETRY_ATTEMPTS: String(retries),
      ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
    }),
  };
  try {
    await cloud.call({
      principal: onBehalfOf(delivery),
      region: delivery.bus.region,
      service: 'sqs',
      operation: 'SendMessage',
      input,
    });
    count(cloud.state, delivery.ruleArn, 'InvocationsSentToDlq');
    return true;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    count(cloud.state, delivery.ruleArn, 'InvocationsFailedToBeSentToDlq');
    return false;
  }
}

function attributes(values: Readonly<Record<string, string>>): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );
}
