/** What people hear: a subscriber of the alert topic, an SQS queue that is read with a real client; and e-mails of AWS itself. */
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Outgoing } from '../services/sns/outbox';
import type { ClientConfiguration } from './attacker';
import type { ReceivedAlert } from './drill-run';

const QUEUE = 'drill-listener';
/** As many as one call takes; fewer, once everything has settled, are all. */
const MOST_MESSAGES = 10;

export interface AlertListener {
  /** Takes every alert that has arrived since the last time. */
  take(): Promise<ReceivedAlert[]>;
  close(): void;
}

/** An e-mail that AWS sent to one of the people who get the alerts. */
export type Email = Pick<Outgoing, 'subject' | 'body' | 'confirmationToken'>;

/**
 * Makes a queue in the account of the topic, and subscribes it.
 *
 * @param emails all that people have got so far; only those count that ask them to confirm a subscription
 */
export async function listenToAlerts(
  as: ClientConfiguration,
  account: string,
  topicArn: string,
  emails: () => readonly Email[],
): Promise<AlertListener> {
  let read = emails().length;
  const sqs = new SQSClient(as);
  const sns = new SNSClient(as);
  const queueArn = `arn:aws:sqs:${as.region}:${account}:${QUEUE}`;
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({
      QueueName: QUEUE,
      Attributes: {
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'sns.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: queueArn,
              Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
            },
          ],
        }),
      },
    }),
  );
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn }));
  sns.destroy();
  return {
    take: async () => {
      const alerts: ReceivedAlert[] = [];
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: MOST_MESSAGES }),
        );
        for (const { Body } of Messages) alerts.push(readNotification(Body ?? ''));
        if (Messages.length === 0) break;
        const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
        if (Messages.length < MOST_MESSAGES) break;
      }
      const requests = emails().slice(read);
      read += requests.length;
      for (const { subject, body, confirmationToken } of requests)
        if (confirmationToken !== undefined)
          alerts.push({ subject, body, severity: 'confirmation', outcome: 'confirmation' });
      return alerts;
    },
    close: () => sqs.destroy(),
  };
}

interface Notification {
  readonly Subject?: string;
  readonly Message?: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Value?: string }>>;
}

function readNotification(text: string): ReceivedAlert {
  const { Subject: subject = '', Message: body = '', MessageAttributes } = JSON.parse(text) as Notification;
  const outcome = MessageAttributes?.outcome?.Value;
  const severity = MessageAttributes?.severity?.Value;
  if (outcome !== undefined && severity !== undefined) return { subject, body, severity, outcome };
  const content: unknown = JSON.parse(body);
  return typeof content === 'string'
    ? { subject, body: content, severity: 'direct', outcome: 'direct' }
    : { subject, body: alarmText(content as Readonly<Record<string, string>>), severity: 'alarm', outcome: 'alarm' };
}

/** An alarm of CloudWatch comes as JSON, and a direct report as a text in quotes: what it means, and why it went off. */
function alarmText({ AlarmDescription, NewStateReason }: Readonly<Record<string, string>>): string {
  return `${AlarmDescription}\n\n${NewStateReason}\n`;
}
