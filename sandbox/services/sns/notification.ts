/** A published message, and the shapes in which it reaches its subscribers. */
import { randomUUID } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import type { Subscription } from './state';

export interface Notification {
  readonly messageId: string;
  readonly topicArn: string;
  readonly publishedAt: Date;
  readonly subject?: string;
  readonly message: string;
  /** Protocol → its own text, where the publisher gave some (`MessageStructure` `json`). */
  readonly messages: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

export function textFor(notification: Notification, protocol: string): string {
  return notification.messages[protocol] ?? notification.message;
}

/**
 * The JSON that SQS, HTTP and `email-json` subscribers get. It is as AWS writes it but for `Signature`, its companions
 * and `UnsubscribeURL`, which only AWS could make and which are left out rather than invented.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html
 */
export function envelope(notification: Notification, protocol: string): string {
  const { messageId, topicArn, subject, publishedAt } = notification;
  const attributes = attributeViews(notification);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: textFor(notification, protocol),
    Timestamp: publishedAt.toISOString(),
    ...(Object.keys(attributes).length === 0 ? {} : { MessageAttributes: attributes }),
  });
}

/**
 * The event that a function gets.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export function lambdaEvent(notification: Notification, subscription: Subscription): string {
  const { messageId, topicArn, subject, publishedAt } = notification;
  return JSON.stringify({
    Records: [
      {
        EventVersion: '1.0',
        EventSubscriptionArn: subscription.arn,
        EventSource: 'aws:sns',
        Sns: {
          Type: 'Notification',
          MessageId: messageId,
          TopicArn: topicArn,
          Subject: subject ?? null,
          Message: textFor(notification, 'lambda'),
          Timestamp: publishedAt.toISOString(),
          MessageAttributes: attributeViews(notification),
        },
      },
    ],
  });
}

/** The request to confirm a subscription; without `SubscribeURL`, since the sandbox answers signed calls only. */
export function confirmationRequest(subscription: Subscription): string {
  return JSON.stringify({
    Type: 'SubscriptionConfirmation',
    MessageId: randomUUID(),
    Token: subscription.token,
    TopicArn: subscription.topicArn,
    Message: `You have chosen to subscribe to the topic ${subscription.topicArn}.\nTo confirm the subscription, call ConfirmSubscription with this message's token.`,
    Timestamp: subscription.createdAt.toISOString(),
  });
}

function attributeViews({ attributes }: Notification): Record<string, { Type: string; Value: string }> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType = '', StringValue, BinaryValue }]) => [
      name,
      { Type: DataType, Value: StringValue ?? Buffer.from(BinaryValue ?? []).toString('base64') },
    ]),
  );
}
