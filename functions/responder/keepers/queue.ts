/** Keeping a queue: who writes to it, how long it keeps what it gets, and how. */
import type { QueueResource } from '../../../infra/specifications/resources/queue';
import { type Aws, type AwsCall, type Fields, fields, text, unless } from '../aws';
import { type Found, settingsFrom } from '../comparison';
import type { Keeper, Repair } from './keeper';
import { declaredAmong, tagRepairs } from './tags';

/** By the names of SQS's two protocols. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-json-faqs.html */
const NOT_THERE = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

/** The attributes that hold JSON. */
const DOCUMENTS = ['Policy', 'RedrivePolicy'];

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const queueKeeper: Keeper<QueueResource> = { read, repairs };

/** The URL is asked for: SQS says it, and the one that follows from the name is of use to nobody but people. */
async function read(resource: QueueResource, aws: Aws): Promise<Found> {
  const { name, settings } = resource;
  const named = await unless(NOT_THERE, aws(callOn(resource, 'GetQueueUrl', { QueueName: name })));
  if (named === undefined) return { gone: true };
  const { QueueUrl } = named;
  const ask = (operation: string, input: Fields): Promise<Fields | undefined> =>
    unless(NOT_THERE, aws(callOn(resource, operation, { QueueUrl, ...input })));
  const answer = await ask('GetQueueAttributes', { AttributeNames: ['All'] });
  if (answer === undefined) return { gone: true };
  const tags = await settingsFrom({
    Tags: ask('ListQueueTags', {}).then((tagged) => declaredAmong(fields(tagged?.Tags), settings.Tags)),
  });
  const attributes = fields(answer.Attributes);
  return { ...attributesIn(attributes), ...tags, QueueUrl, ...noticeOf(attributes) };
}

/** A queue that is declared is for what got lost on its way: whatever waits in it, nobody was told of. */
function noticeOf({ ApproximateNumberOfMessages }: Fields): Pick<Found, 'notice'> {
  const waiting = Number(ApproximateNumberOfMessages ?? 0);
  return waiting > 0
    ? { notice: `${waiting} reports wait in it: they did not reach the responder, or it gave up on them.` }
    : {};
}

function repairs(resource: QueueResource, actual: Found, differing: ReadonlySet<string>): readonly Repair[] {
  const { settings } = resource;
  if (actual.gone) return [creation(resource)];
  const { QueueUrl } = actual;
  const attributes = [...differing].filter((setting) => setting !== 'Tags');
  const set = (from: Fields): AwsCall =>
    callOn(resource, 'SetQueueAttributes', { QueueUrl, Attributes: written(from, attributes) });
  const repaired: Repair[] = [];
  if (attributes.length > 0)
    repaired.push({ call: set({ ...settings }), undo: set(actual), ...lossOf(resource, actual) });
  if (differing.has('Tags'))
    repaired.push(
      ...tagRepairs(settings.Tags, fields(actual.Tags), {
        tag: (Tags) => callOn(resource, 'TagQueue', { QueueUrl, Tags }),
        untag: (TagKeys) => callOn(resource, 'UntagQueue', { QueueUrl, TagKeys }),
      }),
    );
  return repaired;
}

/**
 * For a minute after its deletion, SQS keeps the name of a queue to itself: then this fails, with `QueueDeletedRecently`.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
 */
function creation(resource: QueueResource): Repair {
  const { Tags, ...attributes } = resource.settings;
  const present = Object.entries(attributes).flatMap(([setting, value]) => (value === null ? [] : [setting]));
  const Attributes = written(attributes, present);
  return {
    call: callOn(resource, 'CreateQueue', { QueueName: resource.name, Attributes, tags: Tags }),
    undo: callOn(resource, 'DeleteQueue', { QueueUrl: urlOf(resource) }),
    loss: 'The queue was recreated: the messages that it held are gone.',
  };
}

/** What was older than the queue was told to keep is gone at once. */
function lossOf({ settings }: QueueResource, { MessageRetentionPeriod }: Found): Pick<Repair, 'loss'> {
  const seconds = Number(MessageRetentionPeriod);
  if (!(seconds < Number(settings.MessageRetentionPeriod))) return {};
  return { loss: `Messages that were older than the ${seconds} seconds that the queue was to keep them may be gone.` };
}

function attributesIn(attributes: Fields): Fields {
  const parsed = DOCUMENTS.map((attribute) => {
    const document = text(attributes[attribute]);
    return [attribute, document === undefined ? undefined : (JSON.parse(document) as unknown)] as const;
  });
  const { KmsMasterKeyId, ...rest } = attributes;
  return { ...rest, KmsMasterKeyId: text(KmsMasterKeyId), ...Object.fromEntries(parsed) };
}

/** An empty text takes an attribute away. */
function written(from: Fields, attributes: readonly string[]): Fields {
  return Object.fromEntries(
    attributes.map((attribute) => {
      const value = from[attribute] ?? '';
      return [attribute, typeof value === 'string' ? value : JSON.stringify(value)];
    }),
  );
}

/** @see https://docs.aws.amazon.com/general/latest/gr/sqs-service.html */
function urlOf({ arn, account, region, name }: QueueResource): string {
  const suffix = arn.startsWith('arn:aws-cn:') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://sqs.${region}.${suffix}/${account}/${name}`;
}

function callOn({ account, region }: QueueResource, operation: string, input: Fields): AwsCall {
  return { service: 'sqs', operation, account, region, input };
}
