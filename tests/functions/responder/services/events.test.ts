import assert from 'node:assert/strict';
import { completed } from '../../../../functions/responder/services/events';

describe('what EventBridge answers', () => {
  it('is passed on when everything was done', () => {
    for (const answer of [{}, { Targets: [{ Id: 'one' }] }, { FailedEntryCount: 0, FailedEntries: [] }])
      assert.equal(completed(answer), answer);
  });

  it('is an error of its own when a target was refused, although the call succeeded', () => {
    const failed = {
      TargetId: 'one',
      ErrorCode: 'ConcurrentModificationException',
      ErrorMessage: 'Somebody else does.',
    };
    assert.throws(() => completed({ FailedEntryCount: 1, FailedEntries: [failed] }), {
      name: 'ConcurrentModificationException',
      message: 'Somebody else does.',
    });
    assert.throws(() => completed({ FailedEntryCount: 1, FailedEntries: [{}] }), { name: 'FailedEntry' });
  });
});
