/** The way of an attack, watched at the gate: who called what, when, from the attack to the alert. */
import { performance } from 'node:perf_hooks';
import type { AnsweredCall } from '../core/gate';
import type { Principal } from '../core/principal';
import type { Sandbox } from '../sandbox';
import type { Stage, Step } from './drill-run';

/** The roles whose calls tell a stage. */
export interface WatchedRoles {
  readonly attacker: string;
  readonly forwarder: string;
  readonly responder: string;
  readonly repair: string;
}

/** A journey that is being watched. */
export interface Journey {
  readonly steps: Step[];
  /** How often the responder was invoked, and its calls that changed something. */
  readonly invocations: () => number;
  readonly end: () => void;
}

interface Seen {
  readonly stage: Stage;
  readonly text: string;
}

/** Begins to watch. */
export function watchJourney(sandbox: Sandbox, roles: WatchedRoles): Journey {
  const began = performance.now();
  const beganAt = sandbox.clock.now().getTime();
  const steps: Step[] = [];
  let invocations = 0;
  const end = sandbox.gate.observe((answered) => {
    if (isInvocation(answered)) invocations += 1;
    for (const seen of stagesOf(answered, roles))
      steps.push({
        ...seen,
        atMs: performance.now() - began,
        afterSeconds: Math.round((sandbox.clock.now().getTime() - beganAt) / 1000),
      });
  });
  return { steps, invocations: () => invocations, end };
}

function isInvocation({ call, error }: AnsweredCall): boolean {
  return call.service === 'lambda' && call.operation === 'Invoke' && error === undefined;
}

function stagesOf(answered: AnsweredCall, roles: WatchedRoles): Seen[] {
  const { call, error, context } = answered;
  const name = `${call.service}:${call.operation}`;
  const answer = error === undefined ? '' : ` → ${error.code}`;
  const as = roleOf(call.principal);
  if (as === roles.attacker && call.service !== 'sts' && isChange(call.operation))
    return [
      { stage: 'call', text: `${name}${answer}` },
      ...(call.service === 'events'
        ? []
        : [{ stage: 'record' as const, text: `CloudTrail recorded it in ${context.account}, ${context.region}` }]),
    ];
  if (name === 'sts:AssumeRole' && call.principal.kind === 'service' && assumes(call.input, roles.forwarder))
    return [{ stage: 'forwarder', text: `${ruleOf(call.principal)} took on ${roles.forwarder}${answer}` }];
  if (name === 'lambda:Invoke' && call.principal.kind === 'service')
    return [{ stage: 'responder', text: `${ruleOf(call.principal)} woke the responder${answer}` }];
  if (as === roles.repair && call.service === 'cloudtrail')
    return [{ stage: isChange(call.operation) ? 'repair' : 'verification', text: `${name}${answer}` }];
  if (as === roles.responder && name === 'sns:Publish')
    return [{ stage: 'alert', text: `${String((call.input as { Subject?: string }).Subject)}${answer}` }];
  return [];
}

function isChange(operation: string): boolean {
  return !/^(Get|List|Describe|Lookup|Test|Simulate)/.test(operation);
}

function roleOf(principal: Principal): string | undefined {
  return principal.kind === 'role' ? principal.roleName : undefined;
}

function assumes(input: unknown, role: string): boolean {
  return String((input as { RoleArn?: string }).RoleArn).endsWith(`:role/${role}`);
}

function ruleOf(principal: Principal): string {
  return principal.kind === 'service' ? (principal.sourceArn?.split(':').slice(3).join(':') ?? principal.service) : '';
}
