/** How long the responder takes from nothing to its first call, measured against a Node process that does nothing. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command';
import { type Figure, median } from './figure';
import { inFolder, samplePackage } from './responder-package';
import { coldStart } from './responder-process';

const RUNS = 10;
/** The release from which the target is meant: Node starts differently before. */
const LEAST_MAJOR = 22;

export const COLD_START: Figure = {
  name: 'responder-cold-start',
  title: 'Responder cold start to first AWS call, against an empty Node process',
  unit: '×',
  target: { bound: 'at most', value: 2 },
  measure: async () => {
    const responder: number[] = [];
    const empty: number[] = [];
    await inFolder(samplePackage(), async (folder) => {
      const nothing = join(folder, '..', 'nothing.mjs');
      writeFileSync(nothing, '');
      const both = async (): Promise<[number, number]> => [
        (await runCommand(process.execPath, [nothing])).durationMs,
        (await coldStart(folder)).firstCallMs,
      ];
      // The first of each reads from the disk what the others find in memory.
      await both();
      for (let run = 0; run < RUNS; run += 1) {
        const [emptyMs, responderMs] = await both();
        empty.push(emptyMs);
        responder.push(responderMs);
      }
    });
    const old = Number(process.versions.node.split('.')[0]) < LEAST_MAJOR;
    return {
      value: median(responder) / median(empty),
      notes: [
        `responder, start of the process to the first bytes of its first call: ${described(responder)}`,
        `empty Node process, start to end: ${described(empty)}`,
        `Node ${process.version}, ${RUNS} runs of each, taking turns`,
        ...(old ? [`The target is meant for Node ${LEAST_MAJOR} or later.`] : []),
      ],
    };
  },
};

function described(values: readonly number[]): string {
  const [least, middle] = [Math.min(...values), median(values)];
  return `median ${middle.toFixed(0)} ms, fastest ${least.toFixed(0)} ms`;
}
