/** One run of the engine: what it works with, and what it has to say at its end. */
import type { Severity } from './monitor';
import type { Providers } from './providers';
import type { Snapshot } from './snapshot';

export type Operation = 'same' | 'create' | 'update' | 'replace' | 'delete' | 'read' | 'import';

/** What happened, or would happen, to one resource. */
export interface Step {
  readonly urn: string;
  readonly operation: Operation;
  /** The properties that differ; for a replacement, those that replace. */
  readonly keys: readonly string[];
}

export interface Diagnostic {
  readonly severity: Severity;
  readonly message: string;
  /** Empty where it is about the whole run. */
  readonly urn: string;
}

export interface Run {
  readonly preview: boolean;
  /** Changed step by step; a preview works on a copy. */
  readonly snapshot: Snapshot;
  readonly providers: Providers;
  readonly steps: Step[];
  readonly diagnostics: Diagnostic[];
  /** URNs of what was deleted because it has to be made anew. */
  readonly replacing: Set<string>;
}

/** A step that failed, where it is not the one of the resource that was asked for. */
export class StepFailed extends Error {
  constructor(
    readonly urn: string,
    override readonly cause: unknown,
  ) {
    super(reason(cause));
  }
}

/** A run that failed: every error that was reported, as the engine would print them, and how far it came. */
export class RunFailed extends Error {
  constructor(
    readonly diagnostics: readonly Diagnostic[],
    readonly steps: readonly Step[],
  ) {
    super(
      diagnostics
        .filter(({ severity }) => severity === 'error')
        .map(({ message, urn }) => (urn === '' ? message : `${urn}: ${message}`))
        .join('\n'),
    );
    this.name = 'RunFailed';
  }
}

/** What an exception says, without the status code that gRPC puts before it. */
export function reason(error: unknown): string {
  const { details, message } = error as { details?: unknown; message?: unknown };
  if (typeof details === 'string' && details !== '') return details;
  return typeof message === 'string' ? message : String(error);
}
