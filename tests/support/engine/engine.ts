/** A small Pulumi engine: previews, deploys, refreshes, imports and destroys stacks as the CLI does, by the same gRPC interfaces. */
import { deleteAll, protectedFromDeletion } from './deletion';
import { Deployment } from './deployment';
import type { LanguageHost } from './language-host';
import { type RunningMonitor, serveMonitor } from './monitor';
import { type ProviderOptions, Providers } from './providers';
import { refreshAll } from './refresh';
import { check } from './resource-steps';
import { type Diagnostic, type Run, RunFailed, reason, type Step, StepFailed } from './run';
import { type ResourceState, Snapshot } from './snapshot';
import type { Properties } from './values';

/** A stack as the engine is told of it. */
export interface StackIdentity {
  readonly name: string;
  /** By full key; what is no text stands there as JSON. */
  readonly config: Readonly<Record<string, string>>;
  readonly provider: ProviderOptions;
}

export interface RunOptions {
  readonly host: LanguageHost;
  /** Reads every resource before the program runs. @default false */
  readonly refresh?: boolean;
  /** Registrations under way at once. @default 16 */
  readonly parallel?: number;
}

export interface RunResult {
  /** In the order in which they were taken. */
  readonly steps: readonly Step[];
  /** What the refresh before it found, where there was one. */
  readonly drift: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
  readonly outputs: Properties;
  /** What the engine then remembers; in a preview, what it would remember. */
  readonly resources: readonly ResourceState[];
  readonly stderr: string;
}

/** Stacks of one project and their memory. A stack that was not initialized is unknown to the others, as on any backend. */
export class Engine {
  private readonly snapshots = new Map<string, Snapshot>();
  private readonly monitors: RunningMonitor[] = [];

  constructor(
    private readonly organization: string,
    private readonly project: string,
  ) {}

  /** `pulumi stack init` */
  init(stack: string): void {
    this.snapshots.set(stack, new Snapshot());
  }

  /** `pulumi stack --show-urns` */
  resourcesOf(stack: string): readonly ResourceState[] {
    return [...this.snapshotOf(stack).resources.values()];
  }

  /** `pulumi stack export` */
  exportStack(stack: string): Snapshot {
    return this.snapshotOf(stack).copy();
  }

  /** `pulumi stack import` */
  importStack(stack: string, exported: Snapshot): void {
    this.snapshotOf(stack);
    this.snapshots.set(stack, exported.copy());
  }

  /** `pulumi state delete`, or `pulumi state unprotect` where `change` answers another state. */
  editState(stack: string, urn: string, change: (state: ResourceState) => ResourceState | undefined): void {
    const { resources } = this.snapshotOf(stack);
    const state = resources.get(urn);
    if (state === undefined) throw new Error(`No such resource "${urn}" exists in the current state`);
    const changed = change(state);
    if (changed === undefined) resources.delete(urn);
    else resources.set(urn, changed);
  }

  /** `pulumi preview` @throws RunFailed */
  async preview(stack: StackIdentity, options: RunOptions): Promise<RunResult> {
    return await this.deploy(stack, options, true);
  }

  /** `pulumi up --skip-preview` @throws RunFailed */
  async up(stack: StackIdentity, options: RunOptions): Promise<RunResult> {
    return await this.deploy(stack, options, false);
  }

  /** `pulumi refresh` @throws RunFailed */
  async refresh(stack: StackIdentity): Promise<readonly Step[]> {
    return (await this.without(stack, false, refreshAll)).steps;
  }

  /**
   * `pulumi destroy`: the preview that precedes it stops at whatever is protected, before anything is deleted.
   *
   * @throws RunFailed
   */
  async destroy(stack: StackIdentity): Promise<readonly Step[]> {
    const { steps } = await this.without(stack, false, async (run) => {
      const states = [...run.snapshot.resources.values()];
      for (const { protect, urn } of states)
        if (protect) run.diagnostics.push({ severity: 'error', message: protectedFromDeletion(urn), urn });
      if (run.diagnostics.length === 0) await deleteAll(run, [...states, ...run.snapshot.replaced]);
    });
    this.snapshotOf(stack.name).outputs = {};
    return steps;
  }

