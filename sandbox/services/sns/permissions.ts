/** AddPermission and RemovePermission: statements of a topic's policy, by label. */
import type { Operations } from '../../core/service';
import { byTopicArn } from './access';
import { invalidParameter, placeOfArn, requireTopic, type SnsSdk, type Topic } from './state';
import { setTopicAttribute } from './topic-attributes';

const ACTIONS = [
  'AddPermission',
  'DeleteTopic',
  'GetTopicAttributes',
  'ListSubscriptionsByTopic',
  'Publish',
  'Receive',
  'RemovePermission',
  'SetTopicAttributes',
  'Subscribe',
];

export const permissionOperations: Operations<SnsSdk> = {
  AddPermission: {
    access: byTopicArn('AddPermission'),
    handle: (input, context) => {
      const topic = requireTopic(context.state, placeOfArn(input.TopicArn, context.region));
      const { Label: label = '', ActionName: actions = [], AWSAccountId: accounts = [] } = input;
      if (!actions.every((action) => ACTIONS.includes(action)))
        throw invalidParameter('Policy statement action out of service scope!');
      const statements = statementsOf(topic);
      if (statements.some(({ Sid }) => Sid === label)) throw invalidParameter('Statement already exists');
      const principals = accounts.map((account) => `arn:aws:iam::${account}:root`);
      const statement = {
        Sid: label,
        Effect: 'Allow',
        Principal: { AWS: principals.length === 1 ? principals[0] : principals },
        Action: actions.length === 1 ? `SNS:${actions[0]}` : actions.map((action) => `SNS:${action}`),
        Resource: topic.arn,
      };
      const policy = JSON.stringify({ ...topic.policy, Statement: [...statements, statement] });
      setTopicAttribute(context.state, topic, 'Policy', policy);
      return {};
    },
  },
  RemovePermission: {
    access: byTopicArn('RemovePermission'),
    handle: (input, context) => {
      const topic = requireTopic(context.state, placeOfArn(input.TopicArn, context.region));
      const statements = statementsOf(topic);
      const kept = statements.filter(({ Sid }) => Sid !== input.Label);
      if (kept.length === statements.length) return {};
      const policy = kept.length === 0 ? '' : JSON.stringify({ ...topic.policy, Statement: kept });
      setTopicAttribute(context.state, topic, 'Policy', policy);
      return {};
    },
  },
};

function statementsOf(topic: Topic): { readonly Sid?: string }[] {
  const { Statement: statement } = topic.policy;
  return (Array.isArray(statement) ? statement : [statement]) as { readonly Sid?: string }[];
}
