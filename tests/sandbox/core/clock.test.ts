import assert from 'node:assert/strict';
import { Clock } from '../../../sandbox/core/clock';

const START = new Date('2026-03-02T09:00:00.000Z');

describe('time that passes while somebody waits', () => {
  it('moves a virtual clock, and what is due on the way happens', async () => {
    const clock = new Clock('virtual', START);
    const happened: string[] = [];
    clock.after(500, () => void happened.push(clock.now().toISOString()));
    await clock.pass(1000);
    assert.deepEqual(happened, ['2026-03-02T09:00:00.500Z']);
    assert.equal(clock.now().toISOString(), '2026-03-02T09:00:01.000Z');
  });

  it('is the same for all who wait at one time, and never goes back', async () => {
    const clock = new Clock('virtual', START);
    await Promise.all([clock.pass(3000), clock.pass(1000), clock.pass(2000)]);
    assert.equal(clock.now().toISOString(), '2026-03-02T09:00:03.000Z');
  });

  it('is waited for by a real clock', async () => {
    const clock = new Clock('real', START);
    await clock.pass(1);
    assert.ok(clock.now().getTime() - START.getTime() >= 1);
    await clock.stop();
  });
});
