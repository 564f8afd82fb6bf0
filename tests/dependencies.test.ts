/** Imports point one way, as the architecture says. */
import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { FILES, read } from './support/documentation';

/** What the sources of a folder may import from: folders of the project, by the longest that fits. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  infra: [],
  components: ['infra'],
  functions: ['infra'],
  stacks: ['components', 'infra'],
  policies: [],
  sandbox: ['infra', 'sandbox'],
  'sandbox/core': [],
  'sandbox/event-pattern': ['sandbox/core'],
  'sandbox/records': ['sandbox/core'],
  'sandbox/protocol': ['sandbox/core'],
  'sandbox/resources': ['sandbox/core'],
  'sandbox/authorization': ['sandbox/core', 'sandbox/services'],
  'sandbox/services': ['sandbox/core', 'sandbox/records', 'sandbox/event-pattern', 'sandbox/authorization'],
  'sandbox/doors': ['sandbox/core', 'sandbox/protocol', 'sandbox/resources'],
  'sandbox/drill': ['infra', 'sandbox'],
  'sandbox/bench': ['infra', 'sandbox'],
  'sandbox/reference': ['infra', 'policies', 'sandbox'],
};

/** The entry of the stacks picks a program, and so looks the other way. */
const ENTRY = 'infra/index.ts';

const SOURCES = FILES.filter((file) => /\.(cjs|ts)$/.test(file) && file.includes('/') && !file.startsWith('tests/'));

function folderOf(path: string): string {
  return Object.keys(MAY_IMPORT)
    .filter((folder) => `${path}/`.startsWith(`${folder}/`))
    .reduce((longest, folder) => (folder.length > longest.length ? folder : longest), '');
}

function importsOf(file: string): string[] {
  return [...read(file).matchAll(/(?:\bfrom |\bimport\(|\brequire\(|^import )'([^']+)'/gm)].map(([, name = '']) =>
    name.startsWith('.') ? posix.join(posix.dirname(file), name) : name,
  );
}

function strangers(file: string): string[] {
  const folder = folderOf(file);
  return importsOf(file)
    .filter((name) => FILES.some((each) => each === name || each.startsWith(`${name}.`) || each.startsWith(`${name}/`)))
    .filter((name) => {
      const other = folderOf(name);
      return other !== folder && !MAY_IMPORT[folder]?.some((allowed) => `${other}/`.startsWith(`${allowed}/`));
    });
}

describe('imports', () => {
  for (const folder of Object.keys(MAY_IMPORT))
    it(`of ${folder}/ point where the architecture says`, () => {
      const files = SOURCES.filter((file) => folderOf(file) === folder && file !== ENTRY);
      assert.ok(files.length > 0);
      assert.deepEqual(
        files.flatMap((file) => strangers(file).map((name) => `${file} imports ${name}`)),
        [],
      );
    });

  it(`of ${ENTRY}, beside its own folder, are the programs of the stacks`, () => {
    const folders = importsOf(ENTRY).map(folderOf);
    assert.deepEqual([...new Set(folders)].sort(), ['infra', 'stacks']);
  });

  it('reach Pulumi from no function, and the simulator of IAM from one file', () => {
    const importers = (name: RegExp): string[] =>
      SOURCES.filter((file) => importsOf(file).some((each) => name.test(each)));
    assert.deepEqual(
      importers(/^@pulumi\//).filter((file) => file.startsWith('functions/')),
      [],
    );
    assert.deepEqual(importers(/^@cloud-copilot\//), ['sandbox/authorization/simulation.ts']);
  });
});
