/** Create, Update and Delete: what the engine has done to a resource, by the calls of its adapter. */
import type { ResourceAdapter } from '../../resources/adapter';
import { autoName } from '../../resources/auto-name';
import type { ConfiguredProvider } from '../../resources/provider';
import { CallHistory } from './call-history';
import { isSameValue } from './difference';
import { reachedInputs } from './drift';
import { FailedOperation, UnfinishedResource } from './failure';
import { isAsset, type Properties, withAssets } from './property-value';

/** A resource that the engine asks about, and the provider that it belongs to. */
export interface Subject {
  readonly adapter: ResourceAdapter;
  readonly provider: ConfiguredProvider;
  readonly urn: string;
  /** The logical name. */
  readonly name: string;
  /** Makes a path of the program's an absolute one. */
  readonly resolve: (path: string) => string;
}

export interface Existing {
  readonly id: string;
  readonly oldInputs: Properties;
  /** The outputs of the last operation. */
  readonly olds: Properties;
}

/**
 * Makes a resource.
 *
 * @throws UnfinishedResource when it is there, but a later call failed
 * @throws FailedOperation with what AWS answered
 */
export async function created(subject: Subject, inputs: Properties): Promise<{ id: string; state: Properties }> {
  const { adapter, provider, urn, name } = subject;
  const calls = new CallHistory(provider, inputs.region);
  const args = argumentsOf(subject, inputs);
  let id: string | undefined;
  try {
    id = await adapter.create(calls.cloud, args as never, autoName(urn, name));
    return { id, state: await stateOf(subject, calls, id, inputs, args) };
  } catch (error) {
    const failure = new FailedOperation(`creating ${adapter.type} "${name}"`, calls.lastCall, error);
    if (!calls.changed) throw failure;
    id ??= await calls.idMade(adapter, args, autoName(urn, name));
    if (id === undefined) throw failure;
    throw await unfinished(subject, { id, oldInputs: inputs, olds: {} }, inputs, failure);
  }
}

/**
 * Brings a resource to new inputs.
 *
 * @throws UnfinishedResource when something was changed before a call failed
 * @throws FailedOperation with what AWS answered
 */
export async function updated(
  subject: Subject,
  { id, oldInputs, olds }: Existing,
  news: Properties,
): Promise<Properties> {
  const { adapter, provider, name } = subject;
  if (adapter.update === undefined)
    throw new Error(`The sandbox's ${adapter.type} has no update: it is replaced. Teach its adapter, or replace it.`);
  const calls = new CallHistory(provider, news.region);
  const args = argumentsOf(subject, news);
  const before = reachedInputs(adapter, oldInputs, olds);
  try {
    await adapter.update(calls.cloud, id, args as never, before as never);
    return await stateOf(subject, calls, id, news, args);
  } catch (error) {
    const failure = new FailedOperation(`updating ${adapter.type} "${name}" (${id})`, calls.lastCall, error);
    throw calls.changed ? await unfinished(subject, { id, oldInputs, olds }, news, failure) : failure;
  }
}

/**
 * The outputs that a preview can tell of a resource that will be updated: its state, with what the inputs say now. An input
 * that is no longer given becomes what AWS makes of it, which is not known.
 */
export function previewedUpdate(
  { inputs }: ResourceAdapter,
  { oldInputs, olds }: Existing,
  news: Properties,
): Properties {
  const known = Object.entries(olds).filter(
    ([key]) => !(inputs.includes(key) && oldInputs[key] !== undefined && news[key] === undefined),
  );
  // What AWS wrote in its own way stays as it wrote it, as long as it says the same.
  const changed = Object.entries(news).filter(([key, value]) => !isSameValue(olds[key], value));
  return { ...news, ...Object.fromEntries(known), ...Object.fromEntries(changed) };
}

/**
 * Deletes a resource. One that is gone already is deleted.
 *
 * @throws FailedOperation with what AWS answered
 */
export async function deleted(subject: Subject, { id, oldInputs, olds }: Existing): Promise<void> {
  const { adapter, provider, name } = subject;
  if (adapter.delete === undefined)
    throw new Error(`The sandbox's ${adapter.type} has no delete. Teach its adapter the calls that take it away.`);
  const calls = new CallHistory(provider, oldInputs.region ?? olds.region);
  try {
    await adapter.delete(calls.cloud, id, argumentsOf(subject, oldInputs) as never);
  } catch (error) {
    throw new FailedOperation(`deleting ${adapter.type} "${name}" (${id})`, calls.lastCall, error);
  }
}

/** A resource's outputs: its state, with those inputs that AWS shows to nobody. */
export function outputsOf({ unread = [] }: ResourceAdapter, inputs: Properties, state: object): Properties {
  const hidden = Object.entries(inputs).filter(([key, value]) => unread.includes(key) || isAsset(value));
  const shown = Object.entries(state).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(hidden), ...Object.fromEntries(shown) };
}

/** Inputs as an adapter takes them: what the provider derived is left out, assets are objects. */
export function argumentsOf({ adapter, resolve }: Subject, inputs: Properties): Properties {
  const said = Object.entries(inputs).filter(([key]) => adapter.inputs.includes(key));
  return withAssets(Object.fromEntries(said), resolve) as Properties;
}

async function stateOf(
  { adapter }: Subject,
  { cloud }: CallHistory,
  id: string,
  inputs: Properties,
  args: Properties,
): Promise<Properties> {
  const state = await adapter.read(cloud, id, args as never);
  if (state === undefined) throw new Error(`resource '${id}' does not exist`);
  return outputsOf(adapter, inputs, state);
}

/** What the engine shall know after a failure: the resource as it is, or as it was where it cannot be looked at either. */
async function unfinished(
  subject: Subject,
  { id, olds }: Existing,
  inputs: Properties,
  failure: FailedOperation,
): Promise<Error> {
  const { adapter, provider } = subject;
  const { cloud } = new CallHistory(provider, inputs.region);
  try {
    const state = await adapter.read(cloud, id, argumentsOf(subject, inputs) as never);
    return state === undefined
      ? failure
      : new UnfinishedResource(id, inputs, outputsOf(adapter, inputs, state), failure);
  } catch {
    return new UnfinishedResource(id, inputs, olds, failure);
  }
}
