/** The entry of the function: reads the declared state that travels with it, and responds. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredState } from '../../infra/specifications/declared-state';
import { callsByRepairRoles, publish } from './clients';
import { Damping } from './damping';
import { Folding } from './folding';
import { respond, type Surroundings } from './respond';

/** The file of the declared state in the function's package. */
export const DECLARED_STATE_FILE = 'declared-state.json';

const declared = readDeclaredState(process.env.LAMBDA_TASK_ROOT);
const surroundings: Surroundings = {
  declared,
  aws: callsByRepairRoles(declared),
  publish: (alert) => publish(alert, declared),
  folding: new Folding(Date.now),
  damping: new Damping(Date.now),
  // Written as it is: `console` would put a time and an id before it, and metric filters could not read the JSON.
  log: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
  now: Date.now,
};

export async function handler(event: unknown): Promise<void> {
  await respond(event, surroundings);
}

function readDeclaredState(folder: string | undefined): DeclaredState {
  if (folder === undefined)
    throw new Error(
      `The environment variable LAMBDA_TASK_ROOT is missing: it names the folder of ${DECLARED_STATE_FILE}.`,
    );
  return JSON.parse(readFileSync(join(folder, DECLARED_STATE_FILE), 'utf8')) as DeclaredState;
}
