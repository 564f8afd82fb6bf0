/** Making, finding, changing and deleting queues. */
import { AwsError } from '../../core/aws-error';
import { pageOf } from '../../core/page';
import type { CallContext, Operations } from '../../core/service';
import { byUrl, DATA_EVENT, queueAccess } from './access';
import { readAttributes, redriveOf, setAttributes } from './attributes';
import { expireMessages } from './messages';
import {
  placeOfUrl,
  type Queue,
  type QueuePlace,
  queueArn,
  queuesOf,
  queueUrl,
  requireQueue,
  type SqsSdk,
} from './state';

const MINUTE_MS = 60_000;

export const queueOperations: Operations<SqsSdk> = {
  CreateQueue: {
    access: (input, context) => queueAccess(context, 'CreateQueue', ownPlace(context, input.QueueName)),
    handle: (input, context) => {
      const place = ownPlace(context, input.QueueName);
      const fifo = place.name.endsWith('.fifo');
      const attributes = (input.Attributes ?? {}) as Record<string, string>;
      checkName(place.name, fifo, attributes.FifoQueue === 'true');
      const { queues, deleted } = queuesOf(context.state, context.account, context.region);
      const existing = queues.get(place.name);
      if (existing !== undefined) {
        requireSame(existing, attributes, context);
        return { QueueUrl: queueUrl(context.state, place) };
      }
      const now = context.clock.now().getTime();
      if (now - (deleted.get(place.name) ?? Number.NEGATIVE_INFINITY) < MINUTE_MS)
        throw new AwsError(
          'QueueDeletedRecently',
          'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
        );
      const queue: Queue = {
        ...place,
        arn: queueArn(place),
        fifo,
        createdAt: now,
        modifiedAt: now,
        attributes: new Map(),
        tags: new Map(Object.entries(input.tags ?? {})),
        messages: [],
        sent: new Map(),
        lastSequenceNumber: 0,
      };
      setAttributes(context.state, queue, attributes);
      queues.set(place.name, queue);
      return { QueueUrl: queueUrl(context.state, place) };
    },
  },
  GetQueueUrl: {
    record: { category: 'Data' },
    access: (input, context) => queueAccess(context, 'GetQueueUrl', anyPlace(context, input)),
    handle: (input, context) => ({
      QueueUrl: queueUrl(context.state, requireQueue(context.state, anyPlace(context, input))),
    }),
  },
  GetQueueAttributes: {
    record: DATA_EVENT,
    access: byUrl('GetQueueAttributes'),
    handle: (input, context) => {
      const queue = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      const now = context.clock.now().getTime();
      expireMessages(queue, now);
      const attributes = readAttributes(queue, now, input.AttributeNames ?? []);
      return Object.keys(attributes).length === 0 ? {} : { Attributes: attributes };
    },
  },
  SetQueueAttributes: {
    access: byUrl('SetQueueAttributes'),
    handle: (input, context) => {
      const queue = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      if (input.Attributes === undefined)
        throw new AwsError('MissingParameter', 'The request must contain the parameter Attribute.Name.');
      setAttributes(context.state, queue, input.Attributes as Record<string, string>);
      queue.modifiedAt = context.clock.now().getTime();
      return {};
    },
  },
  DeleteQueue: {
    access: byUrl('DeleteQueue'),
    handle: (input, context) => {
      const queue = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      const { queues, deleted } = queuesOf(context.state, queue.account, queue.region);
      queues.delete(queue.name);
      deleted.set(queue.name, context.clock.now().getTime());
      return {};
    },
  },
  PurgeQueue: {
    access: byUrl('PurgeQueue'),
    handle: (input, context) => {
      const queue = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      const now = context.clock.now().getTime();
      if (now - (queue.purgedAt ?? Number.NEGATIVE_INFINITY) < MINUTE_MS)
        throw new AwsError(
          'PurgeQueueInProgress',
          `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
        );
      queue.purgedAt = now;
      queue.messages = [];
      return {};
    },
  },
  ListQueues: {
    record: { category: 'Data' },
    handle: (input, context) => {
      const queues = [...queuesOf(context.state, context.account, context.region).queues.values()];
      const named = queues.filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? ''));
      const { urls, token } = page(named, input, context);
      return { ...(urls.length === 0 ? {} : { QueueUrls: urls }), ...token };
    },
  },
  ListDeadLetterSourceQueues: {
    record: DATA_EVENT,
    access: byUrl('ListDeadLetterSourceQueues'),
    handle: (input, context) => {
      const target = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      const queues = [...queuesOf(context.state, target.account, target.region).queues.values()];
      const sources = queues.filter((queue) => redriveOf(queue)?.deadLetterTargetArn === target.arn);
      const { urls, token } = page(sources, input, context);
      return { queueUrls: urls, ...token };
    },
  },
};

function ownPlace(context: CallContext, name: string | undefined): QueuePlace {
  if (name === undefined || name === '')
    throw new AwsError('MissingParameter', 'The request must contain the parameter QueueName.');
  return { account: context.account, region: context.region, name };
}

function anyPlace(
  context: CallContext,
  input: { readonly QueueName: string | undefined; readonly QueueOwnerAWSAccountId?: string | undefined },
): QueuePlace {
  const place = ownPlace(context, input.QueueName);
  return { ...place, account: input.QueueOwnerAWSAccountId ?? place.account };
}

function checkName(name: string, fifo: boolean, wantsFifo: boolean): void {
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(fifo ? name.slice(0, -'.fifo'.length) : name) || name.length > 80)
    throw new AwsError(
      'InvalidParameterValue',
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  if (wantsFifo && !fifo)
    throw new AwsError(
      'InvalidParameterValue',
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
  if (fifo && !wantsFifo)
    throw new AwsError(
      'InvalidParameterValue',
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
}

/** CreateQueue of a queue that exists answers its URL, unless it asks for something else. */
function requireSame(queue: Queue, attributes: Readonly<Record<string, string>>, context: CallContext): void {
  const actual = readAttributes(queue, context.clock.now().getTime(), ['All']);
  for (const [name, value] of Object.entries(attributes))
    if ((actual[name] ?? '') !== value)
      throw new AwsError(
        'QueueNameExists',
        `A queue already exists with the same name and a different value for attribute ${name}`,
      );
}

/** All queues at once, or pages where the caller asks for them. */
function page(
  queues: readonly Queue[],
  input: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
  context: CallContext,
): { urls: string[]; token: { NextToken?: string } } {
  const limit = input.MaxResults ?? 1000;
  const { items, next } = pageOf(queues, ({ name }) => name, limit, input.NextToken, 'InvalidParameterValue');
  return {
    urls: items.map((queue) => queueUrl(context.state, queue)),
    token: next === undefined || input.MaxResults === undefined ? {} : { NextToken: next },
  };
}
