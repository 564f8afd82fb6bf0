/** Reading what a deployment registered: by the names that the blueprint's sources use. */
import assert from 'node:assert/strict';
import type { Deployment } from '../../sandbox/doors/deployment';
import type { RegisteredResource } from '../../sandbox/doors/mocks';

/** `aws:s3/bucket:Bucket` → `aws.s3.Bucket`; a component of the blueprint → its class. */
export function kindOf({ type }: Pick<RegisteredResource, 'type'>): string {
  if (type.startsWith('trailwarden:')) return type.split(':').at(-1) ?? '';
  return type.replace(/^(\w+):(\w+)(?:\/\w+)?:(\w+)$/, '$1.$2.$3');
}

/** What the program made, without the stack itself and its provider. */
export function madeBy({ resources }: Deployment): readonly RegisteredResource[] {
  return resources.filter(({ type }) => !type.startsWith('pulumi:'));
}

/** Every resource as `kind name`, indented under its parent, in alphabetical order. */
export function outline(deployment: Deployment): string[] {
  const resources = madeBy(deployment);
  const under = (parent: string | undefined, depth: number): string[] =>
    resources
      .filter((each) => each.parent === parent)
      .sort((left, right) => (lineOf(left) < lineOf(right) ? -1 : 1))
      .flatMap((each) => [`${'  '.repeat(depth)}${lineOf(each)}`, ...under(each.urn, depth + 1)]);
  return under(deployment.resources.find(({ type }) => type === 'pulumi:pulumi:Stack')?.urn, 0);
}

/** `aws.s3.Bucket trail-bucket` */
export function lineOf(resource: RegisteredResource): string {
  return `${kindOf(resource)} ${resource.name}`;
}

/** The one resource of this kind and logical name. */
export function the(deployment: Deployment, kind: string, name: string): RegisteredResource {
  const found = deployment.resources.filter((each) => kindOf(each) === kind && each.name === name);
  assert.equal(found.length, 1, `There are ${found.length} of ${kind} ${name}.`);
  return found[0] as RegisteredResource;
}

/** All resources of a kind. */
export function all(deployment: Deployment, kind: string): RegisteredResource[] {
  return deployment.resources.filter((each) => kindOf(each) === kind);
}

/** Inputs by resource, as `kind name`. */
export function inputsOf(deployment: Deployment, kind: string): Record<string, RegisteredResource['inputs']> {
  return Object.fromEntries(all(deployment, kind).map(({ name, inputs }) => [name, inputs]));
}

/** Asserts that `later` is only made once each of `earlier` is there. */
export function assertWaits(later: RegisteredResource, ...earlier: RegisteredResource[]): void {
  for (const each of earlier)
    assert.ok(later.dependencies.includes(each.urn), `${lineOf(later)} does not wait for ${lineOf(each)}.`);
}

/** The resources that are protected, and those that outlive their stack, as `kind name`. */
export function keptBy(deployment: Deployment): { readonly protect: string[]; readonly retainOnDelete: string[] } {
  const lines = (kept: (resource: RegisteredResource) => boolean): string[] =>
    madeBy(deployment).filter(kept).map(lineOf).sort();
  return { protect: lines(({ protect }) => protect), retainOnDelete: lines((each) => each.retainOnDelete) };
}
