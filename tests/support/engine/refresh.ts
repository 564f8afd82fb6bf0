/**
 * Refreshing: every resource is read, and the snapshot then says what is there. What somebody changed shows in the inputs;
 * outputs may have changed because of another resource of the stack, such as a queue's policy.
 */
import { type Run, StepFailed } from './run';
import type { ResourceState } from './snapshot';
import { differingKeys } from './values';

export async function refreshAll(run: Run): Promise<void> {
  for (const state of run.snapshot.resources.values()) {
    if (!state.custom || state.external || state.type.startsWith('pulumi:')) continue;
    try {
      await refresh(run, state);
    } catch (error) {
      throw new StepFailed(state.urn, error);
    }
  }
}

async function refresh(run: Run, state: ResourceState): Promise<void> {
  const { urn } = state;
  const provider = await run.providers.of(state.provider, state.type);
  const found = await provider.read(state);
  if (found === undefined) {
    run.snapshot.forget(state);
    run.steps.push({ urn, operation: 'delete', keys: [] });
    return;
  }
  const keys = differingKeys(state.inputs, found.inputs);
  run.snapshot.resources.set(urn, { ...state, ...found });
  run.steps.push({ urn, operation: keys.length > 0 ? 'update' : 'same', keys });
}
