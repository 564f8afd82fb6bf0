import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { bundledCode, bundleResponder, type PackagedFile, responderFiles } from '../../infra/bundling';
import { declaredState } from '../../infra/specifications/declared-state';
import { deploymentPackage } from '../../sandbox/resources/deployment-package';
import { SAMPLE } from '../support/organization';

const DECLARED = declaredState(SAMPLE.configuration);
const run = promisify(execFile);

describe("the responder's package", () => {
  let files: PackagedFile[];
  let folder: string;
  before(async () => {
    files = responderFiles(DECLARED);
    folder = await mkdtemp(join(tmpdir(), 'trailwarden-package-'));
    for (const [name, text] of files) await writeFile(join(folder, name), text);
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** Loads files of the package in a process of its own, as Lambda does, and prints what each of them exports. */
  const load = (variables: NodeJS.ProcessEnv, modules = ['index.mjs']) => {
    const imports = modules.map((name) => `console.log(JSON.stringify(Object.keys(await import('./${name}'))));`);
    return run(process.execPath, ['--input-type=module', '-e', imports.join('')], {
      cwd: folder,
      env: { PATH: process.env.PATH, NODE_NO_WARNINGS: '1', ...variables },
    });
  };

  it('has a handler that loads', async () => {
    const { stdout } = await load({ LAMBDA_TASK_ROOT: folder });
    assert.ok(JSON.parse(stdout).includes('handler'));
  });

  it('names the variable that is missing, where it runs elsewhere', async () => {
    await assert.rejects(load({}), /The environment variable LAMBDA_TASK_ROOT is missing/);
  });

  it('carries the declared state, as people can read it', () => {
    const text = new Map(files).get('declared-state.json') ?? '';
    assert.deepEqual(JSON.parse(text), DECLARED);
    assert.match(text, /^\{\n {2}"organizationId": "o-exampleorg1",\n/);
  });

  it('is flat, in ES modules, and every file of it loads where nothing else is installed', async () => {
    for (const [name] of files) assert.match(name, /^[\w-]+\.(mjs|json)$/);
    const modules = files.map(([name]) => name).filter((name) => name.endsWith('.mjs'));
    const { stdout } = await load({ LAMBDA_TASK_ROOT: folder }, modules);
    assert.equal(stdout.split('\n').filter((line) => line !== '').length, modules.length);
  });

  it('loads at the start what starts a trail again, and every other client when it is used', () => {
    const texts = new Map(files);
    const atTheStart = new Set<string>();
    const follow = (name: string): void => {
      if (atTheStart.has(name)) return;
      atTheStart.add(name);
      for (const [, imported = ''] of texts.get(name)?.matchAll(/(?:from|import)"\.\/([\w-]+\.mjs)"/g) ?? [])
        follow(imported);
    };
    follow('index.mjs');
    const clientsIn = (names: Iterable<string>): string[] => {
      const text = [...names].map((name) => texts.get(name)).join('\n');
      return [...new Set([...text.matchAll(/"com\.amazonaws\.(\w+)"/g)].map(([, client = '']) => client))].sort();
    };
    assert.ok(atTheStart.size > 1);
    assert.deepEqual(clientsIn(atTheStart), ['cloudtrail', 'sts']);
    const others = [
      'cloudwatch',
      'cloudwatchlogs',
      'eventbridge',
      'iam',
      'kms',
      'lambda',
      'organizations',
      's3',
      'sns',
      'sqs',
    ];
    for (const client of others) assert.ok(clientsIn(texts.keys()).includes(client), client);
  });

  it('is the same package for the same state, to the last bit', async () => {
    const [first, second] = await Promise.all(
      [DECLARED, DECLARED].map((state) => deploymentPackage(bundleResponder(state).archive)),
    );
    assert.deepEqual(first, second);
    assert.deepEqual(bundledCode(), bundledCode());
    assert.deepEqual(responderFiles(DECLARED), files);
  });

  it('is a zip file that holds the files, and whose hash is what Lambda says of the code', async () => {
    const { archive, sha256 } = bundleResponder(DECLARED);
    const zip = await deploymentPackage(archive);
    assert.equal(sha256, createHash('sha256').update(zip).digest('base64'));
    const unpacked = Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]);
    assert.deepEqual(Object.fromEntries(unpacked), Object.fromEntries(files));
  });

  it('is another package for another state, and differs in nothing but the state', () => {
    const changed = responderFiles({ ...DECLARED, mode: 'observe' });
    const differing = changed.filter(([name, text]) => new Map(files).get(name) !== text).map(([name]) => name);
    assert.deepEqual(differing, ['declared-state.json']);
  });
});
