/** Deploys the base of a branch into a sandbox, and previews the branch against it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckedOutStacks, readStacks, type SampleStack } from '../sample-organization';
import type { BaseCheckout } from './base-checkout';
import { complaintOf } from './command';
import { type Digest, parseDigest } from './digest';
import type { Pulumi } from './pulumi';
import type { Preview, StackPreview } from './report';
import { configurationFor, saltIn } from './stack-configuration';
import { parseViolations } from './violation';

/** A sandbox with nothing deployed in it. */
export interface EmptySandbox {
  /** What a deployment into an account needs in its environment; undefined for an account that is not there. */
  environmentOf(account: string): Readonly<Record<string, string | undefined>> | undefined;
}

export interface BranchPreviewOptions {
  /** The checkout of the branch, with what is not committed yet. */
  readonly root: string;
  readonly baseName: string;
  readonly base: BaseCheckout;
  readonly sandbox: EmptySandbox;
  readonly pulumi: Pulumi;
  /** A folder for what is thrown away. */
  readonly scratch: string;
  readonly policyPackConfiguration?: string;
  readonly signal?: AbortSignal;
  /** Is told of each step. */
  readonly tell: (line: string) => void;
}

/** Previews every stack of the branch, in the order of a deployment. */
export async function previewBranch(options: BranchPreviewOptions): Promise<Preview> {
  const { base, root, baseName } = options;
  const before = readStacks(base.folder);
  const after = readStacks(root);
  const failures = await deployBase(options, before, after);
  const stacks: StackPreview[] = [];
  for (const stack of after.stacks) {
    stacks.push(await previewStack(options, stack, before, after, failures.get(stack.name)));
    options.tell(`previewed ${stack.name}`);
  }
  return {
    base: { name: baseName, commit: base.commit },
    stacks,
    gone: before.stacks.filter((each) => !isIn(after, each)).map(({ name }) => name),
    changesPolicies: await base.differs('policies'),
  };
}

/** Deploys what the base has, and makes the stacks that only the branch has. What fails is answered, by stack. */
async function deployBase(
  options: BranchPreviewOptions,
  before: CheckedOutStacks,
  after: CheckedOutStacks,
): Promise<ReadonlyMap<string, string>> {
  const { pulumi, base, baseName, sandbox, signal, tell } = options;
  const failures = new Map<string, string>();
  const added = after.stacks.filter((stack) => !isIn(before, stack));
  for (const { name: stack, account } of [...before.stacks, ...added]) {
    const environment = sandbox.environmentOf(account);
    if (environment === undefined) continue;
    const file = fileOf(before, stack);
    if (existsSync(file)) writeFileSync(file, configurationFor(readFileSync(file, 'utf8')));
    const run = { cwd: base.folder, stack, environment, ...(signal === undefined ? {} : { signal }) };
    const made = await pulumi.init(run);
    if (made.exitCode !== 0) failures.set(stack, `The stack could not be made:\n${complaintOf(made)}`);
    if (made.exitCode !== 0 || added.some(({ name }) => name === stack)) continue;
    const deployed = await pulumi.up(run);
    if (deployed.exitCode !== 0)
      failures.set(stack, `${baseName} could not be deployed into the sandbox:\n${complaintOf(deployed)}`);
    tell(`deployed ${stack} of ${baseName}`);
  }
  return failures;
}

async function previewStack(
  { pulumi, root, sandbox, scratch, signal, policyPackConfiguration }: BranchPreviewOptions,
  { name: stack, account }: SampleStack,
  before: CheckedOutStacks,
  after: CheckedOutStacks,
  baseFailure: string | undefined,
): Promise<StackPreview> {
  const known = { stack, account, isNew: !before.stacks.some(({ name }) => name === stack) };
  const environment = sandbox.environmentOf(account);
  if (environment === undefined) return { ...known, violations: [], failure: `The sandbox has no account ${account}.` };
  const made = fileOf(before, stack);
  const folder = join(scratch, 'stacks', stack);
  mkdirSync(folder, { recursive: true });
  const configurationFile = join(folder, `Pulumi.${stack}.yaml`);
  const salt = existsSync(made) ? saltIn(made) : undefined;
  writeFileSync(configurationFile, configurationFor(readFileSync(fileOf(after, stack), 'utf8'), salt));
  const eventLog = join(folder, 'events.jsonl');
  const policyPack = join(root, 'policies');
  const result = await pulumi.preview({
    ...{ cwd: root, stack, environment, configurationFile, eventLog },
    ...(existsSync(policyPack) ? { policyPack } : {}),
    ...(policyPackConfiguration === undefined ? {} : { policyPackConfiguration }),
    ...(signal === undefined ? {} : { signal }),
  });
  const digest = digestIn(result.stdout);
  const succeeded = result.exitCode === 0 && digest !== undefined;
  const failure = baseFailure ?? (succeeded ? undefined : complaintOf({ ...result, ...(digest && { stdout: '' }) }));
  return {
    ...known,
    ...(digest === undefined ? {} : { digest }),
    violations: existsSync(eventLog) ? parseViolations(readFileSync(eventLog, 'utf8')) : [],
    ...(failure === undefined ? {} : { failure }),
  };
}

/** The digest, unless the CLI stopped before it had one, or said something else. */
function digestIn(stdout: string): Digest | undefined {
  try {
    return parseDigest(stdout);
  } catch {
    return undefined;
  }
}

function isIn({ stacks }: CheckedOutStacks, { name }: SampleStack): boolean {
  return stacks.some((each) => each.name === name);
}

function fileOf({ folder }: CheckedOutStacks, stack: string): string {
  return join(folder, `Pulumi.${stack}.yaml`);
}
