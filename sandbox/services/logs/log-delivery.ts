/** What subscription filters make of events as they come in. */
import { gzipSync } from 'node:zlib';
import { AwsError } from '../../core/aws-error';
import type { ServicePrincipal } from '../../core/principal';
import type { Cloud } from '../../core/service';
import { parseFilterPattern } from './filter-pattern';
import type { LogEvent, LogGroup, SubscriptionFilter } from './state';

/** CloudWatch Logs, acting for a log group. */
export function logsPrincipal({ arn, account }: LogGroup): ServicePrincipal {
  return { kind: 'service', service: 'logs.amazonaws.com', sourceArn: `${arn}:*`, sourceAccount: account };
}

/** Sends every subscriber the events that its filter matches. What a function refuses by then is lost, as in AWS after a day. */
export function deliverToSubscribers(cloud: Cloud, group: LogGroup, stream: string, events: readonly LogEvent[]): void {
  for (const filter of group.subscriptionFilters.values()) {
    const matches = parseFilterPattern(filter.pattern);
    const matched = events.filter(({ message }) => matches(message));
    if (matched.length > 0)
      cloud.clock.after(0, () => send(cloud, group, filter, messageOf(group, stream, filter, matched)));
  }
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/ValidateLogEventFlow.html */
function messageOf(
  group: LogGroup,
  logStream: string,
  { name }: SubscriptionFilter,
  events: readonly LogEvent[],
): object {
  return {
    messageType: 'DATA_MESSAGE',
    owner: group.account,
    logGroup: group.name,
    logStream,
    subscriptionFilters: [name],
    logEvents: events.map(({ id, timestamp, message }) => ({ id, timestamp, message })),
  };
}

async function send(
  cloud: Cloud,
  group: LogGroup,
  { destinationArn }: SubscriptionFilter,
  message: object,
): Promise<void> {
  const data = gzipSync(JSON.stringify(message)).toString('base64');
  try {
    await cloud.call({
      principal: logsPrincipal(group),
      region: group.region,
      service: 'lambda',
      operation: 'Invoke',
      input: {
        FunctionName: destinationArn,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify({ awslogs: { data } })),
      },
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}
