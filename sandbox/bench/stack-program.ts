/** How long one stack's program takes by itself, with an engine that answers at once. */
import { join } from 'node:path';
import { readSampleOrganization } from '../sample-organization';
import { runScript } from './command';
import { type Figure, median } from './figure';
import type { RegistrationRun, StackToRegister } from './stack-registration';

const SCRIPT = join(__dirname, 'stack-registration.ts');
/** As Pulumi's language host loads a program, one file after the other; types are not checked. */
const LOADER = ['-r', 'ts-node/register/transpile-only'];
const RUNS = 3;

export const STACK_PROGRAM: Figure = {
  name: 'stack-program',
  title: 'One stack program, process start to last resource',
  unit: 's',
  target: { bound: 'under', value: 2.5 },
  measure: async () => {
    const { project, stacks } = readSampleOrganization();
    const kinds = [...new Set(stacks.map(({ kind }) => kind))];
    const timed = [];
    for (const kind of kinds) {
      const stack = stacks.find((each) => each.kind === kind);
      if (stack === undefined) continue;
      timed.push({ kind, ...(await timesOf({ project, stack: stack.name, config: stack.config })) });
    }
    const slowest = timed.reduce((one, other) => (one.seconds > other.seconds ? one : other));
    return {
      value: slowest.seconds,
      notes: [
        `The slowest is ${slowest.kind}; the median of ${RUNS} runs of each.`,
        ...timed.map(({ kind, seconds, resources }) => `${kind}: ${seconds.toFixed(2)} s, ${resources} resources`),
      ],
    };
  },
};

async function timesOf(stack: StackToRegister): Promise<{ seconds: number; resources: number }> {
  const seconds: number[] = [];
  let resources = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const { startedAtMs, answer } = await runScript<RegistrationRun>(SCRIPT, stack, LOADER);
    seconds.push((answer.lastRegisteredAtMs - startedAtMs) / 1000);
    resources = answer.resources;
  }
  return { seconds: median(seconds), resources };
}
