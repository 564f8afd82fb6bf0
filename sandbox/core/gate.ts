/** The gate: the one way by which anything in the organization changes. It authorizes, does, and records, in that order. */
import { randomUUID } from 'node:crypto';
import { AwsError, notImplemented } from './aws-error';
import type { Clock } from './clock';
import type { Principal } from './principal';
import type { Access, Call, CallContext, Operation, Service } from './service';
import type { State } from './state';

/** A call that has been answered, as the recorder gets it. */
export interface AnsweredCall {
  readonly call: Call;
  readonly service: Service;
  readonly definition: Operation<never, unknown>;
  readonly context: CallContext;
  readonly output?: unknown;
  readonly error?: AwsError;
}

/** Decides whether a principal may do something. Throws `AccessDenied` if not. */
export type Authorizer = (context: CallContext, principal: Principal, access: Access) => Promise<void>;

/** Looks at a call before it is authorized; throws the fault that the call shall meet (throttling, an outage). */
export type FaultInjector = (call: Call) => void;

export interface GateParts {
  readonly state: State;
  readonly clock: Clock;
  readonly services: readonly Service[];
  readonly authorize: Authorizer;
  readonly record: (answered: AnsweredCall) => void;
}

export class Gate {
  private readonly services: ReadonlyMap<string, Service>;
  private readonly faults = new Set<FaultInjector>();
  private readonly observers = new Set<(answered: AnsweredCall) => void>();

  constructor(private readonly parts: GateParts) {
    this.services = new Map(parts.services.map((service) => [service.name, service]));
  }

  /** The service of a signing name. */
  service(name: string): Service | undefined {
    return this.services.get(name);
  }

  /** Adds a fault injector; the answer takes it away again. */
  injectFaults(fault: FaultInjector): () => void {
    this.faults.add(fault);
    return () => this.faults.delete(fault);
  }

  /** Shows every answered call to `observer`, after it was recorded; the answer ends that. */
  observe(observer: (answered: AnsweredCall) => void): () => void {
    this.observers.add(observer);
    return () => this.observers.delete(observer);
  }

  /**
   * Makes one call.
   *
   * @throws AwsError as AWS would answer: `AccessDenied`, the service's own errors, `NotImplemented` for what is not modelled.
   */
  async call(call: Call): Promise<unknown> {
    const answered = this.prepared(call);
    const { definition, context } = answered;
    try {
      for (const fault of this.faults) fault(call);
      await this.admit(answered);
      const output = await definition.handle(call.input as never, context);
      this.answered({ ...answered, output });
      return output;
    } catch (error) {
      if (error instanceof AwsError) this.answered({ ...answered, error });
      throw error;
    }
  }

  /**
   * Asks whether a call would be let in, without doing or recording it.
   *
   * @throws AwsError `AccessDenied` if not, and what else AWS answers before it has looked at the permissions
   */
  async rehearse(call: Call): Promise<void> {
    await this.admit(this.prepared(call));
  }

  /** Asks whether a principal may do something, without doing or recording it. Throws `AccessDenied` if not. */
  async authorize(principal: Principal, region: string, access: Access): Promise<void> {
    await this.parts.authorize(this.context({ principal, region }, region), principal, access);
  }

  private prepared(call: Call): Pick<AnsweredCall, 'call' | 'service' | 'definition' | 'context'> {
    const service = this.services.get(call.service);
    const definition = service?.operations[call.operation];
    if (service === undefined || definition === undefined) throw notImplemented(call.service, call.operation);
    return { call, service, definition, context: this.context(call, service.globalRegion ?? call.region) };
  }

  /** What the operation needs, one access after the other. */
  private async admit({ call, service, definition, context }: ReturnType<Gate['prepared']>): Promise<void> {
    const accesses = (await definition.access?.(call.input as never, context)) ?? [
      { action: `${service.actionPrefix}:${call.operation}`, resource: '*' },
    ];
    for (const access of accesses) await this.parts.authorize(context, call.principal, access);
  }

  private answered(answered: AnsweredCall): void {
    this.parts.record(answered);
    for (const observer of this.observers) observer(answered);
  }

  private context(
    { principal, origin, requestId = randomUUID() }: Pick<Call, 'principal' | 'region' | 'origin' | 'requestId'>,
    region: string,
  ): CallContext {
    const { state, clock } = this.parts;
    return {
      state,
      clock,
      principal,
      account: principal.kind === 'service' ? (principal.sourceAccount ?? '') : principal.account,
      region,
      requestId,
      origin,
      call: (further) => this.call(further),
      authorize: (other, inRegion, access) => this.authorize(other, inRegion, access),
    };
  }
}
