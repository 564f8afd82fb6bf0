/** Keeping a topic: who may publish, the key of its messages, and who gets them. */
import type { TopicResource } from '../../../infra/specifications/resources/topic';
import { type Aws, type AwsCall, type Fields, fields, list, text, unless } from '../aws';
import { type Found, settingsFrom, Unread } from '../comparison';
import { agreedKey } from './agreed-key';
import type { Keeper, Repair } from './keeper';
import { declaredAmong, tagList, tagRepairs, tagsIn } from './tags';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
export const topicKeeper: Keeper<TopicResource> = { read, repairs };

/** What SNS does not answer when nobody set it. */
const USUAL_MESSAGE_BYTES = '262144';

/** Stands for the ARN of a subscription that ended and is still listed. @see https://github.com/ansible/ansible/pull/20086 */
const ENDED = 'Deleted';

/** Takes a filter away. @see https://docs.aws.amazon.com/sns/latest/dg/message-filtering-policy-remove.html */
const NO_FILTER = '{}';

interface FoundSubscription {
  readonly Protocol: string;
  readonly Endpoint: string;
  /** None while the endpoint has not confirmed; then it gets nothing, and nobody can end it. */
  readonly SubscriptionArn?: string;
  readonly FilterPolicy: string | null;
}

async function read(resource: TopicResource, aws: Aws): Promise<Found> {
  const [answer, key] = await Promise.all([
    unless(['NotFoundException'], aws(onTopic(resource, 'GetTopicAttributes'))),
    agreedKey(resource.settings.KmsMasterKeyId, aws),
  ]);
  if (answer === undefined) return { gone: true, key };
  const { Policy, KmsMasterKeyId, MaximumMessageSize } = fields(answer.Attributes);
  const { subscriptions, Tags } = await settingsFrom({
    subscriptions: subscriptionsOf(resource, aws),
    Tags: aws(callOn(resource, 'ListTagsForResource', { ResourceArn: resource.arn })).then((answer) =>
      declaredAmong(tagsIn(answer.Tags), resource.settings.Tags),
    ),
  });
  return {
    Policy: JSON.parse(text(Policy) ?? 'null') as unknown,
    KmsMasterKeyId: keyOf(KmsMasterKeyId, key, resource),
    MaximumMessageSize: MaximumMessageSize ?? USUAL_MESSAGE_BYTES,
    Subscriptions: subscriptions instanceof Unread ? subscriptions : found(subscriptions).map(settingsOf),
    Tags,
    key,
    subscriptions,
  };
}

/** The declared reference stands for the key that it means, so that the two compare. */
function keyOf(actual: unknown, key: string | undefined, { settings }: TopicResource): unknown {
  if (key === undefined) return new Unread(new Error('No resource names a key of the alerts.'));
  return actual === key ? settings.KmsMasterKeyId : actual;
}

/** The declared ones, and others through which alerts leave the account. A queue of the account's own may listen. */
async function subscriptionsOf(resource: TopicResource, aws: Aws): Promise<FoundSubscription[]> {
  const counting = (await listed(resource, aws)).filter(
    (each) => isDeclared(each, resource) || (each.SubscriptionArn !== undefined && leavesTheAccount(each, resource)),
  );
  return await Promise.all(counting.map((each) => withFilter(each, resource, aws)));
}

type Listed = Omit<FoundSubscription, 'FilterPolicy'>;

async function listed(resource: TopicResource, aws: Aws): Promise<Listed[]> {
  const all: Listed[] = [];
  let more: Fields = {};
  do {
    const page = await aws(onTopic(resource, 'ListSubscriptionsByTopic', more));
    for (const { SubscriptionArn, Protocol, Endpoint } of list(page.Subscriptions).map(fields)) {
      if (SubscriptionArn === ENDED) continue;
      const confirmed = String(SubscriptionArn).startsWith('arn:');
      const arn = confirmed ? { SubscriptionArn: String(SubscriptionArn) } : {};
      all.push({ Protocol: String(Protocol), Endpoint: String(Endpoint), ...arn });
    }
    more = { NextToken: page.NextToken };
  } while (text(more.NextToken) !== undefined);
  return all;
}

function isDeclared({ Protocol, Endpoint }: Listed, { settings }: TopicResource): boolean {
  return settings.Subscriptions.some((each) => each.Protocol === Protocol && each.Endpoint === Endpoint);
}

/** An address may be anybody's; a queue or a function says whose it is. */
function leavesTheAccount({ Endpoint }: Listed, { account }: TopicResource): boolean {
  return !Endpoint.startsWith('arn:') || Endpoint.split(':')[4] !== account;
}

async function withFilter(each: Listed, resource: TopicResource, aws: Aws): Promise<FoundSubscription> {
  const { SubscriptionArn } = each;
  if (SubscriptionArn === undefined) return { ...each, FilterPolicy: null };
  const answer = await unless(
    ['NotFoundException'],
    aws(callOn(resource, 'GetSubscriptionAttributes', { SubscriptionArn })),
  );
  return { ...each, FilterPolicy: text(fields(answer?.Attributes).FilterPolicy) ?? null };
}

