/** What a caller of EventBridge must be allowed: which action, on which ARN, under whose policy. */
import type { Tag } from '@aws-sdk/client-eventbridge';
import type { Access, CallContext } from '../../core/service';
import { type BusReference, busArn, ruleArn } from './arn';
import { findBus, findRule } from './state';

type Context = NonNullable<Access['context']>;

/** An action on a bus, which the bus's own policy may grant to other accounts. */
export function busAccess(
  action: string,
  bus: BusReference,
  context: Pick<CallContext, 'state'>,
  keys: Context = {},
): Access {
  const found = findBus(context.state, bus);
  return {
    action,
    resource: busArn(bus),
    resourceAccount: bus.account,
    resourcePolicy: found?.policy,
    context: { ...resourceTags(found?.tags), ...keys },
  };
}

/**
 * An action on a rule. The policy of the rule's bus may grant it to other accounts.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
 */
export function ruleAccess(
  action: string,
  bus: BusReference,
  ruleName: string,
  context: CallContext,
  keys: Context = {},
): Access {
  const rule = findRule(context.state, bus, ruleName);
  return {
    action,
    resource: ruleArn(bus, ruleName),
    resourceAccount: bus.account,
    resourcePolicy: findBus(context.state, bus)?.policy,
    context: {
      ...(rule === undefined ? {} : { 'events:creatorAccount': rule.createdBy }),
      ...(rule?.managedBy === undefined ? {} : { 'events:ManagedBy': rule.managedBy }),
      ...resourceTags(rule?.tags),
      ...keys,
    },
  };
}

/** The condition keys of the tags that a resource has. */
export function resourceTags(tags: ReadonlyMap<string, string> | undefined): Context {
  return Object.fromEntries([...(tags ?? [])].map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

/** The condition keys of the tags that a request brings, or of the keys that it takes away. */
export function requestTags(tags: readonly Tag[] | undefined, keys: readonly string[] = []): Context {
  const named = [...keys, ...(tags ?? []).map(({ Key }) => Key ?? '')];
  if (named.length === 0) return {};
  const values = (tags ?? []).map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value ?? ''] as const);
  return { ...Object.fromEntries(values), 'aws:TagKeys': named };
}
