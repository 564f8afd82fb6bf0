/** The sandbox, put together: one state, one gate, one clock, and the endpoint. */
import { authorize } from './authorization/index';
import { Clock, type ClockMode } from './core/clock';
import { announceEndpoint } from './core/endpoint';
import { Gate } from './core/gate';
import type { Cloud } from './core/service';
import { State } from './core/state';
import { serveEndpoint } from './doors/endpoint';
import { foundOrganization, type OrganizationDescription } from './organization';
import { recorder } from './services/cloudtrail/recording';
import { allServices } from './services/index';
import { LambdaRuntime } from './services/lambda/runtime';
import { sessionOf } from './services/sts/state';

export interface SandboxOptions {
  readonly organization: OrganizationDescription;
  /** `virtual` jumps over every wait; `real` lets time pass as it does. */
  readonly clock: ClockMode;
  /** The organization's time when it begins. @default - now */
  readonly start?: Date;
  /** The port of the endpoint on loopback. @default - a free one */
  readonly port?: number;
}

/** An organization in memory that is being served. */
export interface Sandbox {
  readonly state: State;
  readonly clock: Clock;
  readonly gate: Gate;
  /** What AWS itself works with. */
  readonly cloud: Cloud;
  readonly lambda: LambdaRuntime;
  /** The endpoint, as `AWS_ENDPOINT_URL` takes it. */
  readonly url: string;
  /** Ends everything that the sandbox started. */
  close(): Promise<void>;
}

/**
 * Founds the organization and serves it on loopback.
 *
 * @throws Error when the port is in use.
 */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const state = new State();
  const clock = new Clock(options.clock, options.start);
  const lambda = new LambdaRuntime();
  const cloud: Cloud = {
    state,
    clock,
    call: (call) => gate.call(call),
    authorize: (principal, region, access) => gate.authorize(principal, region, access),
  };
  const gate: Gate = new Gate({
    state,
    clock,
    services: allServices(lambda),
    authorize,
    record: recorder(() => cloud),
  });
  foundOrganization(state, clock, options.organization);
  const endpoint = await serveEndpoint(gate, (accessKeyId) => sessionOf(state, accessKeyId), {
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  announceEndpoint(state, endpoint.url);
  return {
    state,
    clock,
    gate,
    cloud,
    lambda,
    url: endpoint.url,
    close: async () => {
      await lambda.close();
      await clock.stop();
      await endpoint.close();
    },
  };
}
