/** What counts as a difference between two values, and where it is shown. */
import assert from 'node:assert/strict';
import { type Difference, differences } from '../../../../sandbox/doors/provider/difference';

const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const archive = (members: object): object => ({ [SIGNATURE]: '0def7320c3a5731c473e5ecbe6d01bc7', ...members });
const statement = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
const policy = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });

describe('differences between values', () => {
  const SAME: readonly (readonly [string, unknown, unknown])[] = [
    ['equal texts', 'a', 'a'],
    ['nothing and an empty text', undefined, ''],
    ['nothing and false', undefined, false],
    ['nothing and zero', 0, undefined],
    ['nothing and an empty map', {}, undefined],
    ['nothing and a map of nothing', undefined, { a: false, b: { c: '' } }],
    ['structures, one of which says what is off', { a: 1 }, { a: 1, b: false }],
    ['documents, however they are written', '{"a":[1],"b":2}', '{ "b": 2,\n"a": [1] }'],
    [
      'a policy and its order of statements',
      policy(statement, { ...statement, Sid: 'x' }),
      policy({ ...statement, Sid: 'x' }, statement),
    ],
    ['a policy and a list of one', policy(statement), policy({ ...statement, Action: ['sqs:SendMessage'] })],
    [
      'a policy and the order of its actions',
      policy({ ...statement, Action: ['a:B', 'a:C'] }),
      policy({ ...statement, Action: ['a:C', 'a:B'] }),
    ],
    [
      'an account and its root',
      policy({ ...statement, Principal: { AWS: '111111111111' } }),
      policy({ ...statement, Principal: { AWS: 'arn:aws:iam::111111111111:root' } }),
    ],
    ['archives of one hash', archive({ hash: 'a' }), archive({ hash: 'a', path: './out' })],
    ['archives without a hash that hold the same', archive({ path: './out' }), archive({ path: './out' })],
  ];
  for (const [what, old, next] of SAME)
    it(`are none between ${what}`, () => {
      assert.deepEqual(differences('x', old, next), []);
    });

  const OTHER: readonly (readonly [string, unknown, unknown, readonly string[]])[] = [
    ['a text', 'a', 'b', ['x update']],
    ['what is new', undefined, 'b', ['x add']],
    ['what goes', 'a', undefined, ['x delete']],
    ['what is not known yet', 'a', UNKNOWN, ['x update']],
    ['what is new and not known yet', undefined, UNKNOWN, ['x add']],
    ['a member of a map', { a: 1, b: 2 }, { a: 1, b: 3 }, ['x.b update']],
    ['members of what was empty', {}, { a: '1' }, ['x.a add']],
    ['all of what was not there', undefined, { a: '1' }, ['x add']],
    ['members, each by its name', { 'a:b': '1' }, { 'a:b': '2', c: '2' }, ['x["a:b"] update', 'x.c add']],
    ['an item of a list', [{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 3 }], ['x[1].a update']],
    ['the length of a list', ['a'], ['a', 'b'], ['x[1] add']],
    ['a shorter list', ['a', 'b'], ['a'], ['x[1] delete']],
    ['an unknown part', { a: { b: 'c', d: 'e' } }, { a: { b: UNKNOWN, d: 'e' } }, ['x.a.b update']],
    ['a document as a whole', '{"a":1}', '{"a":2}', ['x update']],
    ['a document in which nothing is not nothing', '{"a":[{"exists":false}]}', '{"a":[{}]}', ['x update']],
    ['a policy as a whole', policy(statement), policy({ ...statement, Effect: 'Deny' }), ['x update']],
    [
      'a policy that lost a statement',
      policy(statement, { ...statement, Effect: 'Deny' }),
      policy(statement),
      ['x update'],
    ],
    ['another kind of value', { a: 1 }, ['a'], ['x update']],
    ['archives of two hashes', archive({ hash: 'a', path: 'p' }), archive({ hash: 'b', path: 'p' }), ['x update']],
  ];
  for (const [what, old, next, expected] of OTHER)
    it(`show ${what}`, () => {
      const shown = differences('x', old, next).map(({ path, change }: Difference) => `${path} ${change}`);
      assert.deepEqual(shown, expected);
    });
});
