/** The attributes of a subscription: which can be set, what they may hold, and how they read. */
import type { State } from '../../core/state';
import { findQueue, placeOfArn } from '../sqs/state';
import { checkFilterPolicy } from './filter';
import { invalidParameter, type Subscription } from './state';

const RAW_PROTOCOLS = ['sqs', 'http', 'https'];

/**
 * Sets attributes of a subscription, all or none.
 *
 * @throws AwsError `InvalidParameterException`, `FilterPolicyLimitExceededException`
 */
export function setSubscriptionAttributes(
  state: State,
  subscription: Subscription,
  given: Readonly<Record<string, string>>,
): void {
  const scope = given.FilterPolicyScope ?? subscription.attributes.get('FilterPolicyScope') ?? 'MessageAttributes';
  for (const [name, value] of Object.entries(given)) check(state, subscription, name, value, scope);
  const policy = given.FilterPolicy ?? subscription.attributes.get('FilterPolicy') ?? '';
  if (policy !== '') checkFilterPolicy(policy, scope);
  for (const [name, value] of Object.entries(given)) {
    if (value === '' || (name === 'FilterPolicy' && value.trim() === '{}')) subscription.attributes.delete(name);
    else subscription.attributes.set(name, value);
  }
}

function check(state: State, subscription: Subscription, name: string, value: string, scope: string): void {
  const refuse = (reason: string): Error => invalidParameter(`Attributes Reason: ${name}: ${reason}`);
  switch (name) {
    case 'FilterPolicy':
    case 'DeliveryPolicy':
      return;
    case 'FilterPolicyScope':
      if (scope !== 'MessageAttributes' && scope !== 'MessageBody')
        throw refuse(`Invalid value [${value}]. Please use either MessageBody or MessageAttributes`);
      return;
    case 'RawMessageDelivery':
      if (value !== 'true' && value !== 'false') throw refuse(`Invalid value [${value}]. Must be true or false.`);
      if (value === 'true' && !RAW_PROTOCOLS.includes(subscription.protocol))
        throw refuse(`Delivery protocol [${subscription.protocol}] does not support raw message delivery.`);
      return;
    case 'RedrivePolicy':
      if (value !== '') checkRedrive(state, subscription, value);
      return;
    default:
      throw invalidParameter('AttributeName');
  }
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html */
function checkRedrive(state: State, { topicArn }: Subscription, text: string): void {
  const refuse = (reason: string): Error => invalidParameter(`RedrivePolicy: ${reason}`);
  let target: unknown;
  try {
    target = (JSON.parse(text) as { deadLetterTargetArn?: unknown } | null)?.deadLetterTargetArn;
  } catch {
    throw refuse('failed to parse JSON.');
  }
  const place = typeof target === 'string' ? placeOfArn(target) : undefined;
  if (place === undefined) throw refuse('deadLetterTargetArn is an invalid arn');
  const [, , , region] = topicArn.split(':');
  if (place.region !== region) throw refuse('deadLetterTargetArn must be in the same region as the topic');
  if (findQueue(state, place)?.fifo === true && !topicArn.endsWith('.fifo'))
    throw refuse('must use a standard queue for a standard topic');
}

export function readSubscriptionAttributes(subscription: Subscription): Record<string, string> {
  const { arn, topicArn, owner, protocol, endpoint, confirmed, authenticated, principalArn, attributes } = subscription;
  const scope = attributes.has('FilterPolicy') ? { FilterPolicyScope: 'MessageAttributes' } : {};
  return {
    RawMessageDelivery: 'false',
    ...scope,
    ...Object.fromEntries(attributes),
    SubscriptionArn: arn,
    TopicArn: topicArn,
    Owner: owner,
    Protocol: protocol,
    Endpoint: endpoint,
    PendingConfirmation: String(!confirmed),
    ConfirmationWasAuthenticated: String(authenticated),
    SubscriptionPrincipal: principalArn,
  };
}
