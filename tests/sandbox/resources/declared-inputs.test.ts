import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { adapterOf, resourceTypes } from '../../../sandbox/resources/index';

const PROVIDER = dirname(require.resolve('@pulumi/aws/package.json'));

/** The members of a resource's arguments that the provider's own types do not let a program leave out. */
function requiredByTypes(type: string): string[] {
  const [, path, name] = /^aws:(.+):(\w+)$/.exec(type) ?? [];
  const declarations = readFileSync(join(PROVIDER, `${path}.d.ts`), 'utf8');
  const body = declarations.split(`export interface ${name}Args {\n`)[1]?.split('\n}')[0] ?? '';
  return [...body.matchAll(/^ {4}(\w+): /gm)].map(([, member = '']) => member);
}

const adapters = resourceTypes.map(adapterOf);

describe('what adapters declare of their inputs', () => {
  it('requires what the types of the provider require', () => {
    const declared = adapters.map(({ type, required = [] }) => [type, [...required].sort()]);
    assert.deepEqual(
      declared,
      resourceTypes.map((type) => [type, requiredByTypes(type).sort()]),
    );
  });

  it('names inputs that there are', () => {
    for (const {
      type,
      inputs,
      required = [],
      replacedBy = [],
      defaults = {},
      computed = [],
      unread = [],
    } of adapters) {
      const named = [...required, ...replacedBy, ...Object.keys(defaults), ...computed, ...unread];
      const missing = named.filter((input) => !inputs.includes(input));
      assert.deepEqual(missing, [], type);
    }
  });

  it('calls no input computed that has a default or must be given', () => {
    for (const { type, required = [], defaults = {}, computed = [] } of adapters) {
      const wrong = computed.filter((input) => input in defaults || required.includes(input));
      assert.deepEqual(wrong, [], type);
    }
  });

  it('replaces a resource in another Region', () => {
    for (const { type, inputs, replacedBy = [] } of adapters)
      assert.equal(replacedBy.includes('region'), inputs.includes('region'), type);
  });
});
