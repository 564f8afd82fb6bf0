/** The queues of every account and Region, and the ways to name one. */
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { AwsError } from '../../core/aws-error';
import { endpointUrl } from '../../core/endpoint';
import type { PolicyDocument } from '../../core/service';
import { type State, store } from '../../core/state';

export type SqsSdk = typeof import('@aws-sdk/client-sqs');

/** A message in a queue; all times are milliseconds of the organization's clock. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  /** `AWSTraceHeader`, where the sender gave one. */
  readonly traceHeader?: string;
  readonly senderId: string;
  readonly sentAt: number;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt?: number;
  /** The handle of the latest receipt: the only one that deletes. */
  receiptHandle?: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  /** In a dead-letter queue: where the message came from. */
  readonly sourceArn?: string;
}

export interface Queue {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly arn: string;
  readonly fifo: boolean;
  readonly createdAt: number;
  modifiedAt: number;
  /** The attributes as they were set; defaults are filled in when they are read. */
  readonly attributes: Map<string, string>;
  /** The attribute `Policy`, parsed. */
  policy?: PolicyDocument;
  readonly tags: Map<string, string>;
  /** In the order of sending. */
  messages: Message[];
  /** Deduplication id → the message that it stands for, for five minutes after it was sent. */
  readonly sent: Map<string, { readonly at: number; readonly id: string; readonly sequenceNumber: string }>;
  lastSequenceNumber: number;
  purgedAt?: number;
}

interface Queues {
  readonly queues: Map<string, Queue>;
  /** Name → when it was deleted: a name is free again after a minute. */
  readonly deleted: Map<string, number>;
}

const queues = store<Queues>('sqs', 'region', () => ({ queues: new Map(), deleted: new Map() }));

export function queuesOf(state: State, account: string, region: string): Queues {
  return queues.of(state, account, region);
}

/** Where a queue is, whether or not there is one. */
export interface QueuePlace {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

export function findQueue(state: State, place: QueuePlace): Queue | undefined {
  return queues.of(state, place.account, place.region).queues.get(place.name);
}

/** @throws AwsError `QueueDoesNotExist` */
export function requireQueue(state: State, place: QueuePlace): Queue {
  const queue = findQueue(state, place);
  if (queue === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  return queue;
}

export function queueArn({ account, region, name }: QueuePlace): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

/** The place that a queue ARN names; undefined when it is no queue ARN. */
export function placeOfArn(arn: string): QueuePlace | undefined {
  const match = /^arn:aws:sqs:([a-z0-9-]+):(\d{12}):([A-Za-z0-9_-]{1,80}(?:\.fifo)?)$/.exec(arn);
  if (match === null) return undefined;
  const [, region = '', account = '', name = ''] = match;
  return { account, region, name };
}

/**
 * The URL of a queue. Some SDKs send a call to the host that the queue's URL names, whatever endpoint they were given in
 * the environment, so it names the sandbox's own endpoint where there is one, and AWS's otherwise.
 */
export function queueUrl(state: State, { account, region, name }: QueuePlace): string {
  return `${endpointUrl(state) ?? `https://sqs.${region}.amazonaws.com`}/${account}/${name}`;
}

/** The URL of the queue that an ARN names, for calls that bring a message to it. */
export function queueUrlOfArn(state: State, arn: string): string | undefined {
  const place = placeOfArn(arn);
  return place && queueUrl(state, place);
}

/**
 * The place that a queue URL names. Only its path counts: the host is the client's business.
 *
 * @throws AwsError `MissingParameter`, `InvalidAddress`
 */
export function placeOfUrl(url: string | undefined, region: string): QueuePlace {
  if (url === undefined || url === '')
    throw new AwsError('MissingParameter', 'The request must contain the parameter QueueUrl.');
  const place = namedPlace(url, region);
  if (place === undefined) throw new AwsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`);
  return place;
}

/** The same, undefined for what is no queue URL. */
export function namedPlace(url: string | undefined, region: string): QueuePlace | undefined {
  const match = /(?:^|\/)(\d{12})\/([^/]+)$/.exec(url ?? '');
  return match === null ? undefined : { account: match[1] ?? '', region, name: match[2] ?? '' };
}
