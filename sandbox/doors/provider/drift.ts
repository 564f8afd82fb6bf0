/** What a read makes of inputs: those that still describe the resource, and what AWS has in place of the others. */
import type { ResourceAdapter } from '../../resources/adapter';
import { isNothing, isSameValue } from './difference';
import { isAsset, isRecord, type Properties } from './property-value';

/**
 * The inputs of a resource that somebody may have changed: as they were, but for those whose state is another than it was.
 *
 * @param oldInputs what was said of the resource
 * @param olds its state when that was done, or when it was last read
 * @param state its state now
 */
export function driftedInputs(
  adapter: ResourceAdapter,
  oldInputs: Properties,
  olds: Properties,
  state: Properties,
): Properties {
  const { computed = [], unread = [] } = adapter;
  const inputs: Record<string, unknown> = { ...oldInputs };
  for (const key of adapter.inputs) {
    const left = oldInputs[key] === undefined;
    if (key === 'tags' || unread.includes(key) || isAsset(oldInputs[key]) || (left && computed.includes(key))) continue;
    if (isSameValue(olds[key], state[key])) continue;
    if (state[key] === undefined) delete inputs[key];
    else inputs[key] = state[key];
  }
  if (adapter.inputs.includes('tags') && !isSameValue(olds.tagsAll, state.tagsAll))
    Object.assign(inputs, driftedTags(oldInputs.tags, state));
  return inputs;
}

/** The inputs of a resource of which nothing is known but its state. What the provider would assume anyway is left out. */
export function importedInputs(adapter: ResourceAdapter, state: Properties): Properties {
  const { defaults = {} } = adapter;
  const known = adapter.inputs.filter((key) => state[key] !== undefined);
  const said = known.filter((key) =>
    key in defaults ? !isSameValue(defaults[key], state[key]) : !isNothing(state[key]),
  );
  return {
    ...Object.fromEntries(said.map((key) => [key, state[key]])),
    ...(adapter.inputs.includes('tags') ? { tagsAll: state.tagsAll ?? {} } : {}),
  };
}

/**
 * The inputs that an update starts from: what the last state shows of them, which is less than was said where a creation or
 * an update was not finished.
 */
export function reachedInputs(
  { inputs, unread = [] }: ResourceAdapter,
  oldInputs: Properties,
  olds: Properties,
): Properties {
  const said = Object.entries(oldInputs).filter(([key]) => inputs.includes(key));
  // Of assets the engine sends the former hash alone, which says nothing to anybody else.
  const reached = said.map(([key, value]) => {
    if (isAsset(value)) return [key, undefined] as const;
    const shown = !unread.includes(key) && key !== 'tags';
    return [key, shown && !isSameValue(value, olds[key]) ? olds[key] : value] as const;
  });
  return {
    ...Object.fromEntries(reached.filter(([, value]) => value !== undefined)),
    ...(inputs.includes('tags') ? { tagsAll: olds.tagsAll ?? oldInputs.tagsAll ?? {} } : {}),
  };
}

/** The tags that are a resource's own are those that its program names, and those that no default explains. */
function driftedTags(own: unknown, { tags, tagsAll }: Properties): Properties {
  const all = isRecord(tagsAll) ? tagsAll : {};
  const named = Object.keys(isRecord(own) ? own : {}).filter((key) => key in all);
  const explained = Object.fromEntries(named.map((key) => [key, all[key]]));
  return { tags: { ...(isRecord(tags) ? tags : {}), ...explained }, tagsAll: all };
}
