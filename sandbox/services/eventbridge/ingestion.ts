/** Where an event enters a bus: the rules that match it are found, and their targets get it. */
import type { Cloud } from '../../core/service';
import { matches } from '../../event-pattern';
import { type BusReference, ruleArn } from './arn';
import { deliver } from './delivery';
import { count } from './delivery-log';
import { type EventEnvelope, isReadOnlyManagementEvent } from './envelope';
import { compiledPattern } from './pattern';
import { findBus, type Rule } from './state';

/** How an event came to a bus, where that makes a difference. */
export interface Passage {
  /** Another bus forwarded it. */
  readonly forwarded?: boolean;
  /** The ARNs of the only rules that may match it: those that a replay was started for. */
  readonly onlyRules?: readonly string[];
}

/**
 * Puts an event on a bus. Rules are matched as soon as the clock comes round, as they are then; a bus that does not
 * exist takes the event and nobody hears of it.
 */
export function ingest(cloud: Cloud, bus: BusReference, event: EventEnvelope, passage: Passage = {}): void {
  const ingestedAt = cloud.clock.now();
  cloud.clock.after(0, () => {
    const readOnly = isReadOnlyManagementEvent(event);
    for (const rule of findBus(cloud.state, bus)?.rules.values() ?? []) {
      if (passage.onlyRules?.includes(ruleArn(bus, rule.name)) === false) continue;
      if (admits(rule, readOnly) && matchesRule(rule, event))
        invoke(cloud, bus, rule, event, { ingestedAt, forwarded: passage.forwarded ?? false });
    }
  });
}

/** Sends an event to every target of a rule. */
export function invoke(
  cloud: Cloud,
  bus: BusReference,
  rule: Rule,
  event: EventEnvelope,
  arrival: { readonly ingestedAt: Date; readonly forwarded: boolean },
): void {
  const arn = ruleArn(bus, rule.name);
  count(cloud.state, arn, 'MatchedEvents');
  for (const target of rule.targets.values())
    deliver(cloud, { bus, ruleArn: arn, ruleName: rule.name, target, event, ...arrival }, (onward) =>
      ingest(cloud, onward.bus, onward.event, { forwarded: true }),
    );
}

/**
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
function admits(rule: Rule, readOnly: boolean): boolean {
  if (rule.state === 'ENABLED') return !readOnly;
  return rule.state === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
}

function matchesRule({ settings }: Rule, event: EventEnvelope): boolean {
  return settings.EventPattern !== undefined && matches(compiledPattern(settings.EventPattern), event);
}
