/** An accomplice in a process of its own: attacks a copy of the organization as it is told, and ends when it is left alone. */
import type { OrganizationCopy } from '../state-copy';
import type { FromAccomplice, ToAccomplice } from './accomplices';
import { runAttack } from './attack';
import { type Range, withCopiedRange } from './range';
import { SCENARIOS } from './scenarios';

function send(message: FromAccomplice): void {
  if (process.connected) process.send?.(message);
}

const leftAlone = new Promise<void>((resolve) => process.once('disconnect', resolve));

let isServing = false;
process.once('message', (message: ToAccomplice) => {
  if (message.kind !== 'copy') return;
  isServing = true;
  serve(message.copy).then(end, fail);
});
// Who serves closes the sandbox first.
void leftAlone.then(() => {
  if (!isServing) end();
});

async function serve(copy: OrganizationCopy): Promise<void> {
  await withCopiedRange(copy, async (range) => {
    const failed = new Promise<never>((_, reject) => {
      process.on('message', (message: ToAccomplice) => {
        if (message.kind === 'attack') attack(message.id, range).catch(reject);
      });
    });
    send({ kind: 'ready' });
    await Promise.race([leftAlone, failed]);
  });
}

async function attack(id: string, range: Range): Promise<void> {
  const scenario = SCENARIOS.find((each) => each.id === id);
  if (scenario === undefined) throw new Error(`There is no attack called ${id}.`);
  send({ kind: 'attacked', result: await runAttack(scenario, range) });
}

function end(): void {
  process.exit(0);
}

function fail(error: unknown): void {
  send({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.exitCode = 1;
  if (process.connected) process.disconnect();
}
