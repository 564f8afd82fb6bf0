import assert from 'node:assert/strict';
import type { Access } from '../../../sandbox/core/service';
import { organizationOf } from '../../../sandbox/services/organizations/state';
import { refuses, type TestCloud } from '../support';
import {
  allow,
  ask,
  attachControlPolicy,
  deny,
  MANAGEMENT,
  OUTSIDER,
  PAYMENTS,
  policy,
  SECURITY,
  sampleCloud,
} from './probe';

const SCP = 'SERVICE_CONTROL_POLICY';
const RCP = 'RESOURCE_CONTROL_POLICY';
const OPEN = policy(allow('*', '*', { Principal: '*' }));

const rootOf = (cloud: TestCloud): string => organizationOf(cloud.state)?.rootId ?? '';

async function organizations(cloud: TestCloud, operation: string, input: object): Promise<unknown> {
  const principal = cloud.administrator(MANAGEMENT);
  return await cloud.gate.call({ principal, region: 'us-east-1', service: 'organizations', operation, input });
}

/** The sample organization with resource control policies switched on, and one account in a unit of its own. */
async function withUnit(): Promise<{ cloud: TestCloud; unit: string }> {
  const cloud = sampleCloud();
  const root = rootOf(cloud);
  await organizations(cloud, 'EnablePolicyType', { RootId: root, PolicyType: RCP });
  const made = await organizations(cloud, 'CreateOrganizationalUnit', { ParentId: root, Name: 'central' });
  const unit = (made as { OrganizationalUnit: { Id: string } }).OrganizationalUnit.Id;
  await organizations(cloud, 'MoveAccount', { AccountId: SECURITY, SourceParentId: root, DestinationParentId: unit });
  return { cloud, unit };
}

const bucketOf = (resourceAccount: string): Access => ({
  action: 's3:DeleteBucket',
  resource: 'arn:aws:s3:::logs',
  resourceAccount,
  resourcePolicy: OPEN,
});
const keyOf = (resourceAccount: string): Access => ({
  action: 'kms:ScheduleKeyDeletion',
  resource: `arn:aws:kms:us-east-1:${resourceAccount}:key/11111111-2222-3333-4444-555555555555`,
  resourceAccount,
  resourcePolicy: OPEN,
});

describe('resource control policies', () => {
  const levels: readonly [level: string, target: (cloud: TestCloud, unit: string) => string, alsoPayments: boolean][] =
    [
      ['the root', rootOf, true],
      ['a unit', (_, unit) => unit, false],
      ['an account', () => SECURITY, false],
    ];
  for (const [level, target, alsoPayments] of levels)
    it(`on ${level} hold for the buckets and keys of the accounts below it, and for no others`, async () => {
      const { cloud, unit } = await withUnit();
      const no = ['s3:DeleteBucket', 'kms:ScheduleKeyDeletion'];
      await attachControlPolicy(cloud, RCP, target(cloud, unit), deny(no, '*', { Principal: '*' }));
      const reason = /with an explicit deny in a resource control policy$/;
      for (const access of [bucketOf, keyOf]) {
        await refuses(ask(cloud, cloud.administrator(SECURITY), access(SECURITY)), 'AccessDenied', reason);
        await refuses(ask(cloud, cloud.administrator(MANAGEMENT), access(SECURITY)), 'AccessDenied', reason);
        await refuses(ask(cloud, cloud.administrator(OUTSIDER), access(SECURITY)), 'AccessDenied', reason);
        const neighbour = ask(cloud, cloud.administrator(PAYMENTS), access(PAYMENTS));
        await (alsoPayments ? refuses(neighbour, 'AccessDenied', reason) : neighbour);
        await ask(cloud, cloud.administrator(SECURITY), access(MANAGEMENT));
      }
    });

  it('hold for AWS services, unless they say otherwise', async () => {
    const { cloud } = await withUnit();
    const s3 = { kind: 'service', service: 'logging.s3.amazonaws.com', sourceAccount: SECURITY } as const;
    const put = { ...bucketOf(SECURITY), action: 's3:PutObject', resource: 'arn:aws:s3:::logs/1' };
    const people = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } };
    await attachControlPolicy(cloud, RCP, SECURITY, deny('s3:PutObject', '*', { Principal: '*', Condition: people }));
    await ask(cloud, s3, put);
    await refuses(ask(cloud, cloud.administrator(SECURITY), put), 'AccessDenied');
    await attachControlPolicy(cloud, RCP, SECURITY, deny('s3:PutObject', '*', { Principal: '*' }));
    await refuses(ask(cloud, s3, put), 'AccessDenied', /resource control policy$/);
  });

  it('see the tags of a key', async () => {
    const { cloud } = await withUnit();
    const tagged = { StringEquals: { 'aws:ResourceTag/use': 'logs' } };
    await attachControlPolicy(cloud, RCP, SECURITY, deny('kms:*', '*', { Principal: '*', Condition: tagged }));
    const key = keyOf(SECURITY);
    await ask(cloud, cloud.administrator(SECURITY), { ...key, context: { 'aws:ResourceTag/use': 'backup' } });
    await ask(cloud, cloud.administrator(SECURITY), key);
    await refuses(
      ask(cloud, cloud.administrator(SECURITY), { ...key, context: { 'aws:ResourceTag/use': 'logs' } }),
      'AccessDenied',
      /resource control policy$/,
    );
  });
});

describe('the limits of control policies', () => {
  const contentOf = (length: number, more: object): string => {
    const text = JSON.stringify(policy(deny('s3:DeleteBucket', '*', more)));
    return text.replace('"*"', `"${'*'.padEnd(length - text.length + 1, 'x')}"`);
  };
  const limits: readonly [type: string, characters: number, attached: number, more: object][] = [
    [SCP, 10_240, 10, {}],
    [RCP, 5_120, 5, { Principal: '*' }],
  ];
  for (const [Type, characters, attached, more] of limits) {
    it(`are ${characters} characters for a ${Type}`, async () => {
      const { cloud } = await withUnit();
      const create = (Content: string) =>
        organizations(cloud, 'CreatePolicy', { Name: `p${Content.length}`, Description: '', Type, Content });
      const longest = contentOf(characters, more);
      assert.equal(longest.length, characters);
      await create(longest);
      await refuses(create(contentOf(characters + 1, more)), 'ConstraintViolationException', /maximum size/);
    });

    it(`are ${attached} of ${Type} on one target, with the one that allows everything`, async () => {
      const { cloud } = await withUnit();
      const attach = () => attachControlPolicy(cloud, Type as typeof SCP, SECURITY, deny('s3:DeleteBucket', '*', more));
      for (let index = 1; index < attached; index += 1) await attach();
      await refuses(attach(), 'ConstraintViolationException', /most policies/);
    });
  }
});
