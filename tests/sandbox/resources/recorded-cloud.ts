/** A cloud that answers from a table and remembers what it was asked. */
import type { RoleSession } from '../../../sandbox/core/principal';
import type { Call } from '../../../sandbox/core/service';
import { type ProviderCloud, providerCloud } from '../../../sandbox/resources/provider-cloud';

/** Answers by `service:Operation`: a value, or what makes one of the input. An operation without an answer gives `{}`. */
export type Answers = Readonly<Record<string, unknown>>;

export type RecordedCall = readonly [operation: string, input: unknown];

export const DEPLOYER: RoleSession = {
  kind: 'role',
  account: '444444444444',
  roleName: 'trailwarden-deployment',
  rolePath: '/',
  roleId: 'AROAEXAMPLE',
  sessionName: 'pulumi',
  accessKeyId: 'ASIAEXAMPLE',
  issuedAt: new Date('2026-01-01T00:00:00Z'),
};

/** A gate in front of a table of answers, with every call that came through it. */
export function recordedGate(answers: Answers = {}): { gate: { call(call: Call): Promise<unknown> }; calls: Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    gate: {
      call: async (call) => {
        calls.push(call);
        const answer = answers[`${call.service}:${call.operation}`];
        return typeof answer === 'function' ? await answer(call.input, call) : (answer ?? {});
      },
    },
  };
}

export interface RecordedCloud {
  readonly cloud: ProviderCloud;
  /** The operations so far, with their inputs. */
  readonly calls: () => RecordedCall[];
}

/** The payments account in Ireland, with one default tag. */
export function recordedCloud(answers: Answers = {}, region = 'eu-west-1'): RecordedCloud {
  const { gate, calls } = recordedGate(answers);
  return {
    cloud: providerCloud({ gate, principal: DEPLOYER, region, defaultTags: { team: 'security' } }),
    calls: () => calls.map(({ service, operation, input }) => [`${service}:${operation}`, input]),
  };
}

/** Creates a resource and answers its id with the calls that it took. */
export async function created(
  adapter: { create(cloud: ProviderCloud, inputs: never, name: string): Promise<string> },
  inputs: object,
  answers: Answers = {},
): Promise<{ id: string; calls: RecordedCall[] }> {
  const { cloud, calls } = recordedCloud(answers);
  return { id: await adapter.create(cloud, inputs as never, 'audit-1a2b3c4'), calls: calls() };
}

/** The input of one of the calls. */
export function inputAt(calls: readonly RecordedCall[], index: number): Record<string, unknown> {
  const call = calls[index];
  if (call === undefined) throw new Error(`There were ${calls.length} calls, so none at ${index}.`);
  return call[1] as Record<string, unknown>;
}

/** Reads a resource. */
export async function read(
  adapter: { read(cloud: ProviderCloud, id: string, inputs: never): Promise<object | undefined> },
  id: string,
  answers: Answers,
  inputs: object = {},
): Promise<Record<string, unknown> | undefined> {
  const state = await adapter.read(recordedCloud(answers).cloud, id, inputs as never);
  return state && (Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined)) as never);
}
