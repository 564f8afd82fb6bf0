import assert from 'node:assert/strict';
import { loadWarning, runBench } from '../../../sandbox/bench/bench';
import type { Figure } from '../../../sandbox/bench/figure';
import { FIGURES } from '../../../sandbox/bench/figures';

function figure(name: string, more: Partial<Figure> = {}): Figure {
  const measure = async () => ({ value: 1, notes: [] });
  return { name, title: `The ${name}`, unit: 's', target: { bound: 'under', value: 2 }, measure, ...more };
}

const ALL_FIGURES = { all: false, only: [] };

describe('A run of the bench', () => {
  it('says of a missed target that it was missed, and goes on', async () => {
    const slow = figure('slow', { measure: async () => ({ value: 3, notes: ['why'] }) });
    const { figures } = await runBench([slow, figure('fast')], ALL_FIGURES);
    assert.deepEqual(
      figures.map((each) => [each.name, each.status, each.status === 'measured' && each.met]),
      [
        ['slow', 'measured', false],
        ['fast', 'measured', true],
      ],
    );
  });

  it('says of a figure without a target what it is, and nothing more', async () => {
    const { target: _, ...watched } = figure('watched');
    const { figures } = await runBench([watched], ALL_FIGURES);
    assert.deepEqual(figures, [
      { name: 'watched', title: 'The watched', unit: 's', status: 'measured', value: 1, notes: [] },
    ]);
  });

  it('keeps the error of a figure that cannot be measured, and measures the others', async () => {
    const broken = figure('broken', { measure: () => Promise.reject(new Error('No such command.')) });
    const { figures } = await runBench([broken, figure('sound')], ALL_FIGURES);
    const [first, second] = figures;
    assert.equal(first?.status === 'failed' && first.error, 'No such command.');
    assert.equal(second?.status, 'measured');
  });

  it('measures only what it was asked for', async () => {
    const measured: string[] = [];
    const figures = [figure('one'), figure('two'), figure('three')];
    const run = await runBench(figures, { all: false, only: ['two'] }, ({ name }) => measured.push(name));
    assert.deepEqual(measured, ['two']);
    assert.deepEqual(
      run.figures.map(({ name }) => name),
      ['two'],
    );
  });

  it('leaves out what takes long until it is asked for, and says how to ask', async () => {
    const long = figure('long', { onRequest: true });
    const [skipped] = (await runBench([long], ALL_FIGURES)).figures;
    assert.equal(skipped?.status === 'skipped' && skipped.reason, 'Measured with --only long or --all.');
    const named = await runBench([long], { all: false, only: ['long'] });
    const everything = await runBench([long], { all: true, only: [] });
    assert.deepEqual([named.figures[0]?.status, everything.figures[0]?.status], ['measured', 'measured']);
  });

  it('tells every figure whether its full size is wanted', async () => {
    const scopes: boolean[] = [];
    const curious = figure('curious', {
      measure: async ({ all }) => {
        scopes.push(all);
        return { value: 1, notes: [] };
      },
    });
    await runBench([curious], ALL_FIGURES);
    await runBench([curious], { all: true, only: [] });
    assert.deepEqual(scopes, [false, true]);
  });

  it('warns when others were using the machine, and not when it was idle', () => {
    const machine = { platform: 'linux x64', cores: 2, loadBefore: 3.25, loadAfter: 9 };
    assert.match(loadWarning({ machine }) ?? '', /load 3\.3 on 2 cores/);
    assert.equal(loadWarning({ machine: { ...machine, loadBefore: 0.4 } }), undefined);
  });
});

describe('The figures', () => {
  it('have names of their own, by which each can be asked for', () => {
    const names = FIGURES.map(({ name }) => name);
    assert.deepEqual([...new Set(names)], names);
    for (const name of names) assert.match(name, /^[a-z]+(-[a-z]+)*$/);
  });
});
