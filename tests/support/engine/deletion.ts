/** Deleting: what is protected is refused, what is retained is only forgotten, and nothing goes before what depends on it. */
import { type Run, StepFailed } from './run';
import { dependentsFirst, type ResourceState } from './snapshot';

/** Deletes resources, dependents first. The first one that cannot be deleted ends it. */
export async function deleteAll(run: Run, states: readonly ResourceState[]): Promise<void> {
  for (const state of dependentsFirst(states)) {
    const { urn } = state;
    if (state.protect) throw new StepFailed(urn, new Error(protectedFromDeletion(urn)));
    const isReplaced = run.snapshot.replaced.includes(state);
    await deleteNow(run, state);
    if (!isReplaced) run.steps.push({ urn, operation: 'delete', keys: [] });
  }
}

/**
 * Deletes one resource, protected or not.
 *
 * @throws StepFailed with what AWS answered
 */
export async function deleteNow(run: Run, state: ResourceState): Promise<void> {
  const { urn, type, custom, external, retainOnDelete, provider } = state;
  const isReal = custom && !external && !type.startsWith('pulumi:');
  if (isReal && !retainOnDelete && !run.preview)
    try {
      await (await run.providers.of(provider, type)).delete(state);
    } catch (error) {
      throw new StepFailed(urn, error);
    }
  run.snapshot.forget(state);
}

/** The engine's words. */
export function protectedFromDeletion(urn: string): string {
  return (
    `resource "${urn}" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the ` +
    '`protect` flag from the resource in your Pulumi program and run `pulumi up`, or use the command:\n' +
    `\`pulumi state unprotect '${urn}'\``
  );
}
