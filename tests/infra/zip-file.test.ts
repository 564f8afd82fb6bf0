import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { zipFile } from '../../infra/zip-file';

function unpacked(zip: Uint8Array): Record<string, string> {
  const entries = Object.entries(unzipSync(zip));
  return Object.fromEntries(entries.map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
}

describe('a zip file', () => {
  it('holds the files that went into it', () => {
    const files = fc.dictionary(fc.stringMatching(/^[a-zé]{1,20}\.mjs$/), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(files, (texts) => {
        assert.deepEqual(unpacked(zipFile(Object.entries(texts))), { ...texts });
      }),
    );
  });

  it('is the same in whichever order they come', () => {
    const files = [
      ['index.mjs', 'export const one = 1;'],
      ['declared-state.json', '{}'],
    ] as const;
    assert.deepEqual(zipFile(files), zipFile([...files].reverse()));
  });

  it('is the same on every machine and in every year', () => {
    const zip = zipFile([
      ['index.mjs', 'export const handler = () => 1;\n'],
      ['declared-state.json', '{}\n'],
    ]);

    assert.equal(
      createHash('sha256').update(zip).digest('hex'),
      '8034ead89fb1bcfaa08a69c36f61e20a3bacc2d3491668cfd79f439b147c8f1d',
    );
  });
});
