/** `aws.sns.TopicSubscription`. */
import type { sns } from '@pulumi/aws';
import { adapter, jsonText, required, unless } from './adapter';

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

  async create(cloud, inputs) {
    const attributes = {
      DeliveryPolicy: inputs.deliveryPolicy,
      FilterPolicy: inputs.filterPolicy && jsonText(inputs.filterPolicy),
      FilterPolicyScope: inputs.filterPolicyScope,
      RawMessageDelivery: inputs.rawMessageDelivery === true ? 'true' : undefined,
      RedrivePolicy: inputs.redrivePolicy && jsonText(inputs.redrivePolicy),
      SubscriptionRoleArn: inputs.subscriptionRoleArn,
    };
    const { SubscriptionArn } = await cloud.call('sns', 'Subscribe', {
      TopicArn: inputs.topic,
      Protocol: inputs.protocol,
      Endpoint: inputs.endpoint,
      Attributes: Object.fromEntries(
        Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
      // Without it the answer for an address that has to confirm is the words "pending confirmation", not an ARN.
      ReturnSubscriptionArn: true,
    });
    return required(SubscriptionArn, 'SubscriptionArn');
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
