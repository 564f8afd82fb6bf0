/** Rules that fire by themselves, as their schedule says. */
import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../core/service';
import { type BusReference, ruleArn } from './arn';
import { type EventEnvelope, eventTime } from './envelope';
import { invoke } from './ingestion';
import { parseSchedule } from './schedule-expression';
import { findRule, type Rule } from './state';

const MINUTE_MS = 60_000;

/**
 * Starts the schedule of a rule that was made, changed or enabled, and ends every earlier one. A rate counts from now;
 * a cron expression is looked at once a minute, which is as often as it can fire.
 */
export function restartSchedule(cloud: Cloud, bus: BusReference, rule: Rule): void {
  rule.generation += 1;
  const text = rule.settings.ScheduleExpression;
  if (text === undefined || rule.state === 'DISABLED') return;
  const { generation } = rule;
  const schedule = parseSchedule(text);
  const timer = cloud.clock.every(schedule.kind === 'rate' ? schedule.periodMs : MINUTE_MS, () => {
    const current = findRule(cloud.state, bus, rule.name);
    if (current !== rule || current.generation !== generation) return timer.cancel();
    if (schedule.kind === 'rate' || schedule.expression(cloud.clock.now())) fire(cloud, bus, rule);
  });
}

/** A scheduled event goes to the targets of its rule, and past all other rules. */
function fire(cloud: Cloud, bus: BusReference, rule: Rule): void {
  const now = cloud.clock.now();
  const event: EventEnvelope = {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: bus.account,
    time: eventTime(now),
    region: bus.region,
    resources: [ruleArn(bus, rule.name)],
    detail: {},
  };
  invoke(cloud, bus, rule, event, { ingestedAt: now, forwarded: false });
}
