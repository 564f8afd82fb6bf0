import assert from 'node:assert/strict';
import { isMet, median } from '../../../sandbox/bench/figure';

describe('A target', () => {
  it('that a figure must stay under is missed at the limit itself', () => {
    assert.deepEqual(
      [19.9, 20, 20.1].map((value) => isMet({ bound: 'under', value: 20 }, value)),
      [true, false, false],
    );
  });

  it('that a figure must exceed is missed at the limit itself', () => {
    assert.deepEqual(
      [49_999, 50_000, 50_001].map((value) => isMet({ bound: 'over', value: 50_000 }, value)),
      [false, false, true],
    );
  });

  it('of at most a value is met by that value', () => {
    assert.deepEqual(
      [1, 2, 3].map((value) => isMet({ bound: 'at most', value: 2 }, value)),
      [true, true, false],
    );
  });
});

describe('A median', () => {
  it('is the value in the middle, in whatever order they were measured', () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([7]), 7);
  });

  it('of an even number of values is the mean of the two in the middle', () => {
    assert.equal(median([4, 10, 1, 2]), 3);
  });

  it('of no values is refused', () => {
    assert.throws(() => median([]), /no median of no values/);
  });
});
