import assert from 'node:assert/strict';
import { differences, settingsFrom, Unread } from '../../../functions/responder/comparison';

const statement = { Sid: 'A', Effect: 'Allow', Principal: '*', Action: ['s3:GetObject'], Resource: 'x' };
const policy = { Version: '2012-10-17', Statement: [statement] };

describe('a comparison', () => {
  const same: [promise: string, declared: unknown, found: unknown][] = [
    ['null for what is not there', null, undefined],
    ['lists in another order', ['a', 'b'], ['b', 'a']],
    ['keys in another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['keys that are undefined', { a: 1 }, { a: 1, b: undefined }],
    [
      'one value and a list of one, in a policy',
      policy,
      { ...policy, Statement: { ...statement, Action: 's3:GetObject' } },
    ],
    [
      'statements in another order',
      { Statement: [statement, { ...statement, Sid: 'B' }] },
      { Statement: [{ ...statement, Sid: 'B' }, statement] },
    ],
  ];
  for (const [promise, declared, found] of same)
    it(`takes for the same ${promise}`, () => {
      assert.deepEqual(differences({ setting: declared }, { setting: found }), []);
    });

  const different: [promise: string, declared: unknown, found: unknown][] = [
    ['another value', true, false],
    ['a value that must not be there', null, 'x'],
    ['a value that is missing', 'x', undefined],
    ['one more in a list', ['a'], ['a', 'b']],
    ['the same twice', ['a', 'b'], ['a', 'a', 'b']],
    ['one more statement', policy, { ...policy, Statement: [statement, { ...statement, Sid: 'B' }] }],
    ['one more action', policy, { ...policy, Statement: [{ ...statement, Action: ['s3:GetObject', 's3:PutObject'] }] }],
    ['a condition that is gone', { Statement: [{ ...statement, Condition: { Bool: { a: 'b' } } }] }, policy],
    ['an effect turned around', policy, { ...policy, Statement: [{ ...statement, Effect: 'Deny' }] }],
    ['a number and its text', 1, '1'],
  ];
  for (const [promise, declared, found] of different)
    it(`tells ${promise}`, () => {
      const [difference, ...others] = differences({ setting: declared }, { setting: found });
      assert.equal(difference?.setting, 'setting');
      assert.deepEqual(others, []);
    });

  it('looks at what is declared, and at nothing else', () => {
    assert.deepEqual(differences({ a: 1 }, { a: 1, b: 2 }), []);
  });

  it('takes every setting of what is gone for different', () => {
    const found = differences({ a: 1, b: null }, { gone: true });
    assert.deepEqual(
      found.map(({ setting, found: text }) => [setting, text]),
      [
        ['a', 'it does not exist'],
        ['b', 'it does not exist'],
      ],
    );
  });

  it('does not let a setting that cannot be read hide the others', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDenied' });
    const read = await settingsFrom({ a: Promise.reject(denied), b: Promise.resolve(2) });
    assert.ok(read.a instanceof Unread);
    const [first, second, ...others] = differences({ a: 1, b: 1 }, read);
    assert.equal(first?.unread, denied);
    assert.equal(first?.found, 'not readable: AccessDenied: no');
    assert.equal(second?.unread, undefined);
    assert.deepEqual(others, []);
  });
});
