/** What EventBridge calls to hand an event to each kind of target. */
import { randomUUID } from 'node:crypto';
import type { InputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../../core/aws-error';
import type { Cloud } from '../../core/service';
import { storeInArchive } from './archive-store';
import { arnParts } from './arn';
import type { Arrival, Delivery } from './delivery';
import { forward } from './forwarding';
import { isFifo, queueUrl } from './queue';
import { targetInput } from './target-input';
import { principalFor } from './target-principal';

type Sender = (cloud: Cloud, delivery: Delivery) => Promise<Arrival | undefined>;

/** How to reach a target, by the service in its ARN. */
const SENDERS: Readonly<Record<string, Sender>> = {
  events: async (cloud, delivery) =>
    delivery.target.Arn.endsWith(':::') ? storeInArchive(cloud, delivery) : forward(cloud, delivery),
  lambda: async (cloud, delivery) => {
    const Payload = Buffer.from(targetInput(delivery));
    await call(cloud, delivery, 'Invoke', { FunctionName: delivery.target.Arn, InvocationType: 'Event', Payload });
    return undefined;
  },
  logs: writeToLog,
  sns: async (cloud, delivery) => {
    await call(cloud, delivery, 'Publish', { TopicArn: delivery.target.Arn, Message: targetInput(delivery) });
    return undefined;
  },
  sqs: async (cloud, delivery) => {
    const { Arn, SqsParameters } = delivery.target;
    const group = isFifo(Arn) ? { MessageGroupId: SqsParameters?.MessageGroupId } : {};
    await call(cloud, delivery, 'SendMessage', {
      QueueUrl: queueUrl(Arn),
      MessageBody: targetInput(delivery),
      ...group,
    });
    return undefined;
  },
};

/** The services that a target's ARN may name. */
export function isReachable(service: string): boolean {
  return service in SENDERS;
}

/**
 * Makes one attempt.
 *
 * @returns the event as another bus admitted it, when the target is a bus
 * @throws DeliveryFailure, or the AwsError that the target answered
 */
export async function send(cloud: Cloud, delivery: Delivery): Promise<Arrival | undefined> {
  const sender = SENDERS[arnParts(delivery.target.Arn)?.service ?? ''];
  if (sender === undefined)
    throw new AwsError('InvalidParameterValue', `No target of this kind: ${delivery.target.Arn}`);
  return sender(cloud, delivery);
}

async function call(cloud: Cloud, delivery: Delivery, operation: string, input: unknown): Promise<void> {
  const principal = await principalFor(cloud, delivery);
  const service = arnParts(delivery.target.Arn)?.service ?? '';
  await cloud.call({ principal, region: delivery.bus.region, service, operation, input });
}

/**
 * Log groups are written to under their resource policy, each event into a stream of its own.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
async function writeToLog(cloud: Cloud, delivery: Delivery): Promise<undefined> {
  const resource = arnParts(delivery.target.Arn)?.resource ?? '';
  const logGroupName = resource.replace(/^log-group:/, '').replace(/:\*$/, '');
  const logStreamName = randomUUID();
  await call(cloud, delivery, 'CreateLogStream', { logGroupName, logStreamName });
  const logEvents = [logEvent(delivery, cloud.clock.now())];
  await call(cloud, delivery, 'PutLogEvents', { logGroupName, logStreamName, logEvents });
  return undefined;
}

/** A transformer for a log group names the moment and the text; without one the whole event is the text. */
function logEvent(delivery: Delivery, now: Date): InputLogEvent {
  const text = targetInput(delivery);
  if (delivery.target.InputTransformer === undefined) return { timestamp: now.getTime(), message: text };
  const { timestamp, message } = JSON.parse(text) as { timestamp?: unknown; message?: unknown };
  const stated = typeof timestamp === 'number' ? timestamp : Date.parse(String(timestamp));
  return {
    timestamp: Number.isNaN(stated) ? now.getTime() : stated,
    message: typeof message === 'string' ? message : JSON.stringify(message ?? text),
  };
}
