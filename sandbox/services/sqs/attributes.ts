/** The attributes of a queue: which there are, what they may hold, and what they are when nobody set them. */
import { AwsError } from '../../core/aws-error';
import { parsePolicy } from '../../core/policy-document';
import type { State } from '../../core/state';
import { missingPrincipals } from '../iam/principals';
import { findQueue, placeOfArn, type Queue } from './state';

/** Attribute → least, greatest and default value. */
const NUMBERS: Readonly<Record<string, readonly [least: number, greatest: number, initial: number]>> = {
  DelaySeconds: [0, 900, 0],
  MaximumMessageSize: [1024, 1_048_576, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600, 345_600],
  ReceiveMessageWaitTimeSeconds: [0, 20, 0],
  VisibilityTimeout: [0, 43_200, 30],
};
const DATA_KEY_REUSE = 'KmsDataKeyReusePeriodSeconds';
const FLAGS = ['ContentBasedDeduplication', 'FifoQueue', 'SqsManagedSseEnabled'];
const FIFO_ONLY = ['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'];
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  DeduplicationScope: ['messageGroup', 'queue'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};
const COMPUTED = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
];
/** An empty value takes these away. */
const REMOVABLE = ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId'];

/** How many times a message is received before it goes to which dead-letter queue. */
export interface Redrive {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** A numeric attribute's value, in the attribute's own unit. */
export function numberOf(queue: Queue, attribute: keyof typeof NUMBERS & string): number {
  return Number(queue.attributes.get(attribute) ?? NUMBERS[attribute]?.[2]);
}

export function redriveOf(queue: Queue): Redrive | undefined {
  const text = queue.attributes.get('RedrivePolicy');
  return text === undefined ? undefined : readRedrive(text);
}

/**
 * Sets attributes, all or none.
 *
 * @throws AwsError `InvalidAttributeName`, `InvalidAttributeValue`, `InvalidParameterValue`
 */
export function setAttributes(state: State, queue: Queue, given: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(given)) check(state, queue, name, value);
  if (given.SqsManagedSseEnabled === 'true' && (given.KmsMasterKeyId ?? '') !== '')
    throw new AwsError(
      'InvalidAttributeValue',
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
    );
  for (const [name, value] of Object.entries(given)) {
    if (value === '') queue.attributes.delete(name);
    else queue.attributes.set(name, value);
  }
  if (given.SqsManagedSseEnabled === 'true') queue.attributes.delete('KmsMasterKeyId');
  if ((given.KmsMasterKeyId ?? '') !== '') queue.attributes.set('SqsManagedSseEnabled', 'false');
  const policy = queue.attributes.get('Policy');
  if (policy === undefined) delete queue.policy;
  else queue.policy = parsePolicy(policy, { kind: 'resource', code: 'InvalidAttributeValue' });
}

