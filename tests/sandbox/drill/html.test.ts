import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { html, type Markup, trusted } from '../../../sandbox/drill/html';

describe('markup', () => {
  it('takes text between tags and inside quotes as nothing but text', () => {
    const text = `"'><script>&`;
    assert.equal(
      html`<p title="${text}" lang='${text}'>${text}</p>`.toString(),
      `<p title="&quot;&#39;&gt;&lt;script&gt;&amp;" lang='&quot;&#39;&gt;&lt;script&gt;&amp;'>&quot;&#39;&gt;&lt;script&gt;&amp;</p>`,
    );
  });

  it('joins lists, keeps markup in them as it is, and takes undefined as nothing', () => {
    assert.equal(html`${[html`<b>${1}</b>`, ' & ', [undefined, 2]]}${undefined}`.toString(), '<b>1</b> &amp; 2');
  });

  it('takes nothing for markup that only looks like it', () => {
    const lookalike = { toString: () => '<b>' } as unknown as Markup;
    assert.equal(html`${lookalike}`.toString(), '&lt;b&gt;');
    assert.equal(html`${trusted('<b>')}`.toString(), '<b>');
  });

  it('spells out unseen characters, and leaves line feeds, tabs and every letter alone', () => {
    assert.equal(html`${'a\u202eb\u0007c\r\n\tÄ字😀'}`.toString(), 'a\\u{202e}b\\u{7}c\\u{d}\n\tÄ字😀');
  });
});
