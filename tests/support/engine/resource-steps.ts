/** From a resource as it should be to the one step that gets it there: same, create, update, replace or import. */
import { deleteNow } from './deletion';
import type { Goal } from './goal';
import { initFailureOf } from './init-failure';
import type { Checked, Difference, ProviderConnection } from './provider-connection';
import type { Operation, Run } from './run';
import { dependentsFirst, type ResourceState } from './snapshot';
import { differingKeys, type Properties, withUnknown } from './values';

/** Takes the step for a resource of a provider, and answers what it then is. */
export async function stepFor(run: Run, urn: string, goal: Goal): Promise<ResourceState> {
  const provider = await run.providers.of(goal.provider, goal.type);
  const old = run.snapshot.resources.get(urn);
  const wanted = withoutIgnored(goal, old);
  const inputs = await check(provider.check(urn, old?.inputs ?? {}, wanted), urn);
  if (old === undefined && goal.knownId !== '') return await importResource(run, provider, urn, { ...goal, inputs });
  if (old === undefined)
    return await create(run, provider, urn, { ...goal, inputs }, run.replacing.has(urn) ? 'replace' : 'create', []);
  const difference = await differenceOf(provider, old, inputs, goal);
  if (difference.replaces.length > 0) return await replace(run, provider, old, { ...goal, inputs: wanted }, difference);
  if (difference.changes === 'none') {
    note(run, urn, 'same', []);
    return keep(run, { ...stateOf(urn, goal), inputs, id: old.id, outputs: old.outputs });
  }
  return await update(run, provider, old, { ...goal, inputs }, difference);
}

/**
 * The inputs as the provider completes them.
 *
 * @throws Error in the engine's words, naming every property that the provider refuses
 */
export async function check(ask: Promise<Checked>, urn: string): Promise<Properties> {
  const { inputs, failures } = await ask;
  if (failures.length === 0) return inputs;
  const [, , type = '', name = ''] = urn.split('::');
  const problems = failures.map(
    (failure) =>
      `${type.split('$').at(-1)} resource '${name}' has a problem: ${failure.reason}` +
      `${failure.property === '' ? '' : `. Examine values at '${name}.${failure.property}'.`}`,
  );
  throw new Error(problems.join('\n'));
}

async function differenceOf(
  provider: ProviderConnection,
  old: ResourceState,
  inputs: Properties,
  { ignoreChanges }: Pick<Goal, 'ignoreChanges'>,
): Promise<Difference> {
  const answer = await provider.diff(old, inputs, ignoreChanges);
  const keys = differingKeys(old.inputs, inputs);
  const unsure = answer.changes === 'unknown' && keys.length > 0;
  const changes = answer.changes === 'some' || unsure || old.initErrors.length > 0 ? 'some' : 'none';
  return { ...answer, changes, keys: answer.keys.length > 0 ? answer.keys : keys };
}

async function create(
  run: Run,
  provider: ProviderConnection,
  urn: string,
  goal: Goal,
  operation: Operation,
  keys: readonly string[],
): Promise<ResourceState> {
  const begun = stateOf(urn, goal);
  const made = await orPartly(run, begun, () => provider.create(urn, goal.inputs, run.preview));
  note(run, urn, operation, keys);
  return keep(run, { ...begun, ...made });
}

async function update(
  run: Run,
  provider: ProviderConnection,
  old: ResourceState,
  goal: Goal,
  { keys }: Difference,
): Promise<ResourceState> {
  const begun = { ...stateOf(old.urn, goal), id: old.id, outputs: old.outputs };
  const outputs = await orPartly(run, begun, async () => ({
    outputs: await provider.update(old, goal.inputs, goal.ignoreChanges, run.preview),
  }));
  note(run, old.urn, 'update', keys);
  return keep(run, { ...begun, ...outputs });
}

