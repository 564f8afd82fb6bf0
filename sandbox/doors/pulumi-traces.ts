/** The stack traces that Pulumi's runtime takes all the time, left out: they take most of a deployment's time. */
import { Resource } from '@pulumi/pulumi';

import runtimePromises = require('@pulumi/pulumi/runtime/debuggable');

type Watch = (promise: Promise<unknown>, context: string) => Promise<unknown>;

/** The type declarations leave these two out. */
const promises = runtimePromises as unknown as { debuggablePromise: Watch };
const resources = Resource as unknown as { callsites: () => readonly object[] };

let left = false;

/**
 * Keeps the runtime from taking a trace for every property of every resource, which it shows only for promises that are never
 * settled and only where `PULUMI_DEBUG_PROMISE_LEAKS` is set (then they are taken), and from looking up for the engine in
 * which line a resource was made: mocks are not told. Exceptions keep their traces.
 */
export function leaveOutTraces(): void {
  if (left) return;
  left = true;
  resources.callsites = () => [];
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS) return;
  const watch = promises.debuggablePromise;
  promises.debuggablePromise = (promise, context) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return watch(promise, context);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
}
