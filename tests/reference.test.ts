import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillTables } from '../sandbox/reference/tables';
import { tamperingPage } from '../sandbox/reference/tampering';

const README = readFileSync(join(__dirname, '../README.md'), 'utf8');

describe('the reference tables', () => {
  it('stand in the README as the code makes them; npm run docs writes them anew', () => {
    assert.equal(fillTables(README), README);
  });

  it('stand beside the catalogue of tampering as the code makes it', () => {
    assert.equal(readFileSync(join(__dirname, '../docs/tampering.md'), 'utf8'), tamperingPage());
  });

  it('have a place for each', () => {
    const places = [...README.matchAll(/<!-- table: ([\w-]+) -->/g)].map(([, name]) => name);
    assert.deepEqual(places.sort(), ['configuration', 'tamper-catalogue']);
  });

  it('refuse a place whose table there is not', () => {
    assert.throws(() => fillTables('<!-- table: prices -->\n<!-- end -->'), /There is no table "prices"/);
  });
});
