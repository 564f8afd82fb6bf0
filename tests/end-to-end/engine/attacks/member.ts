/** Attacks on a member account: its forwarder, and the role that repairs. */
import { type Attack, policy } from './intruder';

const FORWARDING = 'trailwarden-forward-cloudtrail';
const FORWARDER = 'trailwarden-forwarder';
const BUS_ARN = 'arn:aws:events:us-east-1:333333333333:event-bus/trailwarden-central';
/** Either queue: its Region is the call's. */
const QUEUE = { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/444444444444/trailwarden-forwarder-dead-letters' };
const FORWARDER_ARN = 'arn:aws:iam::444444444444:role/trailwarden-forwarder';

export const CHANGES: readonly Attack[] = [
  {
    name: 'a rule is disabled',
    by: ({ ask }) => ask('events', 'DisableRule', { Name: FORWARDING }),
    shows: ['update EventRule forwarder-us-east-1-cloudtrail: state'],
  },
  {
    name: 'a rule matches something else, in another Region',
    by: ({ ask }) => ask('events', 'PutRule', { Name: FORWARDING, EventPattern: '{"source":["none"]}' }, 'eu-west-1'),
    shows: ['update EventRule forwarder-eu-west-1-cloudtrail: description, eventPattern'],
  },
  {
    name: 'a target keeps nothing that it cannot deliver',
    by: ({ ask }) =>
      ask('events', 'PutTargets', {
        Rule: FORWARDING,
        Targets: [{ Id: 'central-bus', Arn: BUS_ARN, RoleArn: FORWARDER_ARN }],
      }),
    shows: ['update EventTarget forwarder-us-east-1-cloudtrail-target: deadLetterConfig, retryPolicy'],
  },
  {
    name: 'a queue forgets after a minute',
    by: ({ ask }) =>
      ask('sqs', 'SetQueueAttributes', {
        ...QUEUE,
        Attributes: { MessageRetentionPeriod: '60' },
      }),
    shows: ['update Queue forwarder-us-east-1-dead-letters: messageRetentionSeconds'],
  },
  {
    name: 'a queue is open to anyone, in another Region',
    by: ({ ask }) => {
      const Resource = 'arn:aws:sqs:eu-west-1:444444444444:trailwarden-forwarder-dead-letters';
      const Policy = policy({ Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource });
      const queue = QUEUE;
      return ask('sqs', 'SetQueueAttributes', { ...queue, Attributes: { Policy } }, 'eu-west-1');
    },
    shows: ['update QueuePolicy forwarder-eu-west-1-dead-letters-policy: policy'],
  },
  {
    name: 'a role trusts another account',
    by: ({ ask }) => {
      const trust = { Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: 'sts:AssumeRole' };
      return ask('iam', 'UpdateAssumeRolePolicy', {
        RoleName: 'trailwarden-repair',
        PolicyDocument: policy(trust),
      });
    },
    shows: ['update Role repair: assumeRolePolicy'],
  },
  {
    name: 'a role loses its tags, and gets others',
    by: async ({ ask }) => {
      await ask('iam', 'UntagRole', { RoleName: FORWARDER, TagKeys: ['Application'] });
      await ask('iam', 'TagRole', { RoleName: FORWARDER, Tags: [{ Key: 'theirs', Value: '1' }] });
    },
    shows: ['update Role forwarder: tags, tagsAll'],
  },
  {
    name: 'a role may do nothing',
    by: ({ ask }) =>
      ask('iam', 'PutRolePolicy', {
        RoleName: FORWARDER,
        PolicyName: 'send-to-the-central-bus',
        PolicyDocument: policy({ Effect: 'Deny', Action: '*', Resource: '*' }),
      }),
    shows: ['update RolePolicy forwarder-permission: policy'],
  },
];

export const DELETIONS: readonly Attack[] = [
  {
    name: 'a target',
    by: ({ ask }) => ask('events', 'RemoveTargets', { Rule: FORWARDING, Ids: ['central-bus'] }),
    shows: ['delete EventTarget forwarder-us-east-1-cloudtrail-target'],
  },
  {
    name: 'a rule with its target, in another Region',
    by: async ({ ask }) => {
      await ask('events', 'RemoveTargets', { Rule: FORWARDING, Ids: ['central-bus'] }, 'eu-west-1');
      await ask('events', 'DeleteRule', { Name: FORWARDING }, 'eu-west-1');
    },
    shows: [
      'delete EventRule forwarder-eu-west-1-cloudtrail',
      'delete EventTarget forwarder-eu-west-1-cloudtrail-target',
    ],
  },
  {
    name: "a queue's policy",
    by: ({ ask }) => ask('sqs', 'SetQueueAttributes', { ...QUEUE, Attributes: { Policy: '' } }),
    shows: ['delete QueuePolicy forwarder-us-east-1-dead-letters-policy'],
  },
  {
    name: 'a queue, in another Region',
    by: ({ ask }) => ask('sqs', 'DeleteQueue', QUEUE, 'eu-west-1'),
    shows: [
      'delete Queue forwarder-eu-west-1-dead-letters',
      'delete QueuePolicy forwarder-eu-west-1-dead-letters-policy',
    ],
  },
  {
    name: 'a role',
    by: async ({ ask }) => {
      await ask('iam', 'DeleteRolePolicy', { RoleName: 'trailwarden-repair', PolicyName: 'repair' });
      await ask('iam', 'DeleteRole', { RoleName: 'trailwarden-repair' });
    },
    shows: ['delete Role repair', 'delete RolePolicy repair-permission'],
  },
  {
    name: 'what a role may do',
    by: ({ ask }) => ask('iam', 'DeleteRolePolicy', { RoleName: FORWARDER, PolicyName: 'send-to-the-central-bus' }),
    shows: ['delete RolePolicy forwarder-permission'],
  },
];
