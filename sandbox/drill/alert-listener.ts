/** A subscriber of the alert topic: an SQS queue, read with a real client. */
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { ClientConfiguration } from './attacker';
import type { ReceivedAlert } from './drill-run';

const QUEUE = 'drill-listener';

export interface AlertListener {
  /** Takes every alert that has arrived since the last time. */
  take(): Promise<ReceivedAlert[]>;
  close(): void;
}

/** Makes a queue in the account of the topic, and subscribes it. */
export async function listenToAlerts(
  as: ClientConfiguration,
  account: string,
  topicArn: string,
): Promise<AlertListener> {
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
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
        if (Messages.length === 0) return alerts;
        for (const { Body } of Messages) alerts.push(readNotification(Body ?? ''));
        const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      }
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
