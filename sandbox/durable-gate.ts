/** The gate of an organization that is kept on disk: nothing is answered that would be forgotten. */
import type { Gate } from './core/gate';
import { onlyLooks } from './core/operation-name';

/** How long, in milliseconds, what AWS does by itself waits to be written. */
const PAUSE_MS = 1000;

export interface DurableGate {
  /** Answers a call that does more than look when it is on disk, whatever came of it. */
  readonly gate: Pick<Gate, 'call' | 'service'>;
  /** Ends the writing of what AWS does by itself. */
  stop(): void;
}

/**
 * Puts a save before every answer. What AWS does by itself (deliveries, records, alarms) follows within a second: that is
 * all that is lost when the process is killed.
 *
 * @param save writes the organization; many calls at one time share a write
 */
export function durableGate(gate: Gate, save: () => Promise<void>): DurableGate {
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      save().catch((error: unknown) =>
        process.stderr.write(`The organization could not be written: ${String(error)}\n`),
      );
    }, PAUSE_MS).unref();
  };
  const endObserving = gate.observe(later);
  return {
    gate: {
      service: (name) => gate.service(name),
      call: async (call) => {
        try {
          return await gate.call(call);
        } finally {
          if (!onlyLooks(call.operation)) await save();
        }
      },
    },
    stop: () => {
      endObserving();
      clearTimeout(timer);
    },
  };
}
