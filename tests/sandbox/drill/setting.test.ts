import assert from 'node:assert/strict';
import { changesIn, meaningOf } from '../../../sandbox/drill/setting';

const meaning = (value: unknown, passing: string[] = [], unnamed: string[] = []) =>
  meaningOf(value, { passing, unnamed });

const policy = (...actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});

describe('the meaning of a setting', () => {
  const same: [promise: string, one: unknown, other: unknown][] = [
    ['does not depend on the order of a list', ['a', { b: 1, c: 2 }], [{ c: 2, b: 1 }, 'a']],
    ['does not depend on the order of a map', new Map([['a', 1]]).set('b', 2), new Map([['b', 2]]).set('a', 1)],
    ['is that of the document in a text', '{"a":[1,2]}', '{ "a": [2, 1] }'],
    [
      'is the same for one value and a list of one in a policy',
      policy('s3:*'),
      { ...policy(), Statement: { Effect: 'Allow', Action: 's3:*', Resource: ['*'] } },
    ],
    ['is that of a policy in a text', JSON.stringify(policy('a:A', 'b:B')), JSON.stringify(policy('b:B', 'a:A'))],
    ['leaves out what is not set', { a: 1, b: undefined }, { a: 1 }],
    ['knows of a time that there is one', { at: new Date(0) }, { at: new Date(1) }],
  ];
  for (const [promise, one, other] of same)
    it(promise, () => {
      assert.deepEqual(changesIn('it', meaning(one), meaning(other)), []);
    });

  const different: [promise: string, before: unknown, after: unknown, changes: string[]][] = [
    ['tells zero from nothing', { limit: 0 }, {}, ['it / limit: was 0, is not there']],
    ['tells off from nothing', {}, { on: false }, ['it / on: was not there, is false']],
    ['tells a time from none', { at: new Date(0) }, {}, ['it / at: was "a time", is not there']],
    [
      'sees what was added to a map',
      new Map([['a', new Map()]]),
      new Map([['a', new Map([['b', 'c']])]]),
      ['it / a / b: was not there, is "c"'],
    ],
    ['sees what was taken from a set', new Set(['a', 'b']), new Set(['b']), ['it: was ["a","b"], is ["b"]']],
    [
      'sees another action in a policy',
      { policy: policy('a:A') },
      { policy: policy('a:B') },
      ['it / policy / Statement / Action: was "a:A", is "a:B"'],
    ],
    ['sees other bytes', { code: Buffer.from('a') }, { code: Buffer.from('b') }, ['it / code: was "YQ==", is "Yg=="']],
  ];
  for (const [promise, before, after, changes] of different)
    it(promise, () => {
      assert.deepEqual(changesIn('it', meaning(before), meaning(after)), changes);
    });

  it('leaves out members that pass, and not the keys of a map that are called like them', () => {
    const value = { id: 'AROA1', tags: new Map([['id', 'x']]) };
    assert.deepEqual(meaning(value, ['id']), { tags: { id: 'x' } });
  });

  it('looks past ids that AWS made up', () => {
    const topic = (id: string) => ({ subscriptions: new Map([[id, { endpoint: 'a@example.com' }]]) });
    assert.deepEqual(
      changesIn('', meaning(topic('1'), [], ['subscriptions']), meaning(topic('2'), [], ['subscriptions'])),
      [],
    );
    assert.equal(changesIn('', meaning(topic('1')), meaning(topic('2'))).length, 2);
  });

  it('does not take an empty place for a change', () => {
    assert.deepEqual(changesIn('it', undefined, meaning({ trails: new Map(), names: [] })), []);
    assert.equal(changesIn('it', undefined, meaning({ trails: new Map([['a', 1]]) })).length, 1);
  });
});
