import assert from 'node:assert/strict';
import type { Alert } from '../../../functions/responder/alert';
import { Folding } from '../../../functions/responder/folding';

const MINUTE = 60_000;
const ALERT: Alert = { subject: 'subject', body: 'body', severity: 'critical', outcome: 'repaired' };

/** A folding whose clock a test moves. */
function foldingAt(): { folding: Folding; wait: (milliseconds: number) => void } {
  let now = Date.parse('2026-01-02T03:00:00Z');
  return {
    folding: new Folding(() => now),
    wait: (milliseconds) => {
      now += milliseconds;
    },
  };
}

describe('folding', () => {
  it('sends the first, and the 10th and 100th of the same', () => {
    const { folding } = foldingAt();
    const sent = Array.from({ length: 100 }, (_, index) => (folding.next('a', ALERT) === undefined ? 0 : index + 1));
    assert.deepEqual(
      sent.filter((count) => count > 0),
      [1, 10, 100],
    );
  });

  it('sends what is new, however much of the old goes on', () => {
    const { folding } = foldingAt();
    for (let count = 0; count < 50; count += 1) folding.next('a', ALERT);
    assert.equal(folding.next('b', ALERT), ALERT);
  });

  it('says how often, since when, and what the latest was', () => {
    const { folding, wait } = foldingAt();
    folding.next('a', ALERT);
    for (let count = 0; count < 5; count += 1) {
      wait(10 * MINUTE);
      assert.equal(folding.next('a', ALERT), undefined);
    }
    wait(10 * MINUTE);
    const alert = folding.next('a', { ...ALERT, body: 'the latest' });
    assert.equal(alert?.subject, '(7 times) subject');
    assert.equal(
      alert?.body,
      'It goes on: 7 times since 2026-01-02T03:00:00.000Z, 6 of them since the last alert. The latest:\n\nthe latest',
    );
  });

  it('tells the end of a story, once', () => {
    const { folding, wait } = foldingAt();
    for (let count = 0; count < 4; count += 1) folding.next('a', ALERT);
    assert.deepEqual(folding.rest(), []);
    wait(MINUTE);
    assert.deepEqual(
      folding.rest().map(({ subject }) => subject),
      ['(4 times) subject'],
    );
    assert.deepEqual(folding.rest(), []);
  });

  it('takes the same for news after a quarter of an hour of quiet', () => {
    const { folding, wait } = foldingAt();
    folding.next('a', ALERT);
    wait(15 * MINUTE + 1);
    assert.equal(folding.next('a', ALERT), ALERT);
  });

  it('sends in full again what reached nobody', () => {
    const { folding } = foldingAt();
    folding.next('a', ALERT);
    folding.forget('a');
    assert.equal(folding.next('a', ALERT), ALERT);
  });
});
