/** What a program asks the engine for: a resource as it should be, or one to read. */
import type { ReadResourceRequest, RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb';
import type { ResourceState } from './snapshot';
import { type Properties, received } from './values';

export interface Goal extends Omit<ResourceState, 'urn' | 'id' | 'outputs' | 'external' | 'initErrors'> {
  readonly name: string;
  /** Set where the program demands or forbids it; otherwise the provider says. */
  readonly deleteBeforeReplace?: boolean;
  readonly ignoreChanges: readonly string[];
  /** The id of a resource to import, or to read; empty otherwise. */
  readonly knownId: string;
  /** The version of the SDK, which is the provider's. */
  readonly version: string;
}

export function registrationGoal(request: RegisterResourceRequest): Goal {
  const propertyDependencies = [...request.getPropertydependenciesMap().entries()].map(
    ([property, dependencies]) => [property, dependencies.getUrnsList()] as const,
  );
  return {
    ...identityOf(request),
    custom: request.getCustom(),
    inputs: received(request.getObject()),
    propertyDependencies: Object.fromEntries(propertyDependencies),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    ...(request.getDeletebeforereplacedefined() ? { deleteBeforeReplace: request.getDeletebeforereplace() } : {}),
    ignoreChanges: request.getIgnorechangesList(),
    knownId: request.getImportid(),
  };
}

export function readGoal(request: ReadResourceRequest): Goal {
  return {
    ...identityOf(request),
    custom: true,
    inputs: received(request.getProperties()),
    propertyDependencies: {},
    protect: false,
    retainOnDelete: false,
    ignoreChanges: [],
    knownId: request.getId(),
  };
}

function identityOf(request: RegisterResourceRequest | ReadResourceRequest) {
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    provider: request.getProvider(),
    dependencies: request.getDependenciesList(),
    version: request.getVersion(),
  };
}

/** What is registered: the URN and what the program may know of the resource. */
export interface Registered {
  readonly urn: string;
  /** Empty while it is not known, and for components. */
  readonly id: string;
  readonly outputs: Properties;
}

/** The URN of a resource: the types of all its parents, without the stack's own, and its name. */
export function urnOf(stack: string, project: string, { type, name, parent }: Goal): string {
  const parentType = parent.split('::')[2];
  const qualified = parentType === undefined || parentType === STACK_TYPE ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

export const STACK_TYPE = 'pulumi:pulumi:Stack';
export const STACK_REFERENCE_TYPE = 'pulumi:pulumi:StackReference';
export const PROVIDER_TYPE_PREFIX = 'pulumi:providers:';
