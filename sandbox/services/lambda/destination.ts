/** Where the outcome of an asynchronous invocation goes: destinations get a record of it, a dead-letter target the event. */
import { AwsError } from '../../core/aws-error';
import type { Cloud } from '../../core/service';
import { queueUrlOfArn } from '../sqs/state';
import type { Credentials } from './execution-role';
import type { Invocation, LambdaRuntime } from './runtime';
import type { LambdaFunction } from './state';

export interface Conclusion {
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  readonly requestId: string;
  /** The event, as JSON. */
  readonly payload: string;
  /** How often the function ran. */
  readonly attempts: number;
  /** The function's last answer; none when it never ran. */
  readonly last?: Invocation;
}

/**
 * Sends the outcome wherever the function says, as its execution role. What that role may not send is lost, as in AWS.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export async function deliverOutcome(
  cloud: Cloud,
  runtime: LambdaRuntime,
  fn: LambdaFunction,
  conclusion: Conclusion,
): Promise<void> {
  const { OnSuccess, OnFailure } = fn.eventInvokeConfig?.destinations ?? {};
  const succeeded = conclusion.condition === 'Success';
  const destination = (succeeded ? OnSuccess : OnFailure)?.Destination ?? '';
  const deadLetterTarget = succeeded ? '' : fn.settings.deadLetterTargetArn;
  try {
    if (destination !== '') {
      const credentials = await runtime.credentialsOf(cloud, fn);
      await sendRecord(cloud, fn, credentials, destination, conclusion);
    }
    if (deadLetterTarget !== '')
      await sendEvent(cloud, await runtime.credentialsOf(cloud, fn), deadLetterTarget, conclusion);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

function recordOf(cloud: Cloud, fn: LambdaFunction, conclusion: Conclusion): object {
  const { condition, requestId, payload, attempts, last } = conclusion;
  const functionError = last?.failed === true ? { functionError: 'Unhandled' } : {};
  const response = last && {
    responseContext: { statusCode: 200, executedVersion: '$LATEST', ...functionError },
    responsePayload: JSON.parse(last.payload) as unknown,
  };
  return {
    version: '1.0',
    timestamp: cloud.clock.now().toISOString(),
    requestContext: { requestId, functionArn: `${fn.arn}:$LATEST`, condition, approximateInvokeCount: attempts },
    requestPayload: JSON.parse(payload) as unknown,
    ...response,
  };
}

async function sendRecord(
  cloud: Cloud,
  fn: LambdaFunction,
  principal: Credentials,
  target: string,
  conclusion: Conclusion,
): Promise<void> {
  const record = JSON.stringify(recordOf(cloud, fn, conclusion));
  const [, , service = '', region = '', , , name = ''] = target.split(':');
  const call = (operation: string, input: object): Promise<unknown> =>
    cloud.call({ principal, region, service, operation, input });
  if (service === 'sqs')
    await call('SendMessage', { QueueUrl: queueUrlOfArn(cloud.state, target), MessageBody: record });
  else if (service === 'sns') await call('Publish', { TopicArn: target, Message: record });
  else if (service === 'lambda')
    await call('Invoke', { FunctionName: target, InvocationType: 'Event', Payload: Buffer.from(record) });
  else if (service === 'events') {
    const kind = conclusion.condition === 'Success' ? 'Success' : 'Failure';
    const DetailType = `Lambda Function Invocation Result - ${kind}`;
    const entry = { Source: 'lambda', DetailType, Resources: [target, fn.arn], Detail: record, EventBusName: target };
    await call('PutEvents', { Entries: [entry] });
  } else throw new Error(`No outcome can be sent to ${target} (${name}).`);
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq */
async function sendEvent(
  cloud: Cloud,
  principal: Credentials,
  target: string,
  { requestId, payload, last }: Conclusion,
): Promise<void> {
  const [, , service = '', region = ''] = target.split(':');
  const text = (StringValue: string): object => ({ DataType: 'String', StringValue });
  const { errorMessage } = JSON.parse(last?.payload ?? '{}') as { errorMessage?: string };
  const MessageAttributes = {
    RequestID: text(requestId),
    ErrorCode: { DataType: 'Number', StringValue: last === undefined ? '429' : '200' },
    ErrorMessage: text((errorMessage ?? 'Rate Exceeded.').slice(0, 1024) || 'null'),
  };
  const input =
    service === 'sqs'
      ? { QueueUrl: queueUrlOfArn(cloud.state, target), MessageBody: payload, MessageAttributes }
      : { TopicArn: target, Message: payload, MessageAttributes };
  await cloud.call({ principal, region, service, operation: service === 'sqs' ? 'SendMessage' : 'Publish', input });
}
