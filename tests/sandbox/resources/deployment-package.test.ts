import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asset } from '@pulumi/pulumi';
import { strFromU8, unzipSync } from 'fflate';
import { deploymentPackage } from '../../../sandbox/resources/deployment-package';

const { AssetArchive, FileArchive, FileAsset, RemoteArchive, RemoteAsset, StringAsset } = asset;

describe('a deployment package', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'package-'));
    mkdirSync(join(folder, 'src', 'lib'), { recursive: true });
    writeFileSync(join(folder, 'src', 'index.js'), 'exports.handler = 1');
    writeFileSync(join(folder, 'src', 'lib', 'a.js'), 'a');
  });
  after(() => rmSync(folder, { recursive: true }));

  const contents = (zip: Uint8Array): Record<string, string> =>
    Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]));

  it('holds texts, files, directories and archives within archives', async () => {
    const archive = new AssetArchive({
      'state.json': new StringAsset('{}'),
      'main.js': new FileAsset(join(folder, 'src', 'index.js')),
      inner: new AssetArchive({ 'b.js': new StringAsset('b') }),
      src: new FileArchive(join(folder, 'src')),
    });
    assert.deepEqual(contents(await deploymentPackage(archive)), {
      'inner/b.js': 'b',
      'main.js': 'exports.handler = 1',
      'src/index.js': 'exports.handler = 1',
      'src/lib/a.js': 'a',
      'state.json': '{}',
    });
  });

  it('is the same, byte for byte, for the same content, whatever the hour, the order and the age of its parts', async () => {
    const parts = { 'a.js': new FileAsset(join(folder, 'src', 'lib', 'a.js')), 'b.js': new StringAsset('b') };
    const first = await deploymentPackage(new AssetArchive(parts));
    utimesSync(join(folder, 'src', 'lib', 'a.js'), 0, 0);
    const second = await anHourLater(() =>
      deploymentPackage(new AssetArchive({ 'b.js': parts['b.js'], 'a.js': parts['a.js'] })),
    );
    assert.deepEqual(second, first);
  });

  it('is a zip file as it stands, where the program has one', async () => {
    const zip = await deploymentPackage(new AssetArchive({ 'index.js': new StringAsset('x') }));
    const path = join(folder, 'code.zip');
    writeFileSync(path, zip);
    assert.deepEqual(new Uint8Array(await deploymentPackage(new FileArchive(path))), new Uint8Array(zip));
  });

  it('refuses what it would have to fetch or to unpack', async () => {
    const remote = new AssetArchive({ 'index.js': new RemoteAsset('https://example.com/index.js') });
    await assert.rejects(deploymentPackage(remote), /"index\.js"/);
    await assert.rejects(deploymentPackage(new RemoteArchive('https://example.com/a.zip')), /nothing that has to be/);
    writeFileSync(join(folder, 'code.tar'), '');
    await assert.rejects(deploymentPackage(new FileArchive(join(folder, 'code.tar'))), /code\.tar is neither/);
  });
});

async function anHourLater<T>(run: () => Promise<T>): Promise<T> {
  const { now } = Date;
  Date.now = () => now() + 3_600_000;
  try {
    return await run();
  } finally {
    Date.now = now;
  }
}
