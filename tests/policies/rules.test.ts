import assert from 'node:assert/strict';
import { LEVELS } from '../../policies/rule';
import { RULES } from '../../policies/rules';
import { DEFAULT_SETTINGS } from '../../policies/settings';
import { SAMPLE } from '../support/organization';
import { declaredIn } from './support';

/** Kinds that no stack has, and a change could add. */
const ADDABLE = ['aws.cloudwatch.EventPermission', 'aws.s3.BucketAcl'];

describe('the rules of the policy pack', () => {
  for (const { name } of SAMPLE.stacks)
    it(`find nothing in the ${name} stack`, async () => {
      const resources = await declaredIn(name);
      const state = await declaredIn(name, 'state');
      const found = RULES.flatMap((rule) =>
        'check' in rule
          ? resources
              .filter(({ kind }) => rule.kinds.includes(kind))
              .flatMap((each) =>
                rule.check(each, DEFAULT_SETTINGS).map((message) => `${rule.name}: ${each.name}: ${message}`),
              )
          : rule.checkStack(state, DEFAULT_SETTINGS).map(({ urn, message }) => `${rule.name}: ${urn}: ${message}`),
      );
      assert.deepEqual(found, []);
    });

  it('look at kinds of resources that the stacks have, or that a change could add', async () => {
    const kinds = new Set<string>(ADDABLE);
    for (const { name } of SAMPLE.stacks) for (const { kind } of await declaredIn(name)) kinds.add(kind);
    for (const rule of RULES) for (const kind of rule.kinds) assert.ok(kinds.has(kind), `${rule.name}: ${kind}`);
  });

  it('have names of their own that the configuration file can carry', () => {
    const names = RULES.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /^(?!all$)[a-z]+(-[a-z]+)*$/);
  });

  it('stop a deployment, until people configure otherwise', () => {
    for (const { level } of RULES) {
      assert.ok(LEVELS.includes(level));
      assert.equal(level, 'mandatory');
    }
  });
});
