/** The entry of the function: reads the declared state that travels with it, and responds. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredState } from '../../infra/specifications/declared-state';
import { awsClients } from './clients';
import { type Log, respond } from './respond';

/** The file of the declared state in the function's package. */
export const DECLARED_STATE_FILE = 'declared-state.json';

const declared = readDeclaredState(process.env.LAMBDA_TASK_ROOT);
const clients = awsClients(declared);
const log: Log = (line) => console.log(JSON.stringify(line));

export async function handler(event: unknown): Promise<void> {
  await respond(event, declared, clients, log);
}

function readDeclaredState(folder: string | undefined): DeclaredState {
  if (folder === undefined)
    throw new Error(
      `The environment variable LAMBDA_TASK_ROOT is missing: it names the folder of ${DECLARED_STATE_FILE}.`,
    );
  return JSON.parse(readFileSync(join(folder, DECLARED_STATE_FILE), 'utf8')) as DeclaredState;
}
