/** What the engine learns with every registration and mocks are not told: the parent, and with it the URN, and the options. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { runtime } from '@pulumi/pulumi';
import type { ReadResourceRequest, RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb';
import type { MockMonitor } from '@pulumi/pulumi/runtime/mocks';

export interface Registration {
  /** As the real engine writes it: the types of all parents, without the stack's own. */
  readonly urn: string;
  /** The parent's URN; the stack, where the program names no parent. */
  readonly parent?: string;
  /** URNs of what `dependsOn` and the inputs wait for. */
  readonly dependencies: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
  /** Whether a plugin has to construct the component, rather than the program. */
  readonly remote: boolean;
}

const STACK_TYPE = 'pulumi:pulumi:Stack';
const registrations = new AsyncLocalStorage<Registration>();

/** The registration that the running mock was called for; `undefined` outside of a monitor that is watched. */
export function currentRegistration(): Registration | undefined {
  return registrations.getStore();
}

/** The URN of a resource as the real engine writes it. */
export function urnOf(type: string, name: string, parent?: string): string {
  const parentType = parent?.split('::')[2];
  const qualified = parentType === undefined || parentType === STACK_TYPE ? type : `${parentType}$${type}`;
  return `urn:pulumi:${runtime.getStack()}::${runtime.getProject()}::${qualified}::${name}`;
}

/**
 * Watches the registrations of the monitor that `setMocks` has installed, and gives every resource the URN that the real
 * engine would give it. The mock monitor's own URNs know only the nearest parent, so two resources may share one.
 */
export function watchRegistrations(): void {
  const monitor = runtime.getMonitor() as unknown as MockMonitor;
  const { registerResource, readResource } = monitor;
  const answering =
    (urn: string, callback: (error: unknown, response: Answer | undefined) => void) =>
    (error: unknown, response: Answer | undefined): void => {
      const registered = response && monitor.resources.get(response.getUrn());
      if (registered !== undefined) monitor.resources.set(urn, { ...registered, urn });
      response?.setUrn(urn);
      callback(error, response);
    };
  monitor.registerResource = (request: RegisterResourceRequest, callback) => {
    const registration = {
      ...identityOf(request),
      dependencies: request.getDependenciesList(),
      protect: request.getProtect() ?? false,
      retainOnDelete: request.getRetainondelete() ?? false,
      ignoreChanges: request.getIgnorechangesList(),
      remote: request.getRemote(),
    };
    return registrations.run(registration, () =>
      registerResource.call(monitor, request, answering(registration.urn, callback)),
    );
  };
  monitor.readResource = (request: ReadResourceRequest, callback) => {
    const registration = {
      ...identityOf(request),
      dependencies: request.getDependenciesList(),
      protect: false,
      retainOnDelete: false,
      ignoreChanges: [],
      remote: false,
    };
    return registrations.run(registration, () =>
      readResource.call(monitor, request, answering(registration.urn, callback)),
    );
  };
}

interface Answer {
  getUrn(): string;
  setUrn(urn: string): void;
}

function identityOf(request: RegisterResourceRequest | ReadResourceRequest): Pick<Registration, 'urn' | 'parent'> {
  const parent = request.getParent() || undefined;
  return { urn: urnOf(request.getType(), request.getName(), parent), ...(parent === undefined ? {} : { parent }) };
}
