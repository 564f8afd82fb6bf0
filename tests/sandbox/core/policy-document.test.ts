import assert from 'node:assert/strict';
import { AwsError } from '../../../sandbox/core/aws-error';
import { iamPrincipal, parsePolicy, policyProblems, statementsOf } from '../../../sandbox/core/policy-document';

const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

describe('policy documents', () => {
  it('are read into lists, whichever way they are written', () => {
    const [read] = statementsOf(
      document({
        ...statement,
        Sid: 'one',
        Principal: { AWS: '111111111111', Service: ['a.amazonaws.com', 'b.amazonaws.com'] },
        Condition: { Bool: { 'aws:SecureTransport': false } },
      }),
    );
    assert.deepEqual(read, {
      sid: 'one',
      effect: 'Allow',
      principals: [
        { type: 'AWS', value: '111111111111' },
        { type: 'Service', value: 'a.amazonaws.com' },
        { type: 'Service', value: 'b.amazonaws.com' },
      ],
      exceptPrincipals: false,
      actions: ['s3:GetObject'],
      exceptActions: false,
      resources: ['*'],
      exceptResources: false,
      conditions: { Bool: { 'aws:SecureTransport': ['false'] } },
    });
  });

  it('have every problem told in a sentence', () => {
    const problems = (value: unknown) => policyProblems(value, 'resource');
    assert.deepEqual(problems([]), ['The policy must be a JSON object.']);
    assert.deepEqual(problems({}), ['Missing required field Statement.']);
    assert.deepEqual(problems({ ...document(statement), Statements: [] }), [
      'The policy has an unknown field Statements.',
    ]);
    assert.deepEqual(problems({ ...document(statement), Version: '2020-01-01' }), [
      "The policy's Version must be one of 2012-10-17, 2008-10-17.",
    ]);
    assert.deepEqual(problems(document({ ...statement, Effect: 'allow', Action: 'GetObject', Extra: 1 })), [
      'Statement 1: unknown field Extra.',
      'Statement 1: invalid effect: allow.',
      'Statement 1: invalid action: GetObject.',
    ]);
    assert.deepEqual(problems(document({ ...statement, NotAction: 's3:*' })), [
      'Statement 1: only one of Action and NotAction may be given.',
    ]);
    assert.deepEqual(problems(document({ ...statement, Principal: { Aws: '*' } })), [
      'Statement 1: unknown kind of principal Aws.',
    ]);
    assert.deepEqual(problems(document({ ...statement, Condition: { Bool: 'true' } })), [
      'Statement 1: Condition.Bool must be a JSON object.',
    ]);
    assert.deepEqual(problems(document({ ...statement, Sid: 'a' }, { ...statement, Sid: 'a' })), [
      'Statement ids (Sid) in the policy must be unique.',
    ]);
  });

  it('name principals with resources, never with identities', () => {
    const { Principal: _principal, ...without } = statement;
    assert.deepEqual(policyProblems(document(without), 'resource'), ['Statement 1: missing required field Principal.']);
    assert.deepEqual(policyProblems(document(without), 'identity'), []);
    assert.equal(policyProblems(document(statement), 'identity').length, 1);
  });

  it("name no resources in a role's trust policy", () => {
    const { Resource: _resource, ...trust } = statement;
    assert.deepEqual(policyProblems(document(trust), 'resource', false), []);
    assert.deepEqual(policyProblems(document(trust), 'resource'), ['Statement 1: missing required field Resource.']);
  });

  it("are refused with the service's own code", () => {
    const refuse = (text: string) => () => parsePolicy(text, { kind: 'resource', code: 'MalformedPolicy' });
    const withCode = (error: unknown) => error instanceof AwsError && error.code === 'MalformedPolicy';
    assert.throws(refuse('{'), withCode);
    assert.throws(refuse('{}'), withCode);
    assert.deepEqual(refuse(JSON.stringify(document(statement)))(), document(statement));
  });

  it('write IAM principals in several ways', () => {
    assert.deepEqual(iamPrincipal('111111111111'), { account: '111111111111', kind: 'account', name: 'root' });
    assert.deepEqual(iamPrincipal('arn:aws:iam::111111111111:root')?.kind, 'account');
    assert.deepEqual(iamPrincipal('arn:aws:iam::111111111111:role/a/b/name'), {
      account: '111111111111',
      kind: 'role',
      name: 'name',
    });
    assert.deepEqual(iamPrincipal('arn:aws:sts::111111111111:assumed-role/name/session')?.name, 'name');
    for (const value of [
      '*',
      'root',
      'arn:aws:iam::1111:root',
      'arn:aws:iam::111111111111:role',
      'arn:aws:s3:::bucket',
    ])
      assert.equal(iamPrincipal(value), undefined, value);
  });
});
