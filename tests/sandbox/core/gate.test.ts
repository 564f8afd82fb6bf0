import assert from 'node:assert/strict';
import type { Service } from '../../../sandbox/core/service';
import { refuses, testGate } from '../support';

const ACCOUNT = '222222222222';

/** A counter that roles may turn up who are allowed to publish. */
function counter(): { service: Service; count: () => number } {
  let count = 0;
  const service: Service = {
    name: 'counter',
    actionPrefix: 'sns',
    eventSource: 'counter.amazonaws.com',
    sdk: () => ({}),
    operations: {
      Publish: {
        handle: () => {
          count += 1;
          return {};
        },
      },
    },
  };
  return { service, count: () => count };
}

describe('the rehearsal of a call', () => {
  const call = { region: 'us-east-1', service: 'counter', operation: 'Publish', input: {} };

  it('says what the permissions say, does nothing, and leaves no record', async () => {
    const { service, count } = counter();
    const cloud = testGate([service]);
    await cloud.gate.rehearse({ ...call, principal: cloud.administrator(ACCOUNT) });
    await refuses(cloud.gate.rehearse({ ...call, principal: cloud.role(ACCOUNT, 'nobody') }), 'AccessDenied');
    assert.equal(count(), 0);
    assert.deepEqual(cloud.answered, []);
    await cloud.gate.call({ ...call, principal: cloud.administrator(ACCOUNT) });
    assert.equal(count(), 1);
  });

  it('knows no more operations than a call', async () => {
    const cloud = testGate([counter().service]);
    const principal = cloud.administrator(ACCOUNT);
    await refuses(cloud.gate.rehearse({ ...call, operation: 'Silence', principal }), 'NotImplemented');
    await refuses(cloud.gate.rehearse({ ...call, service: 'clock', principal }), 'NotImplemented');
  });
});
