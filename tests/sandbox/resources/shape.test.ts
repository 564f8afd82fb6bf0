import assert from 'node:assert/strict';
import { listOf, pairs, structure } from '../../../sandbox/resources/shape';

interface Rule {
  days?: number;
  filter?: { prefix?: string };
}
interface AwsRule {
  Days?: number;
  Filter?: { Prefix?: string };
}

const rules = listOf(
  structure<Rule, AwsRule>({
    days: 'Days',
    filter: ['Filter', structure<NonNullable<Rule['filter']>, NonNullable<AwsRule['Filter']>>({ prefix: 'Prefix' })],
  }),
);

describe('a shape', () => {
  it("turns Pulumi's spelling into AWS's, and back", () => {
    const pulumi = [{ days: 0, filter: { prefix: '' } }, {}];
    const there = [{ Days: 0, Filter: { Prefix: '' } }, {}];
    assert.deepEqual(rules.toAws(pulumi, 'rules'), there);
    assert.deepEqual(rules.fromAws(there), pulumi);
  });

  it('leaves out what is not set', () => {
    assert.deepEqual(rules.toAws([{ days: 1, filter: undefined } as unknown as Rule], 'rules'), [{ Days: 1 }]);
  });

  it('does not tell an empty list of AWS from none', () => {
    const selector = structure<{ sources?: string[] }, { Sources?: string[] }>({ sources: 'Sources' });
    assert.deepEqual(selector.fromAws({ Sources: [] }), {});
    assert.deepEqual(selector.fromAws({ Sources: ['kms.amazonaws.com'] }), { sources: ['kms.amazonaws.com'] });
  });

  it('names the place of a property that it does not know', () => {
    const given = [{}, { filter: { prefix: 'a', size: 1 } }] as Rule[];
    assert.throws(() => rules.toAws(given, 'rules'), /"rules\[1\]\.filter\.size"/);
  });

  it('names all such places, and takes for granted what is not known yet', () => {
    const given = [{ filter: { prefix: 'a', size: 1 } }, { day: 1 }, { filter: 'unknown' }, 'unknown'];
    assert.deepEqual(rules.unknownIn?.(given, 'rules'), ['rules[0].filter.size', 'rules[1].day']);
    assert.deepEqual(rules.unknownIn?.('unknown', 'rules'), []);
    assert.deepEqual(rules.unknownIn?.(undefined, 'rules'), []);
  });

  it('writes a map as a list of pairs', () => {
    const dimensions = pairs('Name', 'Value');
    assert.deepEqual(dimensions.toAws({ Queue: 'q' }, 'dimensions'), [{ Name: 'Queue', Value: 'q' }]);
    assert.deepEqual(dimensions.fromAws([{ Name: 'Queue', Value: 'q' }]), { Queue: 'q' });
  });
});
