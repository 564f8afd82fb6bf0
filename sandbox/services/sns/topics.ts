/** Making, finding, changing and deleting topics. */
import { AwsError } from '../../core/aws-error';
import { pageOf } from '../../core/page';
import type { CallContext, Operations } from '../../core/service';
import { byTopicArn, topicAccess } from './access';
import {
  findTopic,
  invalidParameter,
  placeOfArn,
  requireTopic,
  type SnsSdk,
  type Topic,
  type TopicPlace,
  topicArn,
  topicsOf,
} from './state';
import { defaultPolicy, readTopicAttributes, setTopicAttribute } from './topic-attributes';

export const topicOperations: Operations<SnsSdk> = {
  CreateTopic: {
    access: (input, context) => topicAccess(context, 'CreateTopic', ownPlace(context, input.Name)),
    handle: (input, context) => {
      const place = ownPlace(context, input.Name);
      const attributes = input.Attributes ?? {};
      const fifo = attributes.FifoTopic === 'true';
      checkName(place.name, fifo);
      const existing = findTopic(context.state, place);
      const tags = new Map((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
      if (existing !== undefined) {
        requireSame(existing, attributes, tags, context);
        return { TopicArn: existing.arn };
      }
      const topic: Topic = {
        ...place,
        arn: topicArn(place),
        fifo,
        attributes: new Map(),
        policy: defaultPolicy(place),
        tags,
        subscriptions: new Map(),
        deletedSubscriptions: 0,
      };
      for (const [name, value] of Object.entries(attributes)) setTopicAttribute(context.state, topic, name, value);
      topicsOf(context.state, place.account, place.region).set(place.name, topic);
      return { TopicArn: topic.arn };
    },
  },
  DeleteTopic: {
    access: byTopicArn('DeleteTopic'),
    handle: (input, context) => {
      const { account, region, name } = placeOfArn(input.TopicArn, context.region);
      topicsOf(context.state, account, region).delete(name);
      return {};
    },
  },
  GetTopicAttributes: {
    access: byTopicArn('GetTopicAttributes'),
    handle: (input, context) => {
      const topic = requireTopic(context.state, placeOfArn(input.TopicArn, context.region));
      return { Attributes: readTopicAttributes(topic, context.clock.now()) };
    },
  },
  SetTopicAttributes: {
    access: byTopicArn('SetTopicAttributes'),
    handle: (input, context) => {
      const topic = requireTopic(context.state, placeOfArn(input.TopicArn, context.region));
      const { AttributeName: name = '', AttributeValue: value = '' } = input;
      if (name === 'FifoTopic') throw invalidParameter('AttributeName');
      setTopicAttribute(context.state, topic, name, value);
      return {};
    },
  },
  ListTopics: {
    handle: (input, context) => {
      const topics = topicsOf(context.state, context.account, context.region).values();
      const { items, next } = pageOf(topics, ({ arn }) => arn, 100, input.NextToken, 'InvalidParameterException');
      return {
        Topics: items.map(({ arn }) => ({ TopicArn: arn })),
        ...(next === undefined ? {} : { NextToken: next }),
      };
    },
  },
};

function ownPlace(context: CallContext, name: string | undefined): TopicPlace {
  return { account: context.account, region: context.region, name: name ?? '' };
}

function checkName(name: string, fifo: boolean): void {
  const stem = name.endsWith('.fifo') ? name.slice(0, -'.fifo'.length) : name;
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(stem) || name.length > 256) throw invalidParameter('Topic Name');
  if (fifo !== name.endsWith('.fifo'))
    throw invalidParameter(
      fifo
        ? 'Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.'
        : 'Topic Name',
    );
}

/** CreateTopic of a topic that exists answers its ARN, unless it asks for something else. */
function requireSame(
  topic: Topic,
  attributes: Readonly<Record<string, string>>,
  tags: ReadonlyMap<string, string>,
  context: CallContext,
): void {
  const actual = readTopicAttributes(topic, context.clock.now());
  for (const [name, value] of Object.entries(attributes))
    if ((actual[name] ?? '') !== value)
      throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
  for (const [key, value] of tags)
    if (topic.tags.get(key) !== value)
      throw new AwsError(
        'InvalidParameterException',
        'Invalid parameter: Tags Reason: Topic already exists with different tags',
      );
}
