/** The sandbox, put together: one state, one gate, one clock, and the endpoint. */
import { authorize } from './authorization/index';
import { Clock, type ClockMode } from './core/clock';
import { announceEndpoint } from './core/endpoint';
import { Gate } from './core/gate';
import type { Cloud } from './core/service';
import { State } from './core/state';
import { serveEndpoint } from './doors/endpoint';
import { durableGate } from './durable-gate';
import { foundOrganization, type OrganizationDescription } from './organization';
import { resume } from './resumption';
import { recorder } from './services/cloudtrail/recording';
import { allServices } from './services/index';
import { LambdaRuntime } from './services/lambda/runtime';
import { sessionOf } from './services/sts/state';
import { StateFile } from './state-file';

export interface SandboxOptions {
  readonly organization: OrganizationDescription;
  /** `virtual` jumps over every wait; `real` lets time pass as it does. */
  readonly clock: ClockMode;
  /** The organization's time when it begins. @default - now */
  readonly start?: Date;
  /** An organization that is there already. @default - the one of the folder, or a new one */
  readonly state?: State;
  /** The port of the endpoint on loopback. @default - a free one */
  readonly port?: number;
  /** How many functions run at once in the background. @default - twice as many as there are processors, at least four */
  readonly functionProcesses?: number;
  /** The folder that keeps the organization between runs. @default - memory alone */
  readonly folder?: string;
}

/** An organization in memory that is being served. */
export interface Sandbox {
  readonly state: State;
  readonly clock: Clock;
  readonly gate: Gate;
  /** For what sets a scene and is no part of it: the same gate, and nothing that comes through it is recorded or reported. */
  readonly unrecorded: Gate;
  /** What AWS itself works with. */
  readonly cloud: Cloud;
  readonly lambda: LambdaRuntime;
  /** The gate for doors: what it answers is on disk before the caller hears of it, once the organization is kept. */
  readonly doorGate: Pick<Gate, 'call' | 'service'>;
  /** The endpoint, as `AWS_ENDPOINT_URL` takes it. */
  readonly url: string;
  /** Whether the organization was read from its folder. */
  readonly isRestored: boolean;
  /** Keeps the organization in its folder from now on. Without a folder it does nothing. */
  keep(): Promise<void>;
  /** Ends everything that the sandbox started. */
  close(): Promise<void>;
}

/**
 * Founds the organization, or takes it from its folder, and serves it on loopback.
 *
 * @throws Error when the port is in use, or the folder.
 */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const file = options.folder === undefined ? undefined : StateFile.open(options.folder);
  try {
    return await open(options, file);
  } catch (error) {
    file?.close();
    throw error;
  }
}

async function open(options: SandboxOptions, file: StateFile | undefined): Promise<Sandbox> {
  const saved = file?.read(options.organization.id);
  const existing = options.state ?? saved?.state;
  const state = existing ?? new State();
  const clock = new Clock(options.clock, options.start);
  const lambda = new LambdaRuntime(options.functionProcesses);
  const cloud: Cloud = {
    state,
    clock,
    call: (call) => gate.call(call),
    authorize: (principal, region, access) => gate.authorize(principal, region, access),
  };
  const parts = { state, clock, services: allServices(lambda), authorize };
  const gate: Gate = new Gate({ ...parts, record: recorder(() => cloud) });
  if (existing === undefined) foundOrganization(state, clock, options.organization);
  const durable = file === undefined ? { gate, stop: () => undefined } : durableGate(gate, () => file.save(state));
  const port = options.port ?? saved?.port;
  const endpoint = await serveEndpoint(durable.gate, (accessKeyId) => sessionOf(state, accessKeyId), {
    ...(port === undefined ? {} : { port }),
  });
  announceEndpoint(state, endpoint.url);
  if (existing !== undefined) resume(cloud);
  return {
    state,
    clock,
    gate,
    unrecorded: new Gate({ ...parts, record: () => undefined }),
    cloud,
    lambda,
    doorGate: durable.gate,
    url: endpoint.url,
    isRestored: saved !== undefined,
    keep: async () => {
      file?.begin({ organization: options.organization.id, port: Number(new URL(endpoint.url).port) });
      await file?.save(state);
    },
    close: async () => {
      await lambda.close();
      await clock.stop();
      await endpoint.close();
      durable.stop();
      await file?.save(state);
      file?.close();
    },
  };
}
