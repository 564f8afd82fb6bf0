import assert from 'node:assert/strict';
import { startLogging, type TrailControl } from '../../../functions/responder/start-logging';

interface FakeTrail extends TrailControl {
  readonly calls: string[];
}

/** A trail in memory; `broken` names what its calls throw. */
function trail(isLogging: boolean, broken: { status?: Error[]; start?: Error; deaf?: boolean } = {}): FakeTrail {
  const calls: string[] = [];
  let logging = isLogging;
  return {
    calls,
    status: async () => {
      calls.push('status');
      const error = broken.status?.shift();
      if (error !== undefined) throw error;
      return { isLogging: logging, ...(logging ? {} : { stoppedAt: '2026-01-02T03:04:05.000Z' }) };
    },
    startLogging: async () => {
      calls.push('start');
      if (broken.start !== undefined) throw broken.start;
      if (broken.deaf !== true) logging = true;
    },
  };
}

describe('the repair of a stopped trail', () => {
  it('reads, starts, and reads again', async () => {
    const stopped = trail(false);
    const result = await startLogging(stopped, true);
    assert.deepEqual(stopped.calls, ['status', 'start', 'status']);
    assert.deepEqual(result, {
      outcome: 'repaired',
      found: 'The trail is not logging since 2026-01-02T03:04:05.000Z.',
      done: 'cloudtrail:StartLogging',
      verified: 'The trail is logging.',
    });
  });

  it('changes nothing about a trail that is logging', async () => {
    const logging = trail(true);
    assert.equal((await startLogging(logging, true)).outcome, 'intact');
    assert.deepEqual(logging.calls, ['status']);
  });

  it('ends the same, run twice', async () => {
    const stopped = trail(false);
    assert.equal((await startLogging(stopped, true)).outcome, 'repaired');
    assert.equal((await startLogging(stopped, true)).outcome, 'intact');
  });

  it('does not wait for a reading that fails', async () => {
    const stopped = trail(false, { status: [new Error('Rate exceeded')] });
    const result = await startLogging(stopped, true);
    assert.deepEqual(stopped.calls, ['status', 'start', 'status']);
    assert.equal(result.outcome, 'repaired');
    assert.equal(result.found, 'The status of the trail could not be read: Error: Rate exceeded');
  });

  it('says what it would do in observe mode, and does not do it', async () => {
    const stopped = trail(false);
    const result = await startLogging(stopped, false);
    assert.deepEqual(stopped.calls, ['status']);
    assert.equal(result.outcome, 'observed');
    assert.match(result.done, /cloudtrail:StartLogging/);
  });

  const failing: [promise: string, broken: Parameters<typeof trail>[1], message: RegExp][] = [
    [
      'is refused',
      { start: new Error('is not authorized to perform: cloudtrail:StartLogging') },
      /not authorized to perform: cloudtrail:StartLogging/,
    ],
    ['is answered, and did nothing', { deaf: true }, /was started, and is not logging/],
  ];
  for (const [promise, broken, message] of failing)
    it(`fails when the start ${promise}`, async () => {
      const result = await startLogging(trail(false, broken), true);
      assert.equal(result.outcome, 'failed');
      assert.match(String(result.error), message);
    });

  it('fails when nothing can be verified', async () => {
    const unreadable = [new Error('Rate exceeded'), new Error('Rate exceeded')];
    const result = await startLogging(trail(false, { status: unreadable }), true);
    assert.equal(result.outcome, 'failed');
    assert.equal(result.verified, 'Not verified: Error: Rate exceeded');
  });
});
