/** A run of a program: whatever it registers becomes a step, and what it no longer registers goes at the end. */
import { isDeepStrictEqual } from 'node:util';
import { deleteAll } from './deletion';
import { type Goal, PROVIDER_TYPE_PREFIX, type Registered, STACK_REFERENCE_TYPE, STACK_TYPE, urnOf } from './goal';
import { type MonitorHandlers, type Severity, ShuttingDown } from './monitor';
import { check, stateOf, stepFor } from './resource-steps';
import { type Operation, type Run, reason, StepFailed } from './run';
import type { ResourceState } from './snapshot';
import { differingKeys, type Properties, received, UNKNOWN } from './values';

export interface DeploymentOptions {
  readonly project: string;
  readonly stack: string;
  readonly run: Run;
  /** The outputs of a stack by its full name; `undefined` where there is no such stack. */
  readonly outputsOf: (stack: string) => Properties | undefined;
}

/** Answers a program's calls. After the first failure everything is refused, and `failed` resolves. */
export class Deployment implements MonitorHandlers {
  /** Resolves when a step has failed. */
  readonly failed: Promise<void>;
  private hasFailed = false;
  private outputs: Properties = {};
  private fail: () => void = () => {};
  private readonly registered = new Set<string>();
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(private readonly options: DeploymentOptions) {
    this.failed = new Promise((resolve) => {
      this.fail = resolve;
    });
  }

  async register(goal: Goal): Promise<Registered> {
    return await this.step(goal, async (urn) => {
      if (!goal.custom) return this.component(urn, goal);
      if (goal.type.startsWith(PROVIDER_TYPE_PREFIX)) return await this.provider(urn, goal);
      return await stepFor(this.options.run, urn, goal);
    });
  }

  async read(goal: Goal): Promise<Registered> {
    return await this.step(goal, async (urn) => {
      const state = { ...stateOf(urn, goal), id: goal.knownId, external: true };
      const outputs = goal.type === STACK_REFERENCE_TYPE ? this.stackReference(goal) : await this.existing(state, goal);
      this.note(urn, 'read');
      return this.keep({ ...state, outputs });
    });
  }

  async registerOutputs(urn: string, outputs: Properties): Promise<void> {
    if (this.hasFailed) return;
    const { resources } = this.options.run.snapshot;
    const state = resources.get(urn);
    if (state === undefined) throw new Error(`outputs of '${urn}', which is not registered`);
    if (state.type === STACK_TYPE) this.outputs = outputs;
    else resources.set(urn, { ...state, outputs });
  }

  async invoke(token: string, args: Properties, reference: string): Promise<Properties> {
    const { providers, preview } = this.options.run;
    const provider = await providers.of(reference, token);
    const response = await provider.invoke(token, args, preview);
    const [failure] = response.getFailuresList();
    if (failure !== undefined) throw new Error(`${token}: ${failure.getReason()} (${failure.getProperty()})`);
    return received(response.getReturn());
  }

  log(severity: Severity, message: string, urn: string): void {
    if (severity !== 'debug') this.options.run.diagnostics.push({ severity, message, urn });
  }

  /** Waits for what was begun before a failure. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  /** Ends the run for the stack's outputs: a run that failed may change them, and takes none away. */
  end(hasErrors: boolean): void {
    const { snapshot } = this.options.run;
    snapshot.outputs = hasErrors ? { ...snapshot.outputs, ...this.outputs } : this.outputs;
  }

  /** Deletes what the program no longer has, and what was replaced. */
  async deleteTheRest(): Promise<void> {
    const { run } = this.options;
    const gone = [...run.snapshot.resources.values()].filter(({ urn }) => !this.registered.has(urn));
    await deleteAll(run, [...gone, ...run.snapshot.replaced]);
  }

  private async step(goal: Goal, take: (urn: string) => Promise<ResourceState>): Promise<Registered> {
    if (this.hasFailed) throw new ShuttingDown();
    const urn = urnOf(this.options.stack, this.options.project, goal);
    const taken = this.take(urn, take);
    this.underWay.add(taken);
    try {
      const { id, outputs } = await taken;
      return { urn, id: id === UNKNOWN ? '' : id, outputs };
    } catch (error) {
      const failedUrn = error instanceof StepFailed ? error.urn : urn;
      this.log('error', reason(error), failedUrn);
      this.hasFailed = true;
      this.fail();
      throw new ShuttingDown();
    } finally {
      this.underWay.delete(taken);
    }
  }

  private async take(urn: string, take: (urn: string) => Promise<ResourceState>): Promise<ResourceState> {
    if (this.registered.has(urn)) throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    this.registered.add(urn);
    return await take(urn);
  }

  private component(urn: string, goal: Goal): ResourceState {
    const old = this.options.run.snapshot.resources.get(urn);
    this.note(urn, old === undefined ? 'create' : 'same');
    return this.keep({ ...stateOf(urn, goal), outputs: old?.outputs ?? {} });
  }

  private async provider(urn: string, goal: Goal): Promise<ResourceState> {
    const { providers, snapshot, preview } = this.options.run;
    const old = snapshot.resources.get(urn);
    const connection = await providers.attach();
    const wanted = goal.version === '' ? goal.inputs : { ...goal.inputs, version: goal.version };
    const inputs = await check(connection.checkConfig(urn, old?.inputs ?? {}, wanted), urn);
    const id = old?.id ?? (preview ? UNKNOWN : 'the-provider');
    await providers.configure(`${urn}::${id}`, connection, inputs);
    const isSame = old !== undefined && isDeepStrictEqual(old.inputs, inputs);
    this.note(
      urn,
      old === undefined ? 'create' : isSame ? 'same' : 'update',
      old === undefined ? [] : differingKeys(old.inputs, inputs),
    );
    return this.keep({ ...stateOf(urn, goal), inputs, id, outputs: inputs });
  }

  private stackReference({ knownId }: Goal): Properties {
    const outputs = this.options.outputsOf(knownId);
    if (outputs === undefined) throw new Error(`unknown stack "${knownId}"`);
    return { name: knownId, outputs, secretOutputNames: [] };
  }

  private async existing(state: ResourceState, goal: Goal): Promise<Properties> {
    const provider = await this.options.run.providers.of(goal.provider, goal.type);
    const found = await provider.read(state);
    if (found === undefined) throw new Error(`resource '${goal.knownId}' does not exist`);
    return found.outputs;
  }

  private keep(state: ResourceState): ResourceState {
    this.options.run.snapshot.resources.set(state.urn, state);
    return state;
  }

  private note(urn: string, operation: Operation, keys: readonly string[] = []): void {
    this.options.run.steps.push({ urn, operation, keys });
  }
}