  /** `pulumi import`: the resource as it is becomes part of the stack, with the inputs that the provider answers. */
  async importResource(
    stack: StackIdentity,
    resource: Pick<ResourceState, 'urn' | 'type' | 'id' | 'parent' | 'provider'>,
  ): Promise<ResourceState> {
    const empty = { inputs: {}, outputs: {}, dependencies: [], propertyDependencies: {}, initErrors: [] };
    const begun = { ...empty, ...resource, custom: true, external: false, protect: true, retainOnDelete: false };
    let imported: ResourceState = begun;
    await this.without(stack, false, async ({ providers, snapshot }) => {
      const provider = await providers.of(resource.provider, resource.type);
      const found = await provider.read({ urn: begun.urn, id: begun.id });
      if (found === undefined) throw new Error(`resource '${resource.id}' does not exist`);
      const inputs = await check(provider.check(resource.urn, found.inputs, found.inputs), resource.urn);
      imported = { ...begun, ...found, inputs };
      snapshot.resources.set(resource.urn, imported);
    });
    return imported;
  }

  /** Another engine that knows the same, and learns for itself. */
  copy(): Engine {
    const copy = new Engine(this.organization, this.project);
    for (const [stack, snapshot] of this.snapshots) copy.snapshots.set(stack, snapshot.copy());
    return copy;
  }

  /** Ends what failed programs have left open. */
  close(): void {
    for (const monitor of this.monitors) monitor.close();
  }

  private async deploy(
    stack: StackIdentity,
    { host, refresh = false, parallel = 16 }: RunOptions,
    preview: boolean,
  ): Promise<RunResult> {
    const run = this.begin(stack, preview);
    const { project, organization } = this;
    const deployment = new Deployment({ project, stack: stack.name, run, outputsOf: (name) => this.outputsOf(name) });
    const monitor = await serveMonitor(deployment);
    const { failed } = deployment;
    let drift: readonly Step[] = [];
    let stderr = '';
    try {
      if (refresh) {
        await refreshAll(run);
        drift = run.steps.splice(0);
      }
      const { name, config } = stack;
      const program = {
        organization,
        project,
        stack: name,
        config,
        preview,
        parallel,
        address: monitor.address,
        failed,
      };
      const end = await host(program);
      stderr = end.stderr;
      await deployment.settled();
      if (end.error !== undefined && !hasErrors(run)) deployment.log('error', end.error, '');
      if (!hasErrors(run)) await deployment.deleteTheRest();
    } catch (error) {
      report(run, error);
    } finally {
      deployment.end(hasErrors(run));
      // A program in this process cannot be killed: what is left of it after a failure still gets its answers.
      if (hasErrors(run)) this.monitors.push(monitor);
      else monitor.close();
      await run.providers.close();
    }
    if (hasErrors(run)) throw new RunFailed(run.diagnostics, run.steps);
    const { steps, diagnostics, snapshot } = run;
    return {
      steps,
      drift,
      diagnostics,
      outputs: snapshot.outputs,
      resources: [...snapshot.resources.values()],
      stderr,
    };
  }

  /** A run without the program. */
  private async without(stack: StackIdentity, preview: boolean, work: (run: Run) => Promise<void>): Promise<Run> {
    const run = this.begin(stack, preview);
    try {
      await work(run);
    } catch (error) {
      report(run, error);
    } finally {
      await run.providers.close();
    }
    if (hasErrors(run)) throw new RunFailed(run.diagnostics, run.steps);
    return run;
  }

  private begin({ name, provider, config }: StackIdentity, preview: boolean): Run {
    const snapshot = preview ? this.snapshotOf(name).copy() : this.snapshotOf(name);
    const providers = new Providers(provider, snapshot, config);
    return { preview, snapshot, providers, steps: [], diagnostics: [], replacing: new Set() };
  }

  private outputsOf(fullName: string): Properties | undefined {
    const [organization, project, stack = ''] = fullName.split('/');
    if (organization !== this.organization || project !== this.project) return undefined;
    return this.snapshots.get(stack)?.outputs;
  }

  private snapshotOf(stack: string): Snapshot {
    const snapshot = this.snapshots.get(stack);
    if (snapshot === undefined) throw new Error(`no stack named '${stack}' found`);
    return snapshot;
  }
}

function hasErrors({ diagnostics }: Run): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

function report({ diagnostics }: Run, error: unknown): void {
  diagnostics.push({ severity: 'error', message: reason(error), urn: error instanceof StepFailed ? error.urn : '' });
}
