import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { PackagedFile } from '../../../infra/bundling';
import { bytesOf, loadedAt } from '../../../sandbox/bench/responder-code';
import { clientsIn, inFolder, samplePackage, staticClosure } from '../../../sandbox/bench/responder-package';

/** index → shared → deep, and index → later → last once it is asked for. */
const PACKAGE: PackagedFile[] = [
  ['index.mjs', 'import{a}from"./shared.mjs";import"node:fs";export const b=async()=>[a,await import("./later.mjs")];'],
  ['shared.mjs', 'export{a}from"./deep.mjs";'],
  ['deep.mjs', 'import"./index.mjs";export const a="import \\"./later.mjs\\"";'],
  ['later.mjs', 'export*from"./last.mjs";import"./deep.mjs";'],
  ['last.mjs', 'export const c=1;'],
  ['declared-state.json', '{}'],
];

describe('The static closure of a package', () => {
  it('holds what loads before the first statement runs, and nothing that is imported later', async () => {
    const closure = await inFolder(PACKAGE, async (folder) => staticClosure(folder));
    assert.deepEqual(closure, ['index.mjs', 'shared.mjs', 'deep.mjs']);
  });

  it('follows every static import of a module that is asked for itself', async () => {
    const closure = await inFolder(PACKAGE, async (folder) => staticClosure(folder, 'later.mjs'));
    assert.deepEqual(closure, ['later.mjs', 'last.mjs', 'deep.mjs', 'index.mjs', 'shared.mjs']);
  });

  it('refuses a package whose modules cannot be read', async () => {
    const broken: PackagedFile[] = [['index.mjs', 'import"./missing.mjs";']];
    await assert.rejects(
      inFolder(broken, async (folder) => staticClosure(folder)),
      /missing\.mjs/,
    );
  });

  it('leaves no folder behind', async () => {
    const folder = await inFolder(PACKAGE, async (each) => each);
    assert.equal(existsSync(folder), false);
  });
});

describe('The size of a package', () => {
  it('is counted in bytes, of the files that are named', () => {
    const files: PackagedFile[] = [
      ['one', 'é'],
      ['two', 'abc'],
      ['three', 'abcdef'],
    ];
    assert.equal(bytesOf(files, ['one', 'two']), 5);
    assert.throws(() => bytesOf(files, ['four']), /no file four/);
  });
});

describe('The clients in a module', () => {
  it('are told by the names of their schemas, each once', () => {
    const text = 'const a="com.amazonaws.sts",b="smithy.api",c="com.amazonaws.cloudtrail",d="com.amazonaws.sts";';
    assert.deepEqual(clientsIn(text), ['cloudtrail', 'sts']);
  });

  it('that the responder loads at once are those of STS and CloudTrail, and never that of SNS', async () => {
    const files = samplePackage();
    const atOnce = await inFolder(files, async (folder) => staticClosure(folder));
    const clients = files.filter(([name]) => atOnce.includes(name)).flatMap(([, text]) => clientsIn(text));
    assert.deepEqual([...new Set(clients)].sort(), ['cloudtrail', 'sts']);
    assert.ok(files.some(([, text]) => clientsIn(text).includes('sns')));
  });
});

describe('The files that were loaded at a call', () => {
  const calls = [
    { call: '/', loaded: ['index.mjs'] },
    { call: 'CloudTrail_20131101.GetTrailStatus', loaded: ['index.mjs', 'one.mjs'] },
    { call: 'CloudTrail_20131101.StartLogging', loaded: ['index.mjs', 'one.mjs', 'two.mjs'] },
    { call: 'CloudTrail_20131101.StartLogging', loaded: ['index.mjs', 'one.mjs', 'two.mjs', 'three.mjs'] },
  ];

  it('are those of the first time that the operation was called', () => {
    assert.deepEqual(loadedAt('StartLogging', calls), ['index.mjs', 'one.mjs', 'two.mjs']);
  });

  it('are found for an operation that is named in a path', () => {
    const call = '/service/CloudTrail_20131101/operation/StartLogging';
    assert.deepEqual(loadedAt('StartLogging', [{ call, loaded: ['index.mjs'] }]), ['index.mjs']);
  });

  it('are refused for an operation that was never called', () => {
    assert.throws(
      () => loadedAt('Logging', calls),
      /never called Logging; it called \/, CloudTrail_20131101\.GetTrail/,
    );
  });
});
