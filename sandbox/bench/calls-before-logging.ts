/** How many calls the responder makes until the trail is logging again, seen at the gate of a sandbox. */
import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { arnsOf, namesOf } from '../../infra/names';
import type { AnsweredCall } from '../core/gate';
import { deployOrganization } from '../deployment';
import { administrator, cloudTrail } from '../drill/attacker';
import { readSampleOrganization } from '../sample-organization';
import { openSandbox } from '../sandbox';
import type { Figure } from './figure';

/** A call as the gate saw it. */
export interface SeenCall {
  /** `cloudtrail:StartLogging` */
  readonly name: string;
  /** The role whose session made it from outside of AWS; none for what AWS does by itself, even with such a session. */
  readonly role?: string;
  readonly refused: boolean;
}

export const CALLS_BEFORE_LOGGING: Figure = {
  name: 'calls-before-logging',
  title: 'AWS calls before logging is back on',
  unit: 'calls',
  target: { bound: 'at most', value: 2 },
  measure: async () => {
    const { seen, roles } = await stopAndWatch();
    const calls = callsUntilLogging(seen, roles);
    return { value: calls.length, notes: [calls.join(', ')] };
  },
};

async function stopAndWatch(): Promise<{ seen: readonly SeenCall[]; roles: readonly string[] }> {
  const sample = readSampleOrganization();
  const { homeRegion, managementAccountId } = sample.configuration;
  const { responderRole, repairRole } = namesOf(sample.configuration);
  const sandbox = await openSandbox({ organization: sample.description, clock: 'virtual' });
  try {
    for await (const _ of deployOrganization(sandbox, sample));
    await sandbox.clock.settle();
    // A process that was just used has the repair role's session already, and makes one call less.
    await sandbox.lambda.cool();
    const seen: SeenCall[] = [];
    const end = sandbox.gate.observe((answered) => seen.push(seenCall(answered)));
    const client = cloudTrail(administrator(sandbox.url, managementAccountId, homeRegion));
    await client.send(new StopLoggingCommand({ Name: arnsOf(sample.configuration).trail }));
    await sandbox.clock.settle();
    client.destroy();
    end();
    return { seen, roles: [responderRole, repairRole] };
  } finally {
    await sandbox.close();
  }
}

function seenCall({ call: { service, operation, principal, origin }, error }: AnsweredCall): SeenCall {
  const fromOutside = principal.kind === 'role' && origin !== undefined;
  return {
    name: `${service}:${operation}`,
    refused: error !== undefined,
    ...(fromOutside ? { role: principal.roleName } : {}),
  };
}

/**
 * The calls that sessions of `roles` made, up to the StartLogging that was carried out, it included.
 *
 * @throws Error when there was none
 */
export function callsUntilLogging(seen: readonly SeenCall[], roles: readonly string[]): string[] {
  const theirs = seen.filter(({ role }) => role !== undefined && roles.includes(role));
  const end = theirs.findIndex(({ name, refused }) => name === 'cloudtrail:StartLogging' && !refused);
  if (end < 0) {
    const made = theirs.map(({ name }) => name).join(', ') || 'nothing';
    throw new Error(`The responder did not start logging again. It called ${made}.`);
  }
  return theirs.slice(0, end + 1).map(({ name, refused }) => (refused ? `${name} (refused)` : name));
}
