import assert from 'node:assert/strict';
import { isWindowOpen, LONGEST_WINDOW_HOURS, momentOf } from '../../../infra/specifications/maintenance';

const NOW = Date.parse('2026-03-02T12:00:00Z');

describe('the maintenance window', () => {
  const windows: readonly [promise: string, until: string | undefined, isOpen: boolean][] = [
    ['is closed where nobody opened one', undefined, false],
    ['is open until the moment that it names', '2026-03-02T12:00:01Z', true],
    ['is closed from that moment on', '2026-03-02T12:00:00Z', false],
    ['is closed once that moment has passed', '2026-03-02T11:59:59Z', false],
    ['is open for four hours', '2026-03-02T16:00:00Z', true],
    ['is closed when it would be open for longer', '2026-03-02T16:00:00.001Z', false],
    ['is closed when it would be open for ever', '9999-12-31T23:59:59Z', false],
    ['is closed for a text that names no moment', 'tomorrow', false],
    ['is closed for an empty text', '', false],
    ['is closed for a moment in the time of a place', '2026-03-02T13:00:00', false],
    ['is closed for a moment with an offset', '2026-03-02T14:00:00+01:00', false],
    ['is closed for a number', '1772456400000', false],
    ['is closed for a month that the calendar does not have', '2026-13-02T13:00:00Z', false],
    ['is closed for a day that its month does not have', '2026-02-30T13:00:00Z', false],
    ['is closed for an hour that the day does not have', '2026-03-01T36:30:00Z', false],
  ];
  for (const [promise, until, isOpen] of windows)
    it(promise, () => {
      assert.equal(isWindowOpen(until, NOW), isOpen);
    });

  it('names its end to the minute, the second or the millisecond', () => {
    assert.equal(momentOf('2026-03-02T12:00Z'), NOW);
    assert.equal(momentOf('2026-03-02T12:00:00Z'), NOW);
    assert.equal(momentOf('2026-03-02T12:00:00.007Z'), NOW + 7);
    assert.equal(LONGEST_WINDOW_HOURS, 4);
  });
});
