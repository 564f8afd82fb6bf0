/** The way of an attack, watched at the gate: who called what, when, from the attack to the alert. */
import { performance } from 'node:perf_hooks';
import type { AnsweredCall } from '../core/gate';
import type { Principal } from '../core/principal';
import type { Sandbox } from '../sandbox';
import type { Stage, Step } from './drill-run';

/** Whose calls tell a stage. */
export interface Cast {
  /** The role that attackers hold in accounts of the organization. */
  readonly attackerRole: string;
  /** The account of the attacker from outside. */
  readonly outsider: string;
  readonly forwarderRole: string;
  readonly responderRole: string;
  readonly repairRole: string;
}

/** A journey that is being watched. */
export interface Journey {
  readonly steps: Step[];
  /** How often the responder was woken. */
  readonly wakings: () => number;
  readonly end: () => void;
}

interface Sighting {
  readonly stage: Stage;
  readonly text: string;
}

/** Begins to watch. */
export function watchJourney(sandbox: Sandbox, cast: Cast): Journey {
  const began = performance.now();
  const beganAt = sandbox.clock.now().getTime();
  const steps: Step[] = [];
  let wakings = 0;
  let repaired = false;
  const end = sandbox.gate.observe((answered) => {
    for (const { stage, text } of sightingsOf(answered, cast)) {
      if (stage === 'responder') wakings += 1;
      steps.push({
        stage: repaired && (stage === 'forwarder' || stage === 'responder') ? 'echo' : stage,
        text,
        atMs: performance.now() - began,
        afterSeconds: Math.round((sandbox.clock.now().getTime() - beganAt) / 1000),
      });
      if (stage === 'repair' && answered.error === undefined) repaired = true;
    }
  });
  return { steps, wakings: () => wakings, end };
}

function sightingsOf(answered: AnsweredCall, cast: Cast): Sighting[] {
  const { call, error, context } = answered;
  const { principal } = call;
  const name = `${call.service}:${call.operation}`;
  const answer = error === undefined ? '' : ` → ${error.code}`;
  const role = principal.kind === 'role' ? principal.roleName : undefined;
  if (isAttack(answered, cast))
    return [
      { stage: 'call', text: `${name}${answer}` },
      // PutEvents is a data event: no trail records it unless it is told to.
      ...(call.service === 'events'
        ? []
        : [{ stage: 'record' as const, text: `CloudTrail recorded it in ${context.account}, ${context.region}` }]),
    ];
  if (principal.kind === 'service' && name === 'sts:AssumeRole' && assumes(call.input, cast.forwarderRole))
    return [{ stage: 'forwarder', text: `${ruleOf(principal)} took on ${cast.forwarderRole}${answer}` }];
  if (principal.kind === 'service' && name === 'lambda:Invoke')
    return [{ stage: 'responder', text: `${ruleOf(principal)} woke it${answer}` }];
  if (role === cast.repairRole && call.operation === 'GetTrailStatus')
    return [{ stage: 'state', text: error === undefined ? stateOf(answered.output) : `${name}${answer}` }];
  if (role === cast.repairRole) return [{ stage: 'repair', text: `${name}${answer}` }];
  if (role === cast.responderRole && name === 'sns:Publish')
    return [{ stage: 'alert', text: `${String((call.input as { Subject?: string }).Subject)}${answer}` }];
  return [];
}

function isAttack({ call: { principal, service } }: AnsweredCall, { attackerRole, outsider }: Cast): boolean {
  if (principal.kind !== 'role' || service === 'sts') return false;
  return principal.roleName === attackerRole || principal.account === outsider;
}

function stateOf(output: unknown): string {
  return (output as { IsLogging?: boolean }).IsLogging === true ? 'the trail is logging' : 'the trail is not logging';
}

function assumes(input: unknown, role: string): boolean {
  return String((input as { RoleArn?: string }).RoleArn).endsWith(`:role/${role}`);
}

/** `arn:aws:events:us-east-1:111111111111:rule/name` → `111111111111 us-east-1 rule/name` */
function ruleOf({ service, sourceArn }: Extract<Principal, { kind: 'service' }>): string {
  const [, , , region, account, ...rule] = sourceArn?.split(':') ?? [];
  return account === undefined ? service : `${account} ${region} ${rule.join(':')}`;
}
