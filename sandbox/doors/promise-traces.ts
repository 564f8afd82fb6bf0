/** The stack traces that Pulumi's runtime notes for every promise, left out: they take most of a deployment's time. */
type Watch = (promise: Promise<unknown>, context: string) => Promise<unknown>;

/** The type declarations leave out what the module is for. */
const promises: { debuggablePromise: Watch } = require('@pulumi/pulumi/runtime/debuggable');

let left = false;

/**
 * Keeps the runtime from taking a trace for each of a resource's properties. A trace is shown only for a promise that is
 * never settled, and only where `PULUMI_DEBUG_PROMISE_LEAKS` is set: then they are taken. Exceptions keep their traces.
 */
export function leaveOutPromiseTraces(): void {
  if (left || process.env.PULUMI_DEBUG_PROMISE_LEAKS) return;
  left = true;
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