async function replace(
  run: Run,
  provider: ProviderConnection,
  old: ResourceState,
  goal: Goal,
  { replaces, deleteBeforeReplace }: Difference,
): Promise<ResourceState> {
  if (old.protect && goal.protect) refuseReplacement(run, old.urn);
  const inputs = await check(provider.check(old.urn, {}, goal.inputs), old.urn);
  if (goal.deleteBeforeReplace ?? deleteBeforeReplace) {
    for (const each of dependentsFirst([old, ...(await dependentsToReplace(run, old))])) {
      if (each.protect && each !== old) refuseReplacement(run, each.urn);
      await deleteNow(run, each);
      run.replacing.add(each.urn);
    }
    return await create(run, provider, old.urn, { ...goal, inputs }, 'replace', replaces);
  }
  const made = await create(run, provider, old.urn, { ...goal, inputs }, 'replace', replaces);
  run.snapshot.replaced.push(old);
  return made;
}

/** What depends on a resource that goes before its successor comes, and cannot outlive it either. */
async function dependentsToReplace(run: Run, gone: ResourceState): Promise<ResourceState[]> {
  const found = new Set([gone]);
  for (const each of found)
    for (const dependent of run.snapshot.resources.values()) {
      const properties = Object.entries(dependent.propertyDependencies).filter(([, urns]) => urns.includes(each.urn));
      if (found.has(dependent) || !dependent.custom || properties.length === 0) continue;
      const inputs = withUnknown(
        dependent.inputs,
        properties.map(([property]) => property),
      );
      const provider = await run.providers.of(dependent.provider, dependent.type);
      const { replaces } = await provider.diff(dependent, inputs, []);
      if (replaces.length > 0) found.add(dependent);
    }
  found.delete(gone);
  return [...found];
}

async function importResource(run: Run, provider: ProviderConnection, urn: string, goal: Goal): Promise<ResourceState> {
  const begun = { ...stateOf(urn, goal), id: goal.knownId };
  const found = await provider.read({ urn, id: goal.knownId });
  if (found === undefined) throw new Error(`resource '${goal.knownId}' does not exist`);
  const { changes, keys } = await differenceOf(provider, { ...begun, ...found }, goal.inputs, goal);
  if (changes !== 'none') {
    const mismatch = `inputs to import do not match the existing resource: ${keys.join(', ')}`;
    if (!run.preview) throw new Error(mismatch);
    run.diagnostics.push({ severity: 'warning', message: `${mismatch}; importing this resource will fail`, urn });
  }
  note(run, urn, 'import', changes === 'none' ? [] : keys);
  // The provider may keep another id than the one by which it was found.
  return keep(run, { ...begun, id: found.id, outputs: found.outputs });
}

/** A preview goes on after a refusal, so that it shows the difference that causes it. */
function refuseReplacement(run: Run, urn: string): void {
  const message =
    `unable to replace resource "${urn}"\nas it is currently marked for protection. To unprotect the resource, remove ` +
    'the `protect` flag from the resource in your Pulumi program and run `pulumi up`';
  if (!run.preview) throw new Error(message);
  run.diagnostics.push({ severity: 'error', message, urn });
}

/** Remembers what there is of a resource whose create or update failed half-way. */
async function orPartly<Made>(run: Run, begun: ResourceState, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make();
  } catch (error) {
    const partly = initFailureOf(error);
    if (partly !== undefined && !run.preview) keep(run, { ...begun, ...partly });
    throw error;
  }
}

/** What a goal says of the state; the id and the outputs are the provider's to say. */
export function stateOf(urn: string, goal: Goal): ResourceState {
  const { name: _, deleteBeforeReplace: _d, ignoreChanges: _i, knownId: _k, version: _v, ...kept } = goal;
  return { ...kept, urn, id: '', outputs: {}, external: false, initErrors: [] };
}

function keep(run: Run, state: ResourceState): ResourceState {
  run.snapshot.resources.set(state.urn, state);
  return state;
}

function note(run: Run, urn: string, operation: Operation, keys: readonly string[]): void {
  run.steps.push({ urn, operation, keys });
}

/** The program's inputs, with the old values of whatever it says to leave alone. */
function withoutIgnored({ inputs, ignoreChanges }: Goal, old: ResourceState | undefined): Properties {
  if (old === undefined || ignoreChanges.length === 0) return inputs;
  const kept = Object.entries(old.inputs).filter(([key]) => ignoreChanges.includes(key));
  const others = Object.entries(inputs).filter(([key]) => !ignoreChanges.includes(key));
  return Object.fromEntries([...others, ...kept]);
}
