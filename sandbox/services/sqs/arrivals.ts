/** Who waits for a message: the long polls of every queue. */
import type { Queue } from './state';

const waiting = new WeakMap<Queue, Set<() => void>>();

/** Wakes everyone who waits for a message of this queue. */
export function announceArrival(queue: Queue): void {
  const wakes = waiting.get(queue);
  waiting.delete(queue);
  for (const wake of wakes ?? []) wake();
}

/** Calls `wake` at the next arrival; the answer ends that. */
export function onArrival(queue: Queue, wake: () => void): () => void {
  const wakes = waiting.get(queue) ?? new Set();
  waiting.set(queue, wakes.add(wake));
  return () => wakes.delete(wake);
}
