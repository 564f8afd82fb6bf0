/** A range in a process of its own: deploys, attacks as it is told, and ends when it is left alone. */
import { runAttack } from './attack';
import { withRange } from './range';
import type { FromRange, ToRange } from './ranges';
import { SCENARIOS } from './scenarios';

function send(message: FromRange): void {
  if (process.connected) process.send?.(message);
}

async function serve(): Promise<void> {
  await withRange(
    (stack) => send({ kind: 'deployed', stack }),
    (range) =>
      new Promise<void>((resolve, reject) => {
        process.on('message', ({ attack }: ToRange) => {
          const scenario = SCENARIOS.find(({ id }) => id === attack);
          if (scenario === undefined) return reject(new Error(`There is no attack called ${attack}.`));
          runAttack(scenario, range).then((result) => send({ kind: 'attacked', result }), reject);
        });
        process.once('disconnect', resolve);
        if (!process.connected) return resolve();
        send({ kind: 'ready', organization: range.context.targets.configuration.organizationId });
      }),
  );
}

serve().then(
  () => process.exit(0),
  (error: unknown) => {
    send({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    process.exitCode = 1;
    process.disconnect?.();
  },
);
