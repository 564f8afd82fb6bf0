/** One attack, run and judged. */
import { performance } from 'node:perf_hooks';
import { GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import type { Sandbox } from '../sandbox';
import type { AlertListener } from './alert-listener';
import { type ClientConfiguration, cloudTrail } from './attacker';
import type { AttackResult, ReceivedAlert } from './drill-run';
import { type Cast, watchJourney } from './journey';
import type { Answer, AttackContext, Scenario } from './scenario';

/** What every attack of a drill shares. */
export interface Range {
  readonly sandbox: Sandbox;
  readonly context: AttackContext;
  readonly cast: Cast;
  readonly listener: AlertListener;
  /** Credentials that look at the trail, and are neither the attacker's nor the responder's. */
  readonly auditor: ClientConfiguration;
}

/** Runs one attack, lets everything that follows from it happen, and looks at what is left. */
export async function runAttack(scenario: Scenario, range: Range): Promise<AttackResult> {
  const { sandbox, listener } = range;
  const began = performance.now();
  const journey = watchJourney(sandbox, range.cast);
  const end = scenario.circumstance?.(sandbox);
  const answers = await scenario.attack(range.context);
  await sandbox.clock.settle();
  end?.();
  journey.end();
  const alerts = await listener.take();
  const isLogging = await isTrailLogging(range);
  const outcome = outcomeOf(answers, isLogging);
  const detected = journey.wakings() > 0;
  return {
    id: scenario.id,
    title: scenario.title,
    attacker: scenario.attacker,
    expected: scenario.expected,
    detected,
    outcome,
    alerts,
    steps: journey.steps,
    problems: problemsOf(scenario, { outcome, detected, alerts, isLogging }),
    durationMs: performance.now() - began,
  };
}

async function isTrailLogging({ auditor, context }: Range): Promise<boolean> {
  const client = cloudTrail(auditor);
  const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name: context.trailArn }));
  client.destroy();
  return IsLogging === true;
}

function outcomeOf(answers: readonly Answer[], isLogging: boolean): string {
  if (!isLogging) return 'the trail is silent';
  const refusals = answers.filter((answer) => answer !== undefined);
  if (refusals.length === answers.length) return 'refused';
  return refusals.length === 0 ? 'repaired' : 'partly refused';
}

interface Judged {
  readonly outcome: string;
  readonly detected: boolean;
  readonly alerts: readonly ReceivedAlert[];
  readonly isLogging: boolean;
}

/** Compares what became of an attack with what had to. */
export function problemsOf({ expected }: Pick<Scenario, 'expected'>, judged: Judged): string[] {
  const problems: string[] = [];
  const { outcome, detected, alerts, isLogging } = judged;
  if (!isLogging) problems.push('The trail is not logging.');
  if (outcome !== expected.outcome) problems.push(`The outcome is "${outcome}", not "${expected.outcome}".`);
  const named = alerts.map((alert) => alert.outcome);
  for (const each of expected.alerts) if (!named.includes(each)) problems.push(`No alert says "${each}".`);
  if (expected.alerts.length > 0 && !detected) problems.push('The responder never heard of it.');
  if (expected.alerts.length === 0 && detected)
    problems.push('The responder was woken by a report that had to be refused.');
  if (expected.alerts.length === 0 && alerts.length > 0)
    problems.push('People were alarmed by a report that had to be refused.');
  return problems;
}
