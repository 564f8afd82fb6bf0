/** The sample organization with EventBridge, IAM, STS, SNS, SQS and a function that keeps what it is invoked with. */
import assert from 'node:assert/strict';
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import type * as Lambda from '@aws-sdk/client-lambda';
import type * as Sqs from '@aws-sdk/client-sqs';
import { AwsError } from '../../../../sandbox/core/aws-error';
import { type Cloud, type PolicyDocument, type Service, service } from '../../../../sandbox/core/service';
import { foundOrganization } from '../../../../sandbox/organization';
import type { EventEnvelope } from '../../../../sandbox/services/eventbridge/envelope';
import { eventbridge } from '../../../../sandbox/services/eventbridge/index';
import { ingest } from '../../../../sandbox/services/eventbridge/ingestion';
import { iam } from '../../../../sandbox/services/iam/index';
import { accountOf } from '../../../../sandbox/services/iam/state';
import { sns } from '../../../../sandbox/services/sns/index';
import { sqs } from '../../../../sandbox/services/sqs/index';
import { sts } from '../../../../sandbox/services/sts/index';
import { caller, type TestCloud, testGate } from '../../support';

export const MANAGEMENT = '111111111111';
export const SECURITY = '333333333333';
export const PAYMENTS = '444444444444';
export const OUTSIDER = '999999999999';
export const HOME = 'us-east-1';
export const ABROAD = 'eu-west-1';

/** An event pattern that every test event of `source` matches. */
export function from(source: string): string {
  return JSON.stringify({ source: [source] });
}

/** What a function of the test answers; it keeps every payload that it took. */
export interface TestFunction {
  readonly payloads: unknown[];
  policy?: PolicyDocument;
  /** Codes of the errors with which the next invocations fail. */
  readonly faults: string[];
}

export interface Message {
  readonly body: EventEnvelope;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
}

export class EventWorld {
  readonly functions = new Map<string, TestFunction>();
  readonly test: TestCloud;
  readonly cloud: Cloud;

  /** @param further services that only one test needs */
  constructor(further: readonly Service[] = []) {
    this.test = testGate([eventbridge, iam, sns, sqs, sts, this.lambda(), ...further]);
    this.cloud = {
      state: this.test.state,
      clock: this.test.clock,
      call: (call) => this.test.gate.call(call),
      authorize: (principal, region, access) => this.test.gate.authorize(principal, region, access),
    };
    foundOrganization(this.test.state, this.test.clock, {
      id: 'o-exampleorg1',
      managementAccount: MANAGEMENT,
      accounts: [MANAGEMENT, SECURITY, PAYMENTS].map((id) => ({ id, name: `account-${id}` })),
    });
  }

  /** EventBridge as an account's administrator sees it. */
  events(account: string, region = HOME) {
    return caller<typeof EventBridge>(this.test, 'events', this.test.administrator(account), region);
  }

  /** A role that trusts `trusted`, with one statement per permission. Answers its ARN. */
  role(account: string, name: string, statements: readonly object[], trusted: object = EVENTBRIDGE): string {
    this.test.role(account, name, statements);
    const role = accountOf(this.test.state, account).roles.get(name);
    assert.ok(role);
    const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', ...trusted };
    role.trustPolicy = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    return `arn:aws:iam::${account}:role/${name}`;
  }

  /** A queue that takes messages from EventBridge for the rules of `rules`, a pattern of ARNs. Answers its ARN. */
  async queue(account: string, name: string, rules = 'arn:aws:events:*:*:rule/*', region = HOME): Promise<string> {
    const arn = `arn:aws:sqs:${region}:${account}:${name}`;
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: arn,
      Condition: { ArnLike: { 'aws:SourceArn': rules } },
    };
    const queues = caller<typeof Sqs>(this.test, 'sqs', this.test.administrator(account), region);
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {};
    await queues('CreateQueue', { QueueName: name, Attributes: { Policy, ...fifo } });
    return arn;
  }

  /** Takes every message out of a queue. */
  async messages(arn: string): Promise<Message[]> {
    const [, , , region = '', account = '', name = ''] = arn.split(':');
    const queues = caller<typeof Sqs>(this.test, 'sqs', this.test.administrator(account), region);
    const QueueUrl = `https://sqs.${region}.amazonaws.com/${account}/${name}`;
    const taken: Message[] = [];
    for (;;) {
      const { Messages = [] } = await queues('ReceiveMessage', {
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
      });
      if (Messages.length === 0) return taken;
      for (const { Body = '', MessageAttributes = {}, ReceiptHandle } of Messages) {
        const attributes = Object.entries(MessageAttributes).map(([key, { StringValue }]) => [key, StringValue]);
        taken.push({ body: JSON.parse(Body), text: Body, attributes: Object.fromEntries(attributes) });
        await queues('DeleteMessage', { QueueUrl, ReceiptHandle });
      }
    }
  }

  /** A function that admits EventBridge, unless it is told otherwise. */
  function(arn: string, admits = true): TestFunction {
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
    };
    const policy = { Version: '2012-10-17', Statement: [{ ...statement, Resource: arn }] };
    const made: TestFunction = { payloads: [], faults: [], ...(admits ? { policy } : {}) };
    this.functions.set(arn, made);
    return made;
  }

  /** Puts an event on a bus as AWS itself does, and waits until all is quiet. */
  async happen(
    account: string,
    event: Partial<EventEnvelope>,
    region = HOME,
    name = 'default',
  ): Promise<EventEnvelope> {
    const envelope = anEvent({ account, region, ...event });
    ingest(this.cloud, { account, region, name }, envelope);
    await this.test.clock.settle();
    return envelope;
  }

  private lambda(): Service {
    return service<typeof Lambda>({
      name: 'lambda',
      actionPrefix: 'lambda',
      eventSource: 'lambda.amazonaws.com',
      sdk: () => require('@aws-sdk/client-lambda'),
      operations: {
        Invoke: {
          access: ({ FunctionName = '' }) => [
            {
              action: 'lambda:InvokeFunction',
              resource: FunctionName,
              resourcePolicy: this.functions.get(FunctionName)?.policy,
            },
          ],
          handle: ({ FunctionName = '', InvocationType, Payload }) => {
            const invoked = this.functions.get(FunctionName);
            if (invoked === undefined) throw new AwsError('ResourceNotFoundException', `No function ${FunctionName}`);
            const fault = invoked.faults.shift();
            if (fault !== undefined) throw new AwsError(fault, 'A fault of the test.');
            assert.equal(InvocationType, 'Event');
            invoked.payloads.push(JSON.parse(Buffer.from((Payload ?? '') as Uint8Array).toString()));
            return { StatusCode: 202 };
          },
        },
      },
    });
  }
}

const EVENTBRIDGE = { Principal: { Service: 'events.amazonaws.com' } };

/** One event of CloudTrail, with what differs in `event`. */
export function anEvent(event: Partial<EventEnvelope> = {}): EventEnvelope {
  return {
    version: '0',
    id: '7bf73129-1428-4cd3-a780-95db273d1602',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.cloudtrail',
    account: MANAGEMENT,
    time: '2026-03-02T09:00:00Z',
    region: HOME,
    resources: [],
    detail: { eventName: 'StopLogging', managementEvent: true, readOnly: false },
    ...event,
  };
}
