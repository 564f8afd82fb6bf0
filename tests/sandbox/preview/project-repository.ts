/** A git repository with what a preview needs of a project, and a stand-in for Pulumi's CLI that writes down what it is asked. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const STACK = (kind: string, account: string): string =>
  `config:\n  project:accountKind: ${kind}\n  project:accountId: "${account}"\n`;

/** A repository on its branch `main`, with the stacks `security` and `payments`. */
export class ProjectRepository {
  readonly folder = mkdtempSync(join(tmpdir(), 'trailwarden-'));

  constructor() {
    this.git('init', '--initial-branch', 'main');
    this.write('.gitignore', 'node_modules/\n.trailwarden/\n');
    this.write('Pulumi.yaml', 'name: project\nruntime: nodejs\nstackConfigDir: stacks\nconfig: {}\n');
    this.write('package-lock.json', '{}\n');
    this.write('stacks/Pulumi.security.yaml', STACK('security', '333333333333'));
    this.write('stacks/Pulumi.payments.yaml', STACK('member', '444444444444'));
    this.write('node_modules/package/index.js', 'module.exports = 1;\n');
    mkdirSync(join(this.folder, '.trailwarden'));
    this.commit('Begin');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  addStack(name: string, account: string): void {
    this.write(`stacks/Pulumi.${name}.yaml`, STACK('member', account));
  }

  removeFile(path: string): void {
    rmSync(join(this.folder, path));
  }

  commit(message: string): string {
    this.git('add', '--all');
    const author = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.com'];
    this.git(...author, 'commit', '--message', message, '--no-gpg-sign');
    return this.git('rev-parse', 'HEAD').trim();
  }

  git(...args: readonly string[]): string {
    return execFileSync('git', args, { cwd: this.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  }
}

/** One run of the stand-in. */
export interface PulumiRun {
  readonly args: readonly string[];
  readonly cwd: string;
  /** Of the file that `--config-file` names. */
  readonly configuration?: string;
  readonly backend?: string;
}

/** What the stand-in answers, by the first words of a command and the stack: `up payments`, `preview payments`. */
export type Answers = Readonly<
  Record<string, { stdout?: string; stderr?: string; events?: string; exitCode?: number }>
>;

/** Stands in for the CLI: it answers as told, and, as the CLI does, writes a salt into the file of a stack that it makes. */
export class PulumiStandIn {
  private readonly folder = mkdtempSync(join(tmpdir(), 'trailwarden-'));
  private readonly log = join(this.folder, 'runs.jsonl');

  constructor(answers: Answers, version = 'v3.260.0') {
    const source = [
      `#!${process.execPath}`,
      `const [log, version, answers] = ${JSON.stringify([this.log, version, answers])};`,
      `(${standIn.toString()})(log, version, answers);`,
    ];
    writeFileSync(join(this.folder, 'pulumi'), source.join('\n'), { mode: 0o755 });
  }

  /** A PATH on which the stand-in comes first. */
  get environment(): { readonly PATH: string } {
    return { PATH: `${this.folder}${delimiter}${process.env.PATH ?? ''}` };
  }

  get runs(): readonly PulumiRun[] {
    if (!existsSync(this.log)) return [];
    const lines = readFileSync(this.log, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as PulumiRun);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function standIn(log: string, version: string, answers: Answers): void {
  const fs = require('node:fs') as typeof import('node:fs');
  const args = process.argv.slice(2);
  const after = (flag: string): string | undefined => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);
  if (args[0] === 'version') return void process.stdout.write(`${version}\n`);
  const file = after('--config-file');
  const configuration = file === undefined ? undefined : fs.readFileSync(file, 'utf8');
  const run = { args, cwd: process.cwd(), configuration, backend: process.env.PULUMI_BACKEND_URL };
  fs.appendFileSync(log, `${JSON.stringify(run)}\n`);
  const stack = args[0] === 'stack' ? args[2] : after('--stack');
  if (args[0] === 'stack') fs.appendFileSync(`stacks/Pulumi.${stack}.yaml`, `encryptionsalt: salt-of-${stack}\n`);
  const answer = answers[`${args[0]} ${stack}`] ?? { stdout: '{"changeSummary":{"same":3}}' };
  const events = after('--event-log');
  if (events !== undefined && answer.events !== undefined) fs.writeFileSync(events, answer.events);
  process.stdout.write(answer.stdout ?? '');
  process.stderr.write(answer.stderr ?? '');
  process.exitCode = answer.exitCode ?? 0;
}
