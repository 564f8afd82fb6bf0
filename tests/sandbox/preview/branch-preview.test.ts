import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkOutBase } from '../../../sandbox/preview/base-checkout';
import { previewBranch } from '../../../sandbox/preview/branch-preview';
import { Pulumi } from '../../../sandbox/preview/pulumi';
import type { Preview } from '../../../sandbox/preview/report';
import { type Answers, ProjectRepository, PulumiStandIn } from './project-repository';

const ACCOUNTS = ['333333333333', '444444444444', '555555555555'];

describe('the preview of a branch', () => {
  let repository: ProjectRepository;
  let standIn: PulumiStandIn;
  let told: string[];
  beforeEach(() => {
    repository = new ProjectRepository();
    told = [];
  });
  afterEach(() => {
    repository.remove();
    standIn.remove();
  });

  /** Previews what is in the folder against `main`. */
  async function preview(answers: Answers = {}, version?: string): Promise<Preview> {
    standIn = new PulumiStandIn(answers, version);
    const { environment } = standIn;
    const pulumi = await Pulumi.find(repository.folder, environment);
    assert.ok(pulumi);
    const scratch = join(repository.folder, '.trailwarden', 'preview');
    mkdirSync(scratch);
    const base = await checkOutBase(repository.folder, 'main', join(scratch, 'base'));
    try {
      return await previewBranch({
        ...{ root: repository.folder, baseName: 'main', base, pulumi, scratch },
        sandbox: {
          environmentOf: (account) =>
            ACCOUNTS.includes(account) ? { ...environment, PULUMI_BACKEND_URL: `file:///${account}` } : undefined,
        },
        tell: (line) => void told.push(line),
      });
    } finally {
      await base.remove();
    }
  }

  const commands = (): string[] => standIn.runs.map(({ args }) => args.slice(0, 3).join(' '));

  it('deploys every stack of the base in order, and then previews every stack of the branch in order', async () => {
    const { stacks, gone } = await preview();
    assert.deepEqual(commands(), [
      'stack init security',
      'up --stack security',
      'stack init payments',
      'up --stack payments',
      'preview --stack security',
      'preview --stack payments',
    ]);
    const base = join(repository.folder, '.trailwarden', 'preview', 'base');
    assert.deepEqual(
      standIn.runs.map(({ cwd, backend }) => [
        cwd === base ? 'base' : cwd === repository.folder ? 'branch' : cwd,
        backend,
      ]),
      [
        ['base', 'file:///333333333333'],
        ['base', 'file:///333333333333'],
        ['base', 'file:///444444444444'],
        ['base', 'file:///444444444444'],
        ['branch', 'file:///333333333333'],
        ['branch', 'file:///444444444444'],
      ],
    );
    assert.deepEqual(
      stacks.map(({ stack, digest, failure, isNew }) => [stack, digest?.counts, failure, isNew]),
      [
        ['security', { same: 3 }, undefined, false],
        ['payments', { same: 3 }, undefined, false],
      ],
    );
    assert.deepEqual(gone, []);
    assert.deepEqual(told, [
      'deployed security of main',
      'deployed payments of main',
      'previewed security',
      'previewed payments',
    ]);
  });

  it('touches no file of the branch, and takes the secrets of the backend that is thrown away', async () => {
    repository.write(
      'stacks/Pulumi.payments.yaml',
      'encryptionsalt: real\nconfig:\n  project:accountKind: member\n  project:accountId: "444444444444"\n',
    );
    repository.commit('Keep secrets');
    await preview();
    assert.equal(repository.git('status', '--porcelain'), '');
    assert.equal(
      standIn.runs.at(-1)?.configuration,
      'config:\n  project:accountKind: member\n  project:accountId: "444444444444"\nencryptionsalt: salt-of-payments\n',
    );
  });

  it('makes, and does not deploy, a stack that only the branch has', async () => {
    repository.addStack('data', '555555555555');
    const { stacks } = await preview();
    assert.deepEqual(
      commands().filter((command) => command.includes('data')),
      ['stack init data', 'preview --stack data'],
    );
    assert.deepEqual(
      stacks.map(({ stack, isNew }) => [stack, isNew]),
      [
        ['security', false],
        ['data', true],
        ['payments', false],
      ],
    );
  });

  it('names a stack that the branch has no more', async () => {
    repository.removeFile('stacks/Pulumi.payments.yaml');
    const { stacks, gone } = await preview();
    assert.deepEqual(gone, ['payments']);
    assert.deepEqual(
      stacks.map(({ stack }) => stack),
      ['security'],
    );
    assert.ok(commands().includes('up --stack payments'));
  });

  it('tells of a stack whose account the sandbox has not, and of a base that could not be deployed', async () => {
    repository.addStack('elsewhere', '666666666666');
    const { stacks } = await preview({ 'up security': { stderr: 'error: update failed', exitCode: 255 } });
    assert.deepEqual(
      stacks.map(({ stack, failure }) => [stack, failure]),
      [
        ['security', 'main could not be deployed into the sandbox:\nerror: update failed'],
        ['elsewhere', 'The sandbox has no account 666666666666.'],
        ['payments', undefined],
      ],
    );
  });

  it('tells what the engine said when it stopped without a digest, and keeps the digest when it had one', async () => {
    const { stacks } = await preview({
      'preview security': { stderr: 'error: The configuration has 1 issue', exitCode: 255 },
      'preview payments': { stdout: '{"steps":[],"diagnostics":[{"severity":"error","message":"no"}]}', exitCode: 255 },
    });
    assert.deepEqual(
      stacks.map(({ digest, failure }) => [digest?.diagnostics, failure]),
      [
        [undefined, 'error: The configuration has 1 issue'],
        [[{ severity: 'error', message: 'no' }], 'It ended with exit code 255, and said nothing.'],
      ],
    );
  });

  it('runs the policy pack of the branch, and reads what it found', async () => {
    repository.write('policies/PulumiPolicy.yaml', 'runtime: nodejs\n');
    const policyEvent = {
      policyName: 'key',
      enforcementLevel: 'advisory',
      resourceUrn: 'urn',
      message: 'Keys rotate.',
    };
    const { stacks, changesPolicies } = await preview({
      'preview payments': { stdout: '{}', events: `${JSON.stringify({ policyEvent })}\n` },
    });
    assert.ok(changesPolicies);
    assert.deepEqual(
      stacks.map(({ violations }) => violations),
      [[], [{ policy: 'key', level: 'advisory', urn: 'urn', message: 'Keys rotate.' }]],
    );
    const { args = [] } = standIn.runs.at(-1) ?? {};
    assert.equal(args[args.indexOf('--policy-pack') + 1], join(repository.folder, 'policies'));
  });

  it('asks without a terminal or colours, for JSON, and past what is protected', async () => {
    await preview();
    const { args = [] } = standIn.runs.at(-1) ?? {};
    for (const flag of ['--json', '--show-sames', '--non-interactive', '--color', 'never', '--ignore-protect'])
      assert.ok(args.includes(flag), flag);
  });

  it('asks an older CLI for nothing that it does not know', async () => {
    await preview({}, 'v3.255.9');
    const { args = [] } = standIn.runs.at(-1) ?? {};
    assert.ok(!args.includes('--ignore-protect') && !args.includes('--policy-pack'));
  });
});

describe("Pulumi's CLI", () => {
  it('is looked for on the PATH', async () => {
    assert.equal(await Pulumi.find(process.cwd(), { PATH: '' }), undefined);
  });
});
