/** Processes that attack copies of the organization, so that no processor is idle while attacks wait for each other. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { OrganizationCopy } from '../state-copy';
import type { AttackResult } from './drill-run';
import type { Program } from './program';

const REGISTER = join(__dirname, '..', 'register.cjs');
const ACCOMPLICE = join(__dirname, 'accomplice-process.ts');

/** What an accomplice is told: first what to attack, then how, one attack after the other. It ends when it is left alone. */
export type ToAccomplice =
  | { readonly kind: 'copy'; readonly copy: OrganizationCopy }
  | { readonly kind: 'attack'; readonly id: string };

export type FromAccomplice =
  | { readonly kind: 'ready' }
  | { readonly kind: 'attacked'; readonly result: AttackResult }
  | { readonly kind: 'failed'; readonly message: string };

export class Accomplices {
  private readonly processes: readonly ChildProcess[];

  /** Starts them: they load while the organization is being deployed. */
  constructor(count: number) {
    this.processes = Array.from({ length: count }, () =>
      fork(ACCOMPLICE, [], { execArgv: ['-r', REGISTER], serialization: 'advanced' }),
    );
  }

  /**
   * Has attacks of a program made, until none is left.
   *
   * @returns when all have ended; rejects with what went wrong in the first that failed, and stops the program
   */
  work(copy: OrganizationCopy, program: Program): Promise<unknown> {
    const working = Promise.all(this.processes.map((accomplice) => attacks(accomplice, copy, program)));
    working.catch(() => program.stop());
    return working;
  }

  /** Leaves all alone. */
  end(): void {
    for (const accomplice of this.processes) if (accomplice.connected) accomplice.disconnect();
  }
}

function attacks(accomplice: ChildProcess, copy: OrganizationCopy, program: Program): Promise<void> {
  return new Promise((resolve, reject) => {
    const tell = (message: ToAccomplice): void => void accomplice.send(message);
    accomplice.on('message', (message: FromAccomplice) => {
      if (message.kind === 'failed') return reject(new Error(message.message));
      if (message.kind === 'attacked') program.add(message.result);
      const scenario = program.take();
      if (scenario === undefined) accomplice.disconnect();
      else tell({ kind: 'attack', id: scenario.id });
    });
    accomplice.once('error', reject);
    accomplice.once('exit', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`A process of the drill ended with ${signal ?? code}.`)),
    );
    tell({ kind: 'copy', copy });
  });
}