function check(state: State, queue: Queue, name: string, value: string): void {
  const invalid = (): AwsError => new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
  if (REMOVABLE.includes(name) && value === '') return;
  const range = name === DATA_KEY_REUSE ? ([60, 86_400] as const) : NUMBERS[name];
  if (range !== undefined) {
    if (!/^\d+$/.test(value) || Number(value) < range[0] || Number(value) > range[1]) throw invalid();
  } else if (FLAGS.includes(name)) {
    if (value !== 'true' && value !== 'false') throw invalid();
    if (name === 'FifoQueue' && (value === 'true') !== queue.fifo) throw invalid();
  } else if (CHOICES[name] !== undefined) {
    if (!CHOICES[name].includes(value)) throw invalid();
  } else if (name === 'Policy') {
    if (!isPolicy(state, value)) throw invalid();
  } else if (name === 'RedrivePolicy') checkRedrive(state, queue, value);
  else if (name === 'RedriveAllowPolicy') {
    const { redrivePermission } = recordIn(value) ?? {};
    if (!['allowAll', 'denyAll', 'byQueue'].includes(String(redrivePermission))) throw invalid();
  } else if (name !== 'KmsMasterKeyId') throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  if (FIFO_ONLY.includes(name) && !queue.fifo) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

function isPolicy(state: State, text: string): boolean {
  try {
    return (
      missingPrincipals(state, parsePolicy(text, { kind: 'resource', code: 'InvalidAttributeValue' })).length === 0
    );
  } catch {
    return false;
  }
}

function checkRedrive(state: State, queue: Queue, value: string): void {
  const refuse = (reason: string): AwsError =>
    new AwsError('InvalidParameterValue', `Value ${value} for parameter RedrivePolicy is invalid. Reason: ${reason}`);
  const redrive = readRedrive(value);
  if (redrive === undefined) throw refuse('Redrive policy does not contain mandatory attributes.');
  if (!Number.isInteger(redrive.maxReceiveCount) || redrive.maxReceiveCount < 1 || redrive.maxReceiveCount > 1000)
    throw refuse(
      `Invalid value for maxReceiveCount: ${redrive.maxReceiveCount}, valid values are from 1 to 1000 both inclusive.`,
    );
  const place = placeOfArn(redrive.deadLetterTargetArn);
  const target = place && findQueue(state, place);
  if (target === undefined || target.region !== queue.region || target.account !== queue.account)
    throw refuse('Dead letter target does not exist.');
  if (target.fifo !== queue.fifo) throw refuse('Dead-letter queue must be same type of queue as the source.');
  const { redrivePermission, sourceQueueArns } = recordIn(target.attributes.get('RedriveAllowPolicy') ?? '') ?? {};
  const admitted =
    redrivePermission === 'byQueue'
      ? Array.isArray(sourceQueueArns) && sourceQueueArns.includes(queue.arn)
      : redrivePermission !== 'denyAll';
  if (!admitted) throw refuse('The dead-letter queue does not allow this queue as a source.');
}

function readRedrive(text: string): Redrive | undefined {
  const { deadLetterTargetArn, maxReceiveCount } = recordIn(text) ?? {};
  if (typeof deadLetterTargetArn !== 'string' || maxReceiveCount === undefined) return undefined;
  return { deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) };
}

function recordIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The attributes that a caller asked for; `All` means every one that has a value.
 *
 * @throws AwsError `InvalidAttributeName`
 */
export function readAttributes(queue: Queue, now: number, names: readonly string[]): Record<string, string> {
  const all = allAttributes(queue, now);
  if (names.includes('All')) return all;
  const known = [...Object.keys(NUMBERS), ...FLAGS, ...FIFO_ONLY, ...COMPUTED, ...REMOVABLE, DATA_KEY_REUSE];
  const read: Record<string, string> = {};
  for (const name of names) {
    if (!known.includes(name)) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    const value = all[name];
    if (value !== undefined) read[name] = value;
  }
  return read;
}

function allAttributes(queue: Queue, now: number): Record<string, string> {
  const count = (test: (message: Queue['messages'][number]) => boolean): string =>
    String(queue.messages.filter(test).length);
  const seconds = (millis: number): string => String(Math.floor(millis / 1000));
  const fifo = {
    FifoQueue: 'true',
    ContentBasedDeduplication: 'false',
    DeduplicationScope: 'queue',
    FifoThroughputLimit: 'perQueue',
  };
  return {
    ...Object.fromEntries(Object.entries(NUMBERS).map(([name, [, , initial]]) => [name, String(initial)])),
    SqsManagedSseEnabled: 'true',
    ...(queue.fifo ? fifo : {}),
    ...(queue.attributes.has('KmsMasterKeyId') ? { [DATA_KEY_REUSE]: '300' } : {}),
    ...Object.fromEntries(queue.attributes),
    QueueArn: queue.arn,
    CreatedTimestamp: seconds(queue.createdAt),
    LastModifiedTimestamp: seconds(queue.modifiedAt),
    ApproximateNumberOfMessages: count((message) => message.visibleAt <= now),
    ApproximateNumberOfMessagesDelayed: count(
      (message) => message.visibleAt > now && message.receiptHandle === undefined,
    ),
    ApproximateNumberOfMessagesNotVisible: count(
      (message) => message.visibleAt > now && message.receiptHandle !== undefined,
    ),
  };
}
