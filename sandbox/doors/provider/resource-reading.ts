/** Read: a resource as it is, for a refresh, an import, or a program that only looks. */
import { cloudOf } from '../../resources/provider';
import { driftedInputs, importedInputs } from './drift';
import { FailedOperation } from './failure';
import type { Properties } from './property-value';
import { argumentsOf, type Existing, outputsOf, type Subject } from './resource-life';

export interface Found {
  readonly id: string;
  readonly state: Properties;
  readonly inputs: Properties;
}

/** An id with the Region that the resource is in, where that is not the provider's: `trail-key@eu-west-1`. */
const REGIONAL = /^(.+)@([a-z]{2}(?:-[a-z]+)+-\d)$/;

/**
 * Reads a resource that the engine knows, and changes of its inputs what somebody has changed of the resource.
 *
 * @returns undefined when the resource is gone
 */
export async function refreshed(subject: Subject, { id, oldInputs, olds }: Existing): Promise<Found | undefined> {
  const { adapter } = subject;
  const read = await stateOf(subject, id, oldInputs.region, argumentsOf(subject, oldInputs));
  if (read === undefined) return undefined;
  const state = outputsOf(adapter, oldInputs, read);
  return { id, state, inputs: driftedInputs(adapter, oldInputs, olds, state) };
}

/**
 * Reads a resource of which the engine knows no more than the id. It may name the Region:
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
 *
 * @returns undefined when there is no such resource
 */
export async function imported(subject: Subject, id: string): Promise<Found | undefined> {
  const { adapter } = subject;
  const [, plainId = id, region] = adapter.inputs.includes('region') ? (REGIONAL.exec(id) ?? []) : [];
  const read = await stateOf(subject, plainId, region, {});
  if (read === undefined) return undefined;
  const shown = Object.entries(read).filter(([key]) => adapter.unread?.includes(key) !== true);
  const state = outputsOf(adapter, {}, Object.fromEntries(shown));
  return { id: adapter.idOf?.(read as never) ?? plainId, state, inputs: importedInputs(adapter, state) };
}

async function stateOf(
  { adapter, provider, name }: Subject,
  id: string,
  region: unknown,
  args: Properties,
): Promise<object | undefined> {
  try {
    return await adapter.read(cloudOf(provider, region), id, args as never);
  } catch (error) {
    throw new FailedOperation(`reading ${adapter.type} "${name}" (${id})`, undefined, error);
  }
}