function found(subscriptions: unknown): readonly FoundSubscription[] {
  return list(subscriptions) as readonly FoundSubscription[];
}

function settingsOf({ Protocol, Endpoint, FilterPolicy }: FoundSubscription): Fields {
  return { Protocol, Endpoint, FilterPolicy };
}

function repairs(resource: TopicResource, actual: Found, differing: ReadonlySet<string>): Repair[] {
  const { settings } = resource;
  if (actual.gone)
    return [
      recreation(resource, text(actual.key)),
      ...settings.Subscriptions.map((each) => subscription(resource, each)),
    ];
  const set = (name: string, value: unknown, before: unknown): Repair => ({
    call: onTopic(resource, 'SetTopicAttributes', { AttributeName: name, AttributeValue: value }),
    undo: onTopic(resource, 'SetTopicAttributes', { AttributeName: name, AttributeValue: before ?? '' }),
  });
  const repaired: Repair[] = [];
  if (differing.has('Policy'))
    repaired.push(set('Policy', JSON.stringify(settings.Policy), JSON.stringify(actual.Policy)));
  if (differing.has('KmsMasterKeyId')) repaired.push(set('KmsMasterKeyId', actual.key, actual.KmsMasterKeyId));
  if (differing.has('MaximumMessageSize'))
    repaired.push(set('MaximumMessageSize', settings.MaximumMessageSize, actual.MaximumMessageSize));
  if (differing.has('Subscriptions')) repaired.push(...subscriptionRepairs(resource, found(actual.subscriptions)));
  if (differing.has('Tags'))
    repaired.push(
      ...tagRepairs(settings.Tags, fields(actual.Tags), {
        tag: (tags) => callOn(resource, 'TagResource', { ResourceArn: resource.arn, Tags: tagList(tags) }),
        untag: (TagKeys) => callOn(resource, 'UntagResource', { ResourceArn: resource.arn, TagKeys }),
      }),
    );
  return repaired;
}

function recreation(resource: TopicResource, key: string | undefined): Repair {
  const { name, settings } = resource;
  const encryption = key === undefined ? {} : { KmsMasterKeyId: key };
  return {
    call: callOn(resource, 'CreateTopic', {
      Name: name,
      Attributes: { Policy: JSON.stringify(settings.Policy), ...encryption },
      Tags: tagList(settings.Tags),
    }),
    undo: onTopic(resource, 'DeleteTopic'),
    loss: 'The topic was recreated. Tags that only its stack knows are gone, and so are subscriptions that nobody declared.',
  };
}

function subscriptionRepairs(resource: TopicResource, subscriptions: readonly FoundSubscription[]): Repair[] {
  const missing = resource.settings.Subscriptions.filter(
    ({ Protocol, Endpoint }) => !subscriptions.some((each) => each.Protocol === Protocol && each.Endpoint === Endpoint),
  );
  const filtered = subscriptions.filter((each) => isDeclared(each, resource) && each.FilterPolicy !== null);
  const foreign = subscriptions.filter((each) => !isDeclared(each, resource));
  return [
    ...missing.map((each) => subscription(resource, each)),
    ...filtered.map((each) => unfiltering(resource, each)),
    ...foreign.map((each) => ending(resource, each)),
  ];
}

/** SNS cannot be asked for an address without asking the address, nor can its question be taken back. */
function subscription(resource: TopicResource, { Protocol, Endpoint }: Pick<Listed, 'Protocol' | 'Endpoint'>): Repair {
  return {
    call: onTopic(resource, 'Subscribe', { Protocol, Endpoint }),
    loss: `${Endpoint} gets no alert until somebody there confirms the subscription again, by the link that AWS has sent.`,
  };
}

function unfiltering(resource: TopicResource, { SubscriptionArn, FilterPolicy }: FoundSubscription): Repair {
  const set = (AttributeValue: unknown): AwsCall =>
    callOn(resource, 'SetSubscriptionAttributes', { SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue });
  return { call: set(NO_FILTER), undo: set(FilterPolicy) };
}

function ending(resource: TopicResource, { SubscriptionArn, Protocol, Endpoint }: FoundSubscription): Repair {
  return {
    call: callOn(resource, 'Unsubscribe', { SubscriptionArn }),
    undo: onTopic(resource, 'Subscribe', { Protocol, Endpoint }),
    loss: `What alerts told ${Endpoint} until its subscription ended is known there.`,
  };
}

function onTopic(resource: TopicResource, operation: string, input: Fields = {}): AwsCall {
  return callOn(resource, operation, { TopicArn: resource.arn, ...input });
}

function callOn({ account, region }: TopicResource, operation: string, input: Fields): AwsCall {
  return { service: 'sns', operation, account, region, input };
}
