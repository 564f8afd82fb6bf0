import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decide, type Question } from '../../../sandbox/authorization/decision';
import { type ReadPolicy, readText } from '../../../sandbox/authorization/documents';
import { allow, deny, policy } from './probe';

const ACCOUNT = '444444444444';
const TRAIL = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/audit`;

const read = (...statements: object[]): ReadPolicy => readText(JSON.stringify(policy(...statements)));

function question(policies: Partial<Question['policies']>, over: Partial<Question> = {}): Question {
  return {
    principal: `arn:aws:sts::${ACCOUNT}:assumed-role/x/y`,
    account: ACCOUNT,
    action: 'cloudtrail:StopLogging',
    resource: TRAIL,
    resourceAccount: ACCOUNT,
    context: async () => ({ 'aws:PrincipalAccount': ACCOUNT }),
    ...over,
    policies: { identity: [], serviceControl: [], resourceControl: [], ...policies },
  };
}

/** Never applies, but names every action: with it, nothing is plain any more and everything is weighed. */
const NEVER = deny('*', '*', { Condition: { StringEquals: { 'aws:PrincipalAccount': 'nobody' } } });

const statement = fc.oneof(
  fc.constant(allow('*')),
  fc
    .tuple(
      fc.constantFrom('Allow', 'Deny'),
      fc.constantFrom('Action', 'NotAction'),
      fc.constantFrom(
        '*',
        'cloudtrail:*',
        'CloudTrail:stop*',
        'cloudtrail:St?pLogging',
        'cloudtrail:StartLogging',
        's3:*',
      ),
      fc.constantFrom('*', TRAIL, 'arn:aws:cloudtrail:*:*:trail/other'),
      fc.constantFrom(undefined, ACCOUNT, 'nobody'),
    )
    .map(([Effect, action, name, Resource, account]) => ({
      Effect,
      [action]: name,
      Resource,
      ...(account === undefined ? {} : { Condition: { StringEquals: { 'aws:PrincipalAccount': account } } }),
    })),
);
const layer = fc.array(fc.array(statement, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 });

describe('a decision', () => {
  it('is the same whether or not it was plain enough not to be weighed', async () => {
    let plain = 0;
    await fc.assert(
      fc.asyncProperty(
        layer,
        fc.array(layer, { maxLength: 2 }),
        fc.option(layer),
        fc.option(layer),
        async (own, levels, boundary, above) => {
          const policies = {
            identity: own.map((statements) => read(...statements)),
            serviceControl: levels.map((level) => level.map((statements) => read(...statements))),
            boundary: boundary === null ? undefined : read(...boundary.flat()),
            resourceControl: above === null ? [] : [above.map((statements) => read(...statements))],
          };
          let asked = false;
          const context = async () => {
            asked = true;
            return { 'aws:PrincipalAccount': ACCOUNT };
          };
          const quick = await decide(question(policies, { context }));
          if (!asked) plain += 1;
          const weighed = await decide(question({ ...policies, identity: [...policies.identity, read(NEVER)] }));
          assert.equal(quick.outcome, weighed.outcome);
        },
      ),
      { numRuns: 200 },
    );
    assert.ok(plain > 5, `only ${plain} decisions were plain`);
  });

  it('is plain for an administrator under policies that deny other actions', async () => {
    const policies = {
      identity: [read(allow('*'))],
      serviceControl: [[read(allow('*')), read(deny(['cloudtrail:DeleteTrail', 'organizations:Leave*']))]],
    };
    const context = async () => assert.fail('The condition keys were asked for.');
    assert.deepEqual(await decide(question(policies, { context })), { outcome: 'allowed' });
    await assert.rejects(decide(question(policies, { context, action: 'cloudtrail:deletetrail' })), /condition keys/);
  });

  it('is never plain across accounts, for keys and for roles that are assumed', async () => {
    const policies = { identity: [read(allow('*'))] };
    const refused = [
      { resourceAccount: '111111111111' },
      { action: 'kms:Decrypt', resource: `arn:aws:kms:us-east-1:${ACCOUNT}:key/1` },
    ];
    for (const over of refused) assert.equal((await decide(question(policies, over))).outcome, 'implicitDeny');
    const trusting = { ...policies, resource: readText('{"Version":"2012-10-17","Statement":[]}') };
    const role = { action: 'sts:AssumeRole', resource: `arn:aws:iam::${ACCOUNT}:role/x` };
    assert.equal((await decide(question(trusting, role))).outcome, 'implicitDeny');
  });

  it('says what each kind of policy answers', async () => {
    const decision = await decide(
      question({
        identity: [read(allow('cloudtrail:*'))],
        serviceControl: [[read(allow('*'))], [read(allow('*'), deny('cloudtrail:Stop*', TRAIL))]],
        boundary: read(allow('s3:*')),
      }),
    );
    assert.deepEqual(decision, {
      outcome: 'explicitDeny',
      layers: {
        serviceControl: 'explicitDeny',
        resourceControl: 'allowed',
        resource: 'implicitDeny',
        identity: 'allowed',
        boundary: 'implicitDeny',
      },
    });
  });
});
