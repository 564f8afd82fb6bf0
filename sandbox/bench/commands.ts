/** How long the commands take that people run most. */
import { runCommand } from './command';
import type { Figure, Measurement } from './figure';

export const START: Figure = {
  name: 'start',
  title: '`npm start`, from the command to its end',
  unit: 's',
  target: { bound: 'under', value: 20 },
  measure: () => secondsOf('start'),
};

export const TEST_SUITE: Figure = {
  name: 'test-suite',
  title: 'The whole test suite',
  unit: 's',
  target: { bound: 'under', value: 60 },
  onRequest: true,
  measure: () => secondsOf('test'),
};

async function secondsOf(script: string): Promise<Measurement> {
  const { durationMs } = await runCommand('npm', ['run', '--silent', script]);
  return { value: durationMs / 1000, notes: [] };
}
