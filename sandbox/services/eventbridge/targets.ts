/** The operations on the targets of rules. */
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import { pageOf } from '../../core/page';
import type { Access, CallContext, Operations } from '../../core/service';
import { ruleAccess } from './access';
import { type BusReference, busIn, busMeant, ruleArn } from './arn';
import { checkAdmission } from './bus-admission';
import { items, NAME, overLimit, text } from './parameters';
import { refuseManaged } from './rules';
import { requireRule, type Target } from './state';
import { checkedTarget } from './target-checks';
import { checkTargetRole } from './target-role';

const TARGETS_PER_RULE = 5;
const TARGETS_PER_REQUEST = 100;

interface TargetRequest {
  readonly Rule?: string | undefined;
  readonly EventBusName?: string | undefined;
}

export const targetOperations: Operations<typeof EventBridge> = {
  PutTargets: {
    access: (input, context) => {
      const arns = (input.Targets ?? []).flatMap(({ Arn }) => Arn ?? []);
      return accessOf('PutTargets', input, context, arns.length === 0 ? {} : { 'events:TargetArn': arns });
    },
    handle: async (input, context) => {
      const [bus, name] = meant(input, context);
      const rule = requireRule(context.state, bus, name);
      refuseManaged(rule);
      const targets = items(input.Targets, 'targets', TARGETS_PER_REQUEST).map((target, index) =>
        checkedTarget(target, index + 1, bus),
      );
      if (new Set([...rule.targets.keys(), ...targets.map(({ Id }) => Id)]).size > TARGETS_PER_RULE) throw overLimit();
      for (const target of targets) await checkPermissions(target, { bus, ruleArn: ruleArn(bus, name) }, context);
      for (const target of targets) rule.targets.set(target.Id, target);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  },
  ListTargetsByRule: {
    access: (input, context) => accessOf('ListTargetsByRule', input, context),
    handle: (input, context) => {
      const [bus, name] = meant(input, context);
      const targets = requireRule(context.state, bus, name).targets.values();
      const page = pageOf(targets, ({ Id }) => Id, input.Limit ?? 100, input.NextToken, 'ValidationException');
      return { Targets: structuredClone(page.items), NextToken: page.next };
    },
  },
  RemoveTargets: {
    access: (input, context) => accessOf('RemoveTargets', input, context),
    handle: (input, context) => {
      const [bus, name] = meant(input, context);
      const rule = requireRule(context.state, bus, name);
      if (input.Force !== true) refuseManaged(rule);
      for (const id of items(input.Ids, 'ids', TARGETS_PER_REQUEST)) rule.targets.delete(id);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  },
};

/** Who the target's role is to EventBridge, to the caller, and to a bus of another account. */
async function checkPermissions(
  { Arn, RoleArn }: Target,
  rule: { readonly bus: BusReference; readonly ruleArn: string },
  context: CallContext,
): Promise<void> {
  if (RoleArn === undefined) return;
  const role = await checkTargetRole(context, RoleArn, rule);
  const destination = busIn(Arn);
  if (destination !== undefined && destination.account !== rule.bus.account)
    await checkAdmission(context, destination, role, rule);
}

function meant(input: TargetRequest, context: CallContext): [bus: BusReference, rule: string] {
  return [busMeant(input.EventBusName, context), text(input.Rule, 'rule', 64, NAME)];
}

function accessOf(operation: string, input: TargetRequest, context: CallContext, keys?: Access['context']): Access[] {
  const [bus, rule] = meant(input, context);
  return [ruleAccess(`events:${operation}`, bus, rule, context, keys)];
}
