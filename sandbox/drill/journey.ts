/** The way of an attack, watched at the gate: who called what, when, from the attack to the alert. */
import { performance } from 'node:perf_hooks';
import type { AnsweredCall } from '../core/gate';
import { onlyLooks } from '../core/operation-name';
import type { Principal } from '../core/principal';
import type { Sandbox } from '../sandbox';
import type { Stage, Step } from './drill-run';
import { Reading } from './reading';

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
  readonly steps: () => Step[];
  /** How often the responder was woken. */
  readonly wakings: () => number;
  /** How many calls of the repair roles changed something. */
  readonly repairs: () => number;
  readonly end: () => void;
}

interface Sighting {
  readonly stage: Stage;
  readonly text: string;
}

interface Seen extends Omit<Step, 'text'> {
  readonly text: string | Reading;
}

/** Begins to watch. What is read one after the other is one step, however many calls that takes. */
export function watchJourney(sandbox: Sandbox, cast: Cast): Journey {
  const began = performance.now();
  const beganAt = sandbox.clock.now().getTime();
  const seen: Seen[] = [];
  let wakings = 0;
  let repairs = 0;
  let reading: Reading | undefined;
  const see = (stage: Stage, text: Seen['text']): void => {
    const afterSeconds = Math.round((sandbox.clock.now().getTime() - beganAt) / 1000);
    seen.push({ stage, text, atMs: performance.now() - began, afterSeconds });
  };
  const end = sandbox.gate.observe((answered) => {
    if (isRead(answered, cast)) {
      if (reading === undefined) {
        reading = new Reading();
        see('state', reading);
      }
      reading.add(answered);
      return;
    }
    for (const { stage, text } of sightingsOf(answered, cast)) {
      if (stage === 'responder') wakings += 1;
      const isEcho = repairs > 0 && (stage === 'forwarder' || stage === 'responder');
      if (!isEcho) reading = undefined;
      see(isEcho ? 'echo' : stage, text);
      if (stage === 'repair' && answered.error === undefined) repairs += 1;
    }
  });
  return {
    steps: () => seen.map(({ text, ...step }) => ({ ...step, text: String(text) })),
    wakings: () => wakings,
    repairs: () => repairs,
    end,
  };
}

/** The responder reads what is there before it repairs, and again to verify. */
function isRead({ call: { principal, operation } }: AnsweredCall, { repairRole }: Cast): boolean {
  return principal.kind === 'role' && principal.roleName === repairRole && onlyLooks(operation);
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
      ...(call.operation === 'PutEvents'
        ? []
        : [{ stage: 'record' as const, text: `CloudTrail recorded it in ${context.account}, ${context.region}` }]),
    ];
  if (principal.kind === 'service' && name === 'sts:AssumeRole' && assumes(call.input, cast.forwarderRole))
    return [{ stage: 'forwarder', text: `${ruleOf(principal)} took on ${cast.forwarderRole}${answer}` }];
  if (principal.kind === 'service' && name === 'lambda:Invoke')
    return [{ stage: 'responder', text: `${ruleOf(principal)} woke it${answer}` }];
  if (principal.kind === 'service' && principal.service === 'events.amazonaws.com' && name === 'sns:Publish')
    return [{ stage: 'alert', text: `${ruleOf(principal)} told people without the responder${answer}` }];
  if (role === cast.repairRole) return [{ stage: 'repair', text: `${name}${answer}` }];
  if (role === cast.responderRole && name === 'sns:Publish')
    return [{ stage: 'alert', text: `${String((call.input as { Subject?: string }).Subject)}${answer}` }];
  return [];
}

function isAttack({ call: { principal, service } }: AnsweredCall, { attackerRole, outsider }: Cast): boolean {
  if (principal.kind !== 'role' || principal.invokedBy !== undefined || service === 'sts') return false;
  return principal.roleName === attackerRole || principal.account === outsider;
}

function assumes(input: unknown, role: string): boolean {
  return String((input as { RoleArn?: string }).RoleArn).endsWith(`:role/${role}`);
}

/** `arn:aws:events:us-east-1:111111111111:rule/name` → `111111111111 us-east-1 rule/name` */
function ruleOf({ service, sourceArn }: Extract<Principal, { kind: 'service' }>): string {
  const [, , , region, account, ...rule] = sourceArn?.split(':') ?? [];
  return account === undefined ? service : `${account} ${region} ${rule.join(':')}`;
}
