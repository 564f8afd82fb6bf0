import assert from 'node:assert/strict';

import runtimePromises = require('@pulumi/pulumi/runtime/debuggable');
import runtimeState = require('@pulumi/pulumi/runtime/state');

import { leaveOutTraces } from '../../../sandbox/doors/pulumi-traces';

interface Watched extends Promise<unknown> {
  readonly _debugStackTrace?: string;
}

const promises = runtimePromises as unknown as { debuggablePromise(promise: Watched, context: string): Watched };
const { withLocalStorage } = runtimeState as unknown as { withLocalStorage<T>(callback: () => T): T };

describe('Without the traces of the runtime', () => {
  before(() => leaveOutTraces());

  it('a promise is still watched, and notes no frame', async () => {
    const promise: Watched = Promise.resolve('value');
    assert.equal(await withLocalStorage(() => promises.debuggablePromise(promise, 'a test')), 'value');
    assert.equal(promise._debugStackTrace, 'Error');
  });

  it('an exception keeps its trace', async () => {
    await withLocalStorage(() => promises.debuggablePromise(Promise.resolve(), 'a test'));
    assert.match(new Error('after it').stack ?? '', /pulumi-traces\.test/);
  });
});
