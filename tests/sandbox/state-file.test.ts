/** The organization on disk: complete, its own, and in one sandbox's hands. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { State } from '../../sandbox/core/state';
import { StateFile } from '../../sandbox/state-file';

const LABEL = { organization: 'o-exampleorg1', port: 4599 };
/** Process ids end long before this one. */
const NOBODY = 999_999_999;

describe('an organization on disk', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trailwarden-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const saved = async (state: State): Promise<void> => {
    const file = StateFile.open(folder);
    file.begin(LABEL);
    await file.save(state);
    file.close();
  };

  it('is what it was, of every kind of value', async () => {
    const state = new State();
    const shared = { at: new Date('2026-03-02T09:00:00Z') };
    const value = { map: new Map([['a', new Set([1])]]), bytes: Buffer.from('evidence'), shared, again: shared };
    state.at('sqs/1/us-east-1', () => value);
    await saved(state);
    const read = StateFile.open(folder).read('o-exampleorg1');
    assert.deepEqual({ organization: read?.organization, port: read?.port }, LABEL);
    const restored = read?.state.at<typeof value>('sqs/1/us-east-1', () => assert.fail('It is not there.'));
    assert.deepEqual(restored, value);
    assert.ok(Buffer.isBuffer(restored?.bytes));
    assert.equal(restored?.shared, restored?.again);
  });

  it('does not say where it was served', async () => {
    const state = new State();
    state.at('endpoint/', () => ({ url: 'http://127.0.0.1:4599' }));
    await saved(state);
    assert.deepEqual(StateFile.open(folder).read('o-exampleorg1')?.state.entries(''), []);
  });

  it('is none in an empty folder, and is not written before it is to be kept', async () => {
    const file = StateFile.open(join(folder, 'new', 'folder'));
    assert.equal(file.read('o-exampleorg1'), undefined);
    await file.save(new State());
    assert.deepEqual(readdirSync(join(folder, 'new', 'folder')), ['lock']);
  });

  it('holds what was changed while it was being written', async () => {
    const file = StateFile.open(folder);
    const state = new State();
    const counted = state.at('count', () => ({ n: 0 }));
    file.begin(LABEL);
    const writes = [1, 2, 3].map((n) => {
      counted.n = n;
      return file.save(state);
    });
    await writes[0];
    await writes[2];
    assert.deepEqual(file.read('o-exampleorg1')?.state.entries('count'), [['', { n: 3 }]]);
  });

  it('is the former one when the process dies in the middle of a write', async () => {
    const state = new State();
    state.at('count', () => 1);
    await saved(state);
    writeFileSync(join(folder, 'organization.state.new'), 'half');
    assert.deepEqual(StateFile.open(folder).read('o-exampleorg1')?.state.entries('count'), [['', 1]]);
  });

  it('is not written with what cannot be read again', async () => {
    const state = new State();
    state.at('call', () => ({ call: () => undefined }));
    const file = StateFile.open(folder);
    file.begin(LABEL);
    await assert.rejects(file.save(state), /could not be cloned/);
    assert.deepEqual(readdirSync(folder), ['lock']);
  });

  it('belongs to one sandbox at a time', () => {
    writeFileSync(join(folder, 'lock'), `${process.ppid}\n`);
    assert.throws(
      () => StateFile.open(folder),
      new Error(`The sandbox with process id ${process.ppid} keeps its organization in ${folder}. Use another folder.`),
    );
  });

  it('is free again once its sandbox was killed, or closed it', () => {
    writeFileSync(join(folder, 'lock'), `${NOBODY}\n`);
    const file = StateFile.open(folder);
    assert.equal(readFileSync(join(folder, 'lock'), 'utf8'), `${process.pid}\n`);
    file.close();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is refused when it is another one, or none', async () => {
    await saved(new State());
    const file = StateFile.open(folder);
    assert.throws(
      () => file.read('o-other'),
      /holds o-exampleorg1, and the stacks describe o-other\. Use another folder\./,
    );
    writeFileSync(join(folder, 'organization.state'), 'nonsense');
    assert.throws(
      () => file.read('o-exampleorg1'),
      /organization\.state is no organization that a sandbox has written/,
    );
  });
});
