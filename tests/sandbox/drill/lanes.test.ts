import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Step } from '../../../sandbox/drill/drill-run';
import { lanes, ticksOf, waitsOf } from '../../../sandbox/drill/lanes';

const step = (atMs: number, afterSeconds: number): Step => ({ stage: 'repair', atMs, afterSeconds, text: '' });

function drawn(steps: readonly Step[]): { points: number[]; bands: { from: number; to: number }[] } {
  const drawing = lanes({ title: '', steps }, 'way').toString();
  const percents = (pattern: RegExp) =>
    [...drawing.matchAll(pattern)].map(([, ...found]) => found.map((each) => Number.parseFloat(each)));
  return {
    points: percents(/cx="([^"]+)"/g).map(([x = Number.NaN]) => x),
    bands: percents(/class="wait" x="([^"]+)" y="-4" width="([^"]+)"/g).map(([x = Number.NaN, width = Number.NaN]) => ({
      from: x,
      to: x + width,
    })),
  };
}

describe('the lanes of an attack', () => {
  it('place steps by their milliseconds', () => {
    assert.deepEqual(drawn([step(0, 0), step(30, 0), step(120, 0)]).points, [0, 25, 100]);
  });

  it('stand still at zero when nothing took any time', () => {
    assert.deepEqual(drawn([step(0, 0)]).points, [0]);
    assert.deepEqual(drawn([]).points, []);
  });

  it('show a wait between the step before it and the step after it, even when no time was measured between them', () => {
    const { points, bands } = drawn([step(50, 0), step(50, 60), step(100, 60)]);
    const [before = Number.NaN, after = Number.NaN, last = Number.NaN] = points;
    assert.equal(bands.length, 1);
    assert.deepEqual(bands[0], { from: before, to: after });
    assert.equal(last, 100);
  });

  it('leave half of the width to what was measured, however often was waited', () => {
    const { points, bands } = drawn(Array.from({ length: 40 }, (_, index) => step(index, index * 60)));
    assert.equal(bands.length, 39);
    assert.ok(Math.abs(bands.reduce((total, { from, to }) => total + to - from, 0) - 50) < 0.5);
    assert.deepEqual(
      points,
      [...points].sort((left, right) => left - right),
    );
    assert.equal(points.at(-1), 100);
  });
});

describe('waiting', () => {
  it('is what went on of the organization’s own time between two steps', () => {
    assert.deepEqual(waitsOf([step(1, 0), step(3, 60), step(4, 60), step(8, 180)]), [
      { atMs: 2, seconds: 60, before: 1 },
      { atMs: 6, seconds: 120, before: 3 },
    ]);
  });
});

describe('the ticks of the axis', () => {
  for (const [lastMs, expected] of [
    [1, [0, 1]],
    [10, [0, 5, 10]],
    [78, [0, 20, 40, 60]],
    [2184, [0, 1000, 2000]],
  ] as const)
    it(`are round figures up to ${lastMs} ms`, () => {
      assert.deepEqual(ticksOf(lastMs), expected);
    });
});
