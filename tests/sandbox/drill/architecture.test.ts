import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { drawArchitecture } from '../../../sandbox/drill/architecture';
import { STAGES } from '../../../sandbox/drill/drill-run';

describe('the picture of the architecture', () => {
  const picture = drawArchitecture();

  it('is the one that the README shows', () => {
    assert.equal(readFileSync(join(__dirname, '../../../docs/picture.svg'), 'utf8'), picture);
  });

  it('explains every stage of the drill, in its order', () => {
    const named = [...picture.matchAll(/class="name" x="664"[^>]*>([^<]+)</g)].map(([, name = '']) =>
      name.toLowerCase(),
    );
    assert.deepEqual(named, [...STAGES]);
  });

  it('closes every element that it opens', () => {
    const open: string[] = [];
    for (const [, closing, name = '', rest = ''] of picture.matchAll(/<(\/?)([a-z]+)([^>]*)>/g)) {
      if (closing === '/') assert.equal(open.pop(), name);
      else if (!rest.endsWith('/')) open.push(name);
    }
    assert.deepEqual(open, []);
  });

  it('needs nothing from elsewhere', () => {
    assert.deepEqual(picture.match(/href|src=|url\(|@import|<script/g), null);
  });
});
