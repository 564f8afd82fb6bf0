import assert from 'node:assert/strict';
import { UNKNOWN } from '../../policies/property';
import { demands, grantsOf, namesOneRole, namesOneTrail, type Statement, statementsOf } from '../../policies/statement';

const document = (statement: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

function only(statement: object): Statement {
  const [found, ...others] = statementsOf(document(statement));
  assert.ok(found !== undefined && others.length === 0);
  return found;
}

describe('a statement of a policy', () => {
  it('is read from text, from an object, and from a document that has only one', () => {
    const statement = { Sid: 'A', Effect: 'Allow', Principal: '*' };
    for (const each of [{ Statement: [statement] }, { Statement: statement }, JSON.stringify({ Statement: statement })])
      assert.deepEqual(
        statementsOf(each).map(({ label, admitsEverybody }) => [label, admitsEverybody]),
        [['"A"', true]],
      );
  });

  it('is not there in what is not known, missing, or no JSON', () => {
    for (const each of [UNKNOWN, undefined, 'no JSON', '7', { Statement: UNKNOWN }])
      assert.deepEqual(statementsOf(each), []);
  });

  it('allows something or not', () => {
    assert.equal(grantsOf(document({ Effect: 'Deny', Principal: '*' })).length, 0);
    assert.equal(grantsOf(document({ Principal: '*' })).length, 1);
  });

  it('admits everybody by a wildcard, in a list too, and by NotPrincipal', () => {
    const everybody = [
      { Principal: '*' },
      { Principal: { AWS: '*' } },
      { Principal: { AWS: ['arn:aws:iam::111111111111:root', '*'] } },
      { NotPrincipal: { AWS: 'arn:aws:iam::111111111111:root' } },
    ];
    for (const each of everybody) assert.ok(only(each).admitsEverybody, JSON.stringify(each));
    assert.ok(!only({ Principal: { AWS: 'arn:aws:iam::111111111111:root' } }).admitsEverybody);
  });

  it('tells services, accounts and others apart', () => {
    const { services, awsPrincipals, otherPrincipals } = only({
      Principal: { Service: ['a.amazonaws.com', UNKNOWN], AWS: '111111111111', Federated: 'b', CanonicalUser: 'c' },
    });
    assert.deepEqual([services, awsPrincipals, otherPrincipals], [['a.amazonaws.com'], ['111111111111'], ['b', 'c']]);
  });

  const conditions: readonly [promise: string, condition: unknown, demanded: boolean][] = [
    ['demands what it compares with', { StringEquals: { 'aws:PrincipalOrgID': 'yes' } }, true],
    ['demands it whatever the case of the key', { StringLike: { 'AWS:principalorgid': ['yes', 'yes'] } }, true],
    ['demands it of any of many values', { 'ForAnyValue:StringEquals': { 'aws:PrincipalOrgID': 'yes' } }, true],
    ['demands nothing without a condition', undefined, false],
    ['demands nothing by another key', { StringEquals: { 'aws:SourceArn': 'yes' } }, false],
    [
      'demands nothing by a value that is not accepted',
      { StringEquals: { 'aws:PrincipalOrgID': ['yes', 'no'] } },
      false,
    ],
    ['demands nothing by a negation', { StringNotEquals: { 'aws:PrincipalOrgID': 'yes' } }, false],
    ['demands nothing if only where the key exists', { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'yes' } }, false],
    ['demands nothing of no value at all', { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'yes' } }, false],
    [
      'demands it of all values where there must be one',
      { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'yes' }, Null: { 'aws:PrincipalOrgID': 'false' } },
      true,
    ],
    ['is taken to demand it while the condition is not known', UNKNOWN, true],
    ['is taken to demand it while an operator is not known', { StringEquals: UNKNOWN }, true],
    ['is taken to demand it while the value is not known', { StringEquals: { 'aws:PrincipalOrgID': UNKNOWN } }, true],
  ];
  for (const [promise, condition, demanded] of conditions)
    it(promise, () => {
      const statement = only({ Principal: '*', Condition: condition });
      assert.equal(
        demands(statement, 'aws:PrincipalOrgID', (value) => value === 'yes'),
        demanded,
      );
    });
});

describe('an ARN', () => {
  it('names one role, whatever the account', () => {
    assert.ok(namesOneRole('arn:aws:iam::*:role/trailwarden-forwarder'));
    assert.ok(namesOneRole('arn:aws-cn:iam::111111111111:role/path/name'));
    for (const each of ['*', 'arn:aws:iam::*:role/*', 'arn:aws:iam::1*:role/name', 'arn:aws:iam::111111111111:root'])
      assert.ok(!namesOneRole(each), each);
  });

  it('names one trail', () => {
    assert.ok(namesOneTrail('arn:aws:cloudtrail:us-east-1:111111111111:trail/name'));
    for (const account of ['*', ''])
      assert.ok(!namesOneTrail(`arn:aws:cloudtrail:us-east-1:${account}:trail/name`), account);
    assert.ok(!namesOneTrail('arn:aws:cloudtrail:us-east-1:111111111111:trail/*'));
  });
});
