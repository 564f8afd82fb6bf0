/** What the engine remembers of stacks: their resources and outputs, in memory. */
import type { Properties } from './values';

/** A resource as the engine remembers it. */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  /** Whether it was only read: another stack, a resource of somebody else. */
  readonly external: boolean;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly parent: string;
  /** `urn::id` of its provider. */
  readonly provider: string;
  readonly dependencies: readonly string[];
  /** By property, the URNs that its value comes from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** What was not done when the resource was made: it is there, and the next deployment updates it. */
  readonly initErrors: readonly string[];
}

/** One stack's memory. It is right after every single step, so that a run that ends anywhere is known as far as it came. */
export class Snapshot {
  /** By URN. */
  readonly resources = new Map<string, ResourceState>();
  /** What was replaced and still has to be deleted. */
  readonly replaced: ResourceState[] = [];
  outputs: Properties = {};

  forget(state: ResourceState): void {
    const index = this.replaced.indexOf(state);
    if (index >= 0) this.replaced.splice(index, 1);
    else this.resources.delete(state.urn);
  }

  /** For previews, which change nothing that lasts. */
  copy(): Snapshot {
    const copy = new Snapshot();
    for (const [urn, state] of this.resources) copy.resources.set(urn, state);
    copy.replaced.push(...this.replaced);
    copy.outputs = this.outputs;
    return copy;
  }
}

/** The URNs without which a resource cannot be: what it waits for, its parent, its provider. */
export function neededBy({ dependencies, propertyDependencies, parent, provider }: ResourceState): Set<string> {
  const needed = [...dependencies, ...Object.values(propertyDependencies).flat(), parent, urnOfReference(provider)];
  return new Set(needed.filter((urn) => urn !== ''));
}

/** The URN in a provider reference, `urn::id`. */
export function urnOfReference(reference: string): string {
  return reference.slice(0, Math.max(0, reference.lastIndexOf('::')));
}

/** The states, each before everything that it needs: the order in which they are deleted. */
export function dependentsFirst(states: readonly ResourceState[]): ResourceState[] {
  const ordered: ResourceState[] = [];
  const visit = (state: ResourceState): void => {
    if (ordered.includes(state)) return;
    for (const other of states) if (neededBy(other).has(state.urn)) visit(other);
    ordered.push(state);
  };
  for (const state of [...states].reverse()) visit(state);
  return ordered;
}
