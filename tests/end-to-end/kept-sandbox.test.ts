/** `npm run sandbox -- --empty --state <folder>` as a process of its own, killed between two deployments. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Engine, NONE, SETTINGS } from '../sandbox/doors/provider/engine';

const ROOT = join(__dirname, '../..');
const TYPESCRIPT = ['-r', './sandbox/register.cjs'];

interface Ready {
  readonly process: ChildProcess;
  readonly url: string;
  readonly accounts: Readonly<Record<string, { readonly account: string; readonly providerPort: number }>>;
}

describe('npm run sandbox -- --empty --state', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trailwarden-'));
  const children: ChildProcess[] = [];

  const start = async (): Promise<Ready> => {
    const options = ['sandbox/main.ts', '--json', '--empty', '--state', folder];
    const child = spawn(process.execPath, [...TYPESCRIPT, ...options], { cwd: ROOT });
    children.push(child);
    let errors = '';
    child.stderr.on('data', (text: Buffer) => {
      errors += text.toString();
    });
    for await (const line of createInterface({ input: child.stdout }))
      return { process: child, ...(JSON.parse(line) as Omit<Ready, 'process'>) };
    throw new Error(`The sandbox ended before it was ready: ${errors}`);
  };
  const environment = (): string =>
    execFileSync(process.execPath, [...TYPESCRIPT, 'sandbox/environment.ts', 'payments'], { cwd: ROOT }).toString();

  after(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('has on disk what it answered, deploys nothing by itself, and is found by the CLI', async () => {
    const first = await start();
    const { account, providerPort = 0 } = first.accounts.payments ?? {};
    assert.equal(account, '444444444444');
    assert.match(environment(), new RegExp(`^export PULUMI_DEBUG_PROVIDERS='aws:${providerPort}'\n`));
    const before = await Engine.open(providerPort, SETTINGS);
    const topic = await before.create('aws:sns/topic:Topic', 'alerts', { name: 'alerts', displayName: 'Alerts' });
    first.process.kill('SIGKILL');
    await once(first.process, 'close');
    before.close();

    const second = await start();
    assert.equal(second.url, first.url);
    const after = await Engine.open(second.accounts.payments?.providerPort ?? 0, SETTINGS);
    const found = await after.read(topic);
    assert.deepEqual(found, topic);
    assert.deepEqual(await after.diff(topic, topic.inputs), NONE);
    assert.equal(await after.import('aws:iam/role:Role', 'repair', 'trailwarden-repair'), undefined);
    after.close();
    second.process.kill('SIGTERM');
    const [code] = (await once(second.process, 'close')) as [number];
    assert.equal(code, 0);
  });
});
