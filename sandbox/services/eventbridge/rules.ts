/** The operations on rules. */
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../core/aws-error';
import { pageOf } from '../../core/page';
import type { Access, CallContext, Operations } from '../../core/service';
import { busAccess, requestTags, ruleAccess } from './access';
import { type BusReference, busMeant, ruleArn } from './arn';
import { invalid, NAME, overLimit, text } from './parameters';
import { checkPattern, checkWildcards, patternContext } from './pattern';
import { restartSchedule } from './rule-schedule';
import { parseSchedule } from './schedule-expression';
import { type Rule, requireBus, requireRule } from './state';
import { tagMap } from './tag-map';
import { checkTargetRole } from './target-role';

const RULES_PER_BUS = 300;
const STATES: readonly string[] = ['DISABLED', 'ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'];

interface RuleRequest {
  readonly Name?: string | undefined;
  readonly EventBusName?: string | undefined;
}

export const ruleOperations: Operations<typeof EventBridge> = {
  PutRule: {
    access: (input, context) =>
      accessOf('PutRule', input, context, { ...patternContext(input.EventPattern), ...requestTags(input.Tags) }),
    handle: async (input, context) => {
      const [reference, name] = meant(input, context);
      const bus = requireBus(context.state, reference);
      const existing = bus.rules.get(name);
      if (existing !== undefined) refuseManaged(existing);
      checkSettings(input, reference, name, context);
      if (existing === undefined && bus.rules.size >= RULES_PER_BUS) throw overLimit();
      if (input.RoleArn !== undefined)
        await checkTargetRole(context, input.RoleArn, { bus: reference, ruleArn: ruleArn(reference, name) });
      const { EventPattern, ScheduleExpression, Description, RoleArn } = input;
      const settings = { EventPattern, ScheduleExpression, Description, RoleArn };
      const rule = existing ?? newRule(name, context.account, input.Tags);
      rule.settings = settings;
      rule.state = input.State ?? 'ENABLED';
      bus.rules.set(name, rule);
      restartSchedule(context, reference, rule);
      return { RuleArn: ruleArn(reference, name) };
    },
  },
  DescribeRule: {
    access: (input, context) => accessOf('DescribeRule', input, context),
    handle: (input, context) => {
      const [bus, name] = meant(input, context);
      const rule = requireRule(context.state, bus, name);
      return { ...summary(bus, rule), CreatedBy: rule.createdBy };
    },
  },
  ListRules: {
    access: (input, context) => listAccess('ListRules', input, context),
    handle: ({ NamePrefix = '', EventBusName, NextToken, Limit = 100 }, context) => {
      const bus = busMeant(EventBusName, context);
      const rules = [...requireBus(context.state, bus).rules.values()];
      const wanted = rules.filter(({ name }) => name.startsWith(NamePrefix));
      const page = pageOf(wanted, ({ name }) => name, Limit, NextToken, 'ValidationException');
      return { Rules: page.items.map((rule) => summary(bus, rule)), NextToken: page.next };
    },
  },
  ListRuleNamesByTarget: {
    access: (input, context) => listAccess('ListRuleNamesByTarget', input, context),
    handle: ({ TargetArn, EventBusName, NextToken, Limit = 100 }, context) => {
      const rules = requireBus(context.state, busMeant(EventBusName, context)).rules.values();
      const wanted = [...rules].filter(({ targets }) => [...targets.values()].some(({ Arn }) => Arn === TargetArn));
      const page = pageOf(wanted, ({ name }) => name, Limit, NextToken, 'ValidationException');
      return { RuleNames: page.items.map(({ name }) => name), NextToken: page.next };
    },
  },
  EnableRule: {
    access: (input, context) => accessOf('EnableRule', input, context),
    handle: (input, context) => setState(input, context, 'ENABLED'),
  },
  DisableRule: {
    access: (input, context) => accessOf('DisableRule', input, context),
    handle: (input, context) => setState(input, context, 'DISABLED'),
  },
  DeleteRule: {
    access: (input, context) => accessOf('DeleteRule', input, context),
    handle: (input, context) => {
      const [reference, name] = meant(input, context);
      const { rules } = requireBus(context.state, reference);
      const rule = rules.get(name);
      if (rule === undefined) return {};
      if (input.Force !== true) refuseManaged(rule);
      if (rule.targets.size > 0)
        throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
      rules.delete(name);
      return {};
    },
  },
};

/**
 * Keeps a managed rule from being changed.
 *
 * @throws AwsError `ManagedRuleException`
 */
export function refuseManaged({ name, managedBy }: Rule): void {
  if (managedBy !== undefined)
    throw new AwsError(
      'ManagedRuleException',
      `Rule ${name} is managed by ${managedBy}: it was created by an AWS service on behalf of your account.`,
    );
}

export function newRule(name: string, createdBy: string, tags?: EventBridge.Tag[], managedBy?: string): Rule {
  const rule = { name, settings: {}, state: 'ENABLED', createdBy, targets: new Map(), tags: tagMap(tags) } as const;
  return { ...rule, ...(managedBy === undefined ? {} : { managedBy }), generation: 0 };
}

function meant(input: RuleRequest, context: CallContext): [bus: BusReference, name: string] {
  return [busMeant(input.EventBusName, context), text(input.Name, 'name', 64, NAME)];
}

function accessOf(operation: string, input: RuleRequest, context: CallContext, keys?: Access['context']): Access[] {
  const [bus, name] = meant(input, context);
  return [ruleAccess(`events:${operation}`, bus, name, context, keys)];
}

/** Lists have no resource of their own; those of another account's bus are under that bus's policy. */
function listAccess(operation: string, input: RuleRequest, context: CallContext): Access[] {
  const bus = busMeant(input.EventBusName, context);
  const action = `events:${operation}`;
  return [bus.account === context.account ? { action, resource: '*' } : busAccess(action, bus, context)];
}

function checkSettings(input: EventBridge.PutRuleRequest, bus: BusReference, name: string, context: CallContext): void {
  const { EventPattern, ScheduleExpression, State } = input;
  if (State !== undefined && !STATES.includes(State))
    throw invalid('State', `${State} is not one of ${STATES.join(', ')}.`);
  if (EventPattern === undefined && ScheduleExpression === undefined)
    throw new AwsError('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
  if (ScheduleExpression !== undefined) {
    if (bus.name !== 'default')
      throw new AwsError('ValidationException', 'ScheduleExpression is supported only on the default event bus.');
    parseSchedule(ScheduleExpression);
  }
  if (EventPattern !== undefined) {
    checkPattern(EventPattern);
    checkWildcards(requireBus(context.state, bus), name, EventPattern);
  }
}

function setState(input: RuleRequest, context: CallContext, state: EventBridge.RuleState): Record<string, never> {
  const [bus, name] = meant(input, context);
  const rule = requireRule(context.state, bus, name);
  refuseManaged(rule);
  rule.state = state;
  restartSchedule(context, bus, rule);
  return {};
}

function summary(bus: BusReference, rule: Rule): EventBridge.Rule {
  return {
    Name: rule.name,
    Arn: ruleArn(bus, rule.name),
    ...rule.settings,
    State: rule.state,
    ManagedBy: rule.managedBy,
    EventBusName: bus.name,
  };
}
