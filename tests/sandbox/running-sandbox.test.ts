/** How the Pulumi CLI finds a sandbox: what is announced, and what is printed for the shell. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  announceSandbox,
  findSandbox,
  type RunningSandbox,
  throwAwayBackend,
  withdrawSandbox,
} from '../../sandbox/running-sandbox';
import { shellExports, stackEnvironment } from '../../sandbox/shell-environment';

const RUNNING: RunningSandbox = {
  pid: process.pid,
  since: 1,
  url: 'http://127.0.0.1:4599',
  backend: "/home/a user/it's/pulumi",
  accounts: {
    security: { account: '333333333333', providerPort: 40811 },
    payments: { account: '444444444444', providerPort: 45351 },
  },
};
/** Process ids end long before this one. */
const NOBODY = 999_999_999;

describe('a running sandbox', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trailwarden-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is found until it is withdrawn', () => {
    const own = join(folder, 'new');
    announceSandbox(RUNNING, own);
    assert.deepEqual(findSandbox(own), RUNNING);
    withdrawSandbox(RUNNING.pid, own);
    assert.deepEqual(readdirSync(own), []);
  });

  it('has a backend of its own, which goes with it', () => {
    const backend = throwAwayBackend(process.pid, folder);
    writeFileSync(join(backend, 'state'), '');
    assert.deepEqual(readdirSync(throwAwayBackend(process.pid, folder)), []);
    withdrawSandbox(process.pid, folder);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is found when another one began before it, and when one was killed', () => {
    writeFileSync(join(folder, `sandbox-${NOBODY}.json`), JSON.stringify({ ...RUNNING, pid: NOBODY, since: 9 }));
    mkdirSync(join(folder, `backend-${NOBODY}`));
    announceSandbox({ ...RUNNING, pid: process.ppid, since: 2 }, folder);
    announceSandbox(RUNNING, folder);
    assert.equal(findSandbox(folder).pid, process.ppid);
    withdrawSandbox(process.pid, folder);
    assert.deepEqual(readdirSync(folder), [`sandbox-${process.ppid}.json`]);
  });

  it('is asked for with the way to start one', () => {
    const none = new Error('No sandbox is running. Start one in another terminal: npm run sandbox -- --empty');
    assert.throws(() => findSandbox(folder), none);
    assert.throws(() => findSandbox(join(folder, 'missing')), none);
  });

  it('is what the Pulumi CLI deploys a stack into, and nothing else is set', () => {
    assert.deepEqual(stackEnvironment(RUNNING, 'security'), {
      PULUMI_DEBUG_PROVIDERS: 'aws:40811',
      PULUMI_BACKEND_URL: "file:///home/a%20user/it's/pulumi",
      PULUMI_CONFIG_PASSPHRASE: 'sandbox',
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
      PULUMI_SKIP_UPDATE_CHECK: '1',
    });
  });

  it('knows its stacks by name', () => {
    assert.throws(
      () => stackEnvironment(RUNNING, 'sekurity'),
      new Error('There is no stack "sekurity" in the sandbox. There are security, payments.'),
    );
    assert.throws(
      () => stackEnvironment(RUNNING, undefined),
      new Error('Name a stack: npm run -s sandbox:env -- <stack>. There are security, payments.'),
    );
    assert.throws(() => stackEnvironment(RUNNING, 'constructor'), /There is no stack "constructor"/);
  });

  it('is put into a shell as it is, whatever its folder is called', () => {
    const script = `${shellExports({ A: "it's $HOME", B: 'two\nlines' })}printf '%s|%s' "$A" "$B"`;
    assert.equal(execFileSync('sh', ['-c', script]).toString(), "it's $HOME|two\nlines");
  });
});
