import assert from 'node:assert/strict';
import { centralRules } from '../../../infra/event-rules';
import { sampleEvents, stopLoggingOfSampleTrail } from '../../../sandbox/bench/sample-events';
import { matches, parsePattern } from '../../../sandbox/event-pattern';

describe('The sample events', () => {
  const patterns = centralRules().map(({ pattern }) => parsePattern(JSON.stringify(pattern)));
  const { everyday, tampering } = sampleEvents();

  it('of every day are matched by no rule of the catalogue', () => {
    assert.deepEqual(
      everyday.filter((event) => patterns.some((pattern) => matches(pattern, event))),
      [],
    );
  });

  it('that tamper are matched by one', () => {
    for (const event of tampering) assert.ok(patterns.some((pattern) => matches(pattern, event)));
  });

  it('begin with the call that stops the sample trail', () => {
    assert.equal((stopLoggingOfSampleTrail().detail as { eventName: string }).eventName, 'StopLogging');
  });
});
