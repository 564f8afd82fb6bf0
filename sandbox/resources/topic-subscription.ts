/** `aws.sns.TopicSubscription`. */
import type { sns } from '@pulumi/aws';
import { adapter, jsonText, type Plain, required, unless } from './adapter';
import { changes } from './change';

/** Subscription attributes by the input that carries them. */
const ATTRIBUTES = {
  deliveryPolicy: 'DeliveryPolicy',
  filterPolicy: 'FilterPolicy',
  filterPolicyScope: 'FilterPolicyScope',
  rawMessageDelivery: 'RawMessageDelivery',
  redrivePolicy: 'RedrivePolicy',
  subscriptionRoleArn: 'SubscriptionRoleArn',
} as const satisfies Partial<Record<keyof Plain<sns.TopicSubscriptionArgs>, string>>;
type Attribute = keyof typeof ATTRIBUTES;

/**
 * What takes an attribute away. SNS takes no empty redrive policy, only none.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/message-filtering-policy-remove.html
 */
const NOTHING: Readonly<Record<Attribute, string | undefined>> = {
  deliveryPolicy: '',
  filterPolicy: '{}',
  filterPolicyScope: undefined,
  rawMessageDelivery: 'false',
  redrivePolicy: undefined,
  subscriptionRoleArn: '',
};

export const topicSubscription = adapter<sns.TopicSubscriptionArgs, sns.TopicSubscriptionState>({
  type: 'aws:sns/topicSubscription:TopicSubscription',
  inputs: [
    'confirmationTimeoutInMinutes',
    'deliveryPolicy',
    'endpoint',
    'endpointAutoConfirms',
    'filterPolicy',
    'filterPolicyScope',
    'protocol',
    'rawMessageDelivery',
    'redrivePolicy',
    'region',
    'subscriptionRoleArn',
    'topic',
  ],
  required: ['endpoint', 'protocol', 'topic'],
  replacedBy: ['endpoint', 'protocol', 'region', 'topic'],
  defaults: { confirmationTimeoutInMinutes: 1 },
  computed: ['filterPolicyScope'],
  unread: ['confirmationTimeoutInMinutes', 'endpointAutoConfirms'],

  async create(cloud, inputs) {
    const attributes = Object.entries(ATTRIBUTES).flatMap(([input, attribute]) => {
      const value = inputs[input as keyof typeof ATTRIBUTES];
      return value === undefined || value === false ? [] : [[attribute, attributeText(value)]];
    });
    const { SubscriptionArn } = await cloud.call('sns', 'Subscribe', {
      TopicArn: inputs.topic,
      Protocol: inputs.protocol,
      Endpoint: inputs.endpoint,
      Attributes: Object.fromEntries(attributes),
      // Without it the answer for an address that has to confirm is the words "pending confirmation", not an ARN.
      ReturnSubscriptionArn: true,
    });
    return required(SubscriptionArn, 'SubscriptionArn');
  },

  async update(cloud, id, news, olds) {
    const changed = changes(topicSubscription, news, olds);
    for (const input of inOrder(news.filterPolicyScope)) {
      if (!changed(input)) continue;
      await cloud.call('sns', 'SetSubscriptionAttributes', {
        SubscriptionArn: id,
        AttributeName: ATTRIBUTES[input],
        AttributeValue: news[input] === undefined ? NOTHING[input] : attributeText(news[input]),
      });
    }
  },

  /** Nobody can end a subscription before its address has confirmed it: SNS drops it after two days. */
  async delete(cloud, id) {
    const end = () => cloud.call('sns', 'Unsubscribe', { SubscriptionArn: id });
    await unless(['NotFoundException'], () => unless(['InvalidParameterException'], end, 'is pending confirmation'));
  },

  async read(cloud, id, inputs) {
    const found = await unless(['NotFoundException'], () =>
      cloud.call('sns', 'GetSubscriptionAttributes', { SubscriptionArn: id }),
    );
    if (found === undefined) return undefined;
    const attributes: Partial<Record<string, string>> = found.Attributes ?? {};
    return {
      arn: id,
      confirmationTimeoutInMinutes: inputs.confirmationTimeoutInMinutes ?? 1,
      confirmationWasAuthenticated: attributes.ConfirmationWasAuthenticated === 'true',
      deliveryPolicy: attributes.DeliveryPolicy,
      endpoint: attributes.Endpoint,
      endpointAutoConfirms: inputs.endpointAutoConfirms ?? false,
      filterPolicy: attributes.FilterPolicy,
      filterPolicyScope: attributes.FilterPolicyScope,
      ownerId: attributes.Owner,
      pendingConfirmation: attributes.PendingConfirmation === 'true',
      protocol: attributes.Protocol,
      rawMessageDelivery: attributes.RawMessageDelivery === 'true',
      redrivePolicy: attributes.RedrivePolicy,
      subscriptionRoleArn: attributes.SubscriptionRoleArn,
      topic: attributes.TopicArn,
    };
  },
});

/** A policy on the body may nest and one on attributes may not, so the wider scope comes before it and the narrower after. */
function inOrder(scope: string | undefined): Attribute[] {
  const others = (Object.keys(ATTRIBUTES) as Attribute[]).filter((input) => input !== 'filterPolicyScope');
  return scope === 'MessageBody' ? ['filterPolicyScope', ...others] : [...others, 'filterPolicyScope'];
}

function attributeText(value: string | boolean | object): string {
  return typeof value === 'object' ? jsonText(value) : String(value);
}
