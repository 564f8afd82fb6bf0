/** Filter policies: which messages of its topic a subscription gets. */
import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { AwsError } from '../../core/aws-error';
import { matches, parsePattern } from '../../event-pattern';
import { invalidParameter, type Subscription } from './state';

/** What a filter policy can look at. */
export interface Filterable {
  readonly message: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
}

/**
 * Whether a subscription's filter policy, if it has one, lets a message through. With the scope `MessageBody` a message
 * that is no JSON object is not delivered.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html
 */
export function passesFilter(subscription: Subscription, message: Filterable): boolean {
  const policy = subscription.attributes.get('FilterPolicy');
  if (policy === undefined || policy.trim() === '{}') return true;
  const pattern = parsePattern(policy);
  if (subscription.attributes.get('FilterPolicyScope') !== 'MessageBody')
    return matches(pattern, attributesAsEvent(message.attributes));
  const body = objectIn(message.message);
  return body !== undefined && matches(pattern, body);
}

/**
 * @throws AwsError `InvalidParameterException`, `FilterPolicyLimitExceededException`
 * @see https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
export function checkFilterPolicy(text: string, scope: string): void {
  const policy = objectIn(text);
  if (policy === undefined) throw invalidParameter('FilterPolicy: failed to parse JSON.');
  if (Object.keys(policy).length === 0) return;
  const { keys, combinations, nested } = extent(policy, scope === 'MessageBody');
  if (nested && scope !== 'MessageBody')
    throw invalidParameter('Filter policy scope MessageAttributes does not support nested filter policy');
  if (keys > 5 || combinations > 150)
    throw new AwsError(
      'FilterPolicyLimitExceededException',
      keys > 5 ? 'Filter policy can not have more than 5 keys' : 'Filter policy is too complex',
    );
  try {
    parsePattern(text);
  } catch (error) {
    if (error instanceof AwsError) throw invalidParameter(`FilterPolicy: ${error.message}`);
    throw error;
  }
}

/** How many leaf keys a policy has, and the product of what they list, each times its depth where it may be nested. */
function extent(policy: object, weighed: boolean, depth = 1): { keys: number; combinations: number; nested: boolean } {
  const total = { keys: 0, combinations: 1, nested: false };
  for (const value of Object.values(policy) as unknown[]) {
    if (Array.isArray(value)) {
      total.keys += 1;
      total.combinations *= Math.max(1, value.length) * (weighed ? depth : 1);
    } else if (typeof value === 'object' && value !== null) {
      const inner = extent(value, weighed, depth + 1);
      total.keys += inner.keys;
      total.combinations *= inner.combinations;
      total.nested = true;
    }
  }
  return total;
}

function attributesAsEvent(attributes: Filterable['attributes']): Record<string, unknown> {
  const event: Record<string, unknown> = {};
  for (const [name, { DataType, StringValue = '' }] of Object.entries(attributes)) {
    if (DataType === 'Number') event[name] = Number(StringValue);
    else if (DataType === 'String.Array') event[name] = JSON.parse(StringValue) as unknown;
    else if (DataType?.startsWith('String') === true) event[name] = StringValue;
  }
  return event;
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
