/** The topics and subscriptions of every account and Region, and the ways to name one. */
import { AwsError } from '../../core/aws-error';
import type { PolicyDocument } from '../../core/service';
import { type State, store } from '../../core/state';

export type SnsSdk = typeof import('@aws-sdk/client-sns');

/** The protocols whose deliveries the sandbox makes; e-mail and HTTP deliveries end in the outbox. */
export type Protocol = 'sqs' | 'lambda' | 'email' | 'email-json' | 'http' | 'https';

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  /** The account that subscribed. */
  readonly owner: string;
  /** Who subscribed. */
  readonly principalArn: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly createdAt: Date;
  /** What confirms the subscription; known only to whoever reads what was sent to the endpoint. */
  readonly token: string;
  confirmed: boolean;
  /** Whether the confirmation was signed, or needless: then only owners can unsubscribe. */
  authenticated: boolean;
  readonly attributes: Map<string, string>;
}

export interface Topic {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly arn: string;
  readonly fifo: boolean;
  /** The attributes as they were set; defaults are filled in when they are read. */
  readonly attributes: Map<string, string>;
  policy: PolicyDocument;
  readonly tags: Map<string, string>;
  /** By ARN. */
  readonly subscriptions: Map<string, Subscription>;
  /** How many subscriptions were deleted. */
  deletedSubscriptions: number;
}

const topics = store<Map<string, Topic>>('sns', 'region', () => new Map());
const PENDING_MS = 48 * 3_600_000;

export function topicsOf(state: State, account: string, region: string): Map<string, Topic> {
  return topics.of(state, account, region);
}

export interface TopicPlace {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

export function topicArn({ account, region, name }: TopicPlace): string {
  return `arn:aws:sns:${region}:${account}:${name}`;
}

/**
 * The place that a topic ARN, or a subscription ARN of the topic, names.
 *
 * @param member the input's member, for the error
 * @throws AwsError `InvalidParameterException`
 */
export function placeOfArn(arn: string | undefined, region: string, member = 'TopicArn'): TopicPlace {
  const match = /^arn:aws:sns:([a-z0-9-]+):(\d{12}):([A-Za-z0-9_-]{1,256}(?:\.fifo)?)(?::[0-9a-f-]{36})?$/.exec(
    arn ?? '',
  );
  if (match === null)
    throw invalidParameter(
      `${member} Reason: An ARN must have at least 6 elements, not ${(arn ?? '').split(':').length}`,
    );
  if (match[1] !== region) throw invalidParameter(member);
  return { account: match[2] ?? '', region, name: match[3] ?? '' };
}

export function findTopic(state: State, place: TopicPlace): Topic | undefined {
  return topics.of(state, place.account, place.region).get(place.name);
}

/** @throws AwsError `NotFoundException` */
export function requireTopic(state: State, place: TopicPlace): Topic {
  const topic = findTopic(state, place);
  if (topic === undefined) throw new AwsError('NotFoundException', 'Topic does not exist');
  return topic;
}

/** The subscriptions of a topic, without those that nobody confirmed for two days. */
export function subscriptionsOf(topic: Topic, now: Date): Subscription[] {
  for (const { arn, confirmed, createdAt } of topic.subscriptions.values())
    if (!confirmed && now.getTime() - createdAt.getTime() > PENDING_MS) topic.subscriptions.delete(arn);
  return [...topic.subscriptions.values()];
}

/** Every subscription that an account made in a Region, whoever owns the topic. */
export function subscriptionsBy(state: State, account: string, region: string, now: Date): Subscription[] {
  return topics
    .all(state)
    .filter((place) => place.region === region)
    .flatMap(({ data }) => [...data.values()])
    .flatMap((topic) => subscriptionsOf(topic, now))
    .filter(({ owner }) => owner === account);
}

/** @throws AwsError `NotFoundException`, `InvalidParameterException` */
export function requireSubscription(
  state: State,
  arn: string | undefined,
  region: string,
  now: Date,
): { topic: Topic; subscription: Subscription } {
  const topic = findTopic(state, placeOfArn(arn, region, 'SubscriptionArn'));
  const subscription = topic && subscriptionsOf(topic, now).find((candidate) => candidate.arn === arn);
  if (topic === undefined || subscription === undefined)
    throw new AwsError('NotFoundException', 'Subscription does not exist');
  return { topic, subscription };
}

export function invalidParameter(reason: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid parameter: ${reason}`);
}
