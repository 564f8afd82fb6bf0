/** How a published message gets to one subscriber: through the gate, again after faults, and to a dead-letter queue. */
import { AwsError } from '../../core/aws-error';
import type { ServicePrincipal } from '../../core/principal';
import type { Cloud } from '../../core/service';
import { queueUrlOfArn } from '../sqs/state';
import { confirmationRequest, envelope, lambdaEvent, type Notification, textFor } from './notification';
import { send } from './outbox';
import { findTopic, placeOfArn, type Subscription } from './state';

/** Anything else is the subscriber's own doing (no permission, no such queue), and is not tried again. */
const TRANSIENT = [
  'InternalError',
  'InternalFailure',
  'InternalServerError',
  'RequestThrottled',
  'ServiceException',
  'ServiceUnavailable',
  'ThrottlingException',
  'TooManyRequestsException',
];

const MAXIMUM_RETRIES = 100_014;

/** Delivers at once, with SNS's retries after that. */
export function deliver(cloud: Cloud, subscription: Subscription, notification: Notification): void {
  const attempt = (retries: number): void => {
    cloud.clock.after(delayMs(retries), async () => {
      if (!isSubscribed(cloud, subscription)) return;
      try {
        await bring(cloud, subscription, notification);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        if (TRANSIENT.includes(error.code) && retries < MAXIMUM_RETRIES) attempt(retries + 1);
        else await bury(cloud, subscription, notification);
      }
    });
  };
  attempt(0);
}

/**
 * SNS's schedule for SQS and Lambda: three more attempts at once, two after a second each, ten with growing pauses, and
 * then every twenty seconds.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
function delayMs(retries: number): number {
  if (retries <= 3) return 0;
  if (retries <= 5) return 1000;
  return Math.round(1000 * Math.min(20, 20 ** ((retries - 5) / 10)));
}

function isSubscribed(cloud: Cloud, { topicArn, arn }: Subscription): boolean {
  const topic = findTopic(cloud.state, placeOfArn(topicArn, topicArn.split(':')[3] ?? ''));
  return topic?.subscriptions.has(arn) === true;
}

function asSns({ topicArn }: Subscription): ServicePrincipal {
  return {
    kind: 'service',
    service: 'sns.amazonaws.com',
    sourceArn: topicArn,
    sourceAccount: topicArn.split(':')[4] ?? '',
  };
}

async function bring(cloud: Cloud, subscription: Subscription, notification: Notification): Promise<void> {
  const { protocol, endpoint, topicArn } = subscription;
  const raw = subscription.attributes.get('RawMessageDelivery') === 'true';
  const body = raw ? textFor(notification, protocol) : envelope(notification, protocol);
  if (protocol === 'sqs') return enqueue(cloud, subscription, endpoint, body, raw, notification);
  if (protocol === 'lambda') return invoke(cloud, subscription, lambdaEvent(notification, subscription));
  send(cloud.state, {
    protocol,
    endpoint,
    topicArn,
    sentAt: cloud.clock.now(),
    subject: notification.subject ?? 'AWS Notification Message',
    body: protocol === 'email' ? textFor(notification, protocol) : body,
  });
}

async function enqueue(
  cloud: Cloud,
  subscription: Subscription,
  queueArn: string,
  body: string,
  withAttributes: boolean,
  notification?: Notification,
): Promise<void> {
  await cloud.call({
    principal: asSns(subscription),
    region: queueArn.split(':')[3] ?? '',
    service: 'sqs',
    operation: 'SendMessage',
    input: {
      QueueUrl: queueUrlOfArn(cloud.state, queueArn),
      MessageBody: body,
      ...(withAttributes ? { MessageAttributes: notification?.attributes } : {}),
      ...(notification?.groupId === undefined ? {} : { MessageGroupId: notification.groupId }),
      ...(notification?.deduplicationId === undefined ? {} : { MessageDeduplicationId: notification.deduplicationId }),
    },
  });
}

async function invoke(cloud: Cloud, subscription: Subscription, event: string): Promise<void> {
  const { endpoint } = subscription;
  await cloud.call({
    principal: asSns(subscription),
    region: endpoint.split(':')[3] ?? '',
    service: 'lambda',
    operation: 'Invoke',
    input: { FunctionName: endpoint, InvocationType: 'Event', Payload: Buffer.from(event) },
  });
}

/** Sends what could not be delivered to the subscription's dead-letter queue; without one it is lost, as in AWS. */
async function bury(cloud: Cloud, subscription: Subscription, notification: Notification): Promise<void> {
  const redrive = subscription.attributes.get('RedrivePolicy');
  if (redrive === undefined) return;
  const { deadLetterTargetArn } = JSON.parse(redrive) as { deadLetterTargetArn: string };
  const raw = subscription.attributes.get('RawMessageDelivery') === 'true';
  const body = raw ? textFor(notification, subscription.protocol) : envelope(notification, subscription.protocol);
  try {
    await enqueue(cloud, subscription, deadLetterTargetArn, body, raw, notification);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

/** Asks the endpoint of a new subscription to confirm it. */
export function requestConfirmation(cloud: Cloud, subscription: Subscription): void {
  cloud.clock.after(0, async () => {
    const { protocol, endpoint, topicArn, token } = subscription;
    const body = confirmationRequest(subscription);
    try {
      if (protocol === 'sqs') return await enqueue(cloud, subscription, endpoint, body, false);
      if (protocol === 'lambda') return await invoke(cloud, subscription, body);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return;
    }
    const words = `You have chosen to subscribe to the topic:\n${topicArn}\n\nTo confirm, call ConfirmSubscription with the token:\n${token}`;
    send(cloud.state, {
      protocol,
      endpoint,
      topicArn,
      sentAt: cloud.clock.now(),
      subject: 'AWS Notification - Subscription Confirmation',
      body: protocol === 'email' ? words : body,
      confirmationToken: token,
    });
  });
}
