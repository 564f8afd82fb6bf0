import assert from 'node:assert/strict';
import type { Gate } from '../../sandbox/core/gate';
import type { Call } from '../../sandbox/core/service';
import { durableGate } from '../../sandbox/durable-gate';

const call = (operation: string): Call => ({
  principal: { kind: 'service', service: 'events.amazonaws.com' },
  region: 'us-east-1',
  service: 'sns',
  operation,
  input: {},
});

describe('the gate of an organization that is kept', () => {
  const told: string[] = [];
  const inner = {
    observe: () => () => undefined,
    service: () => undefined,
    call: async ({ operation }: Call) => {
      told.push(operation);
      if (operation === 'DeleteTopic') throw new Error('refused');
      return operation;
    },
  } as unknown as Gate;
  const open = (save: () => Promise<void>) => {
    const durable = durableGate(inner, save);
    durable.stop();
    return durable.gate;
  };
  const saving = open(async () => {
    await Promise.resolve();
    told.push('saved');
  });

  beforeEach(() => {
    told.length = 0;
  });

  it('answers once the change is on disk', async () => {
    assert.equal(await saving.call(call('CreateTopic')), 'CreateTopic');
    assert.deepEqual(told, ['CreateTopic', 'saved']);
  });

  it('keeps what a refused call has left too', async () => {
    await assert.rejects(saving.call(call('DeleteTopic')), /refused/);
    assert.deepEqual(told, ['DeleteTopic', 'saved']);
  });

  it('writes nothing for a call that only looks', async () => {
    await saving.call(call('GetTopicAttributes'));
    assert.deepEqual(told, ['GetTopicAttributes']);
  });

  it('does not answer what it could not keep', async () => {
    const failing = open(() => Promise.reject(new Error('no space left')));
    await assert.rejects(failing.call(call('CreateTopic')), /no space left/);
  });
});
