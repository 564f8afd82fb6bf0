import assert from 'node:assert/strict';
import type { RunFailed } from '../../support/engine/run';
import { type ServedOrganization, shortName } from './served-organization';
import { organizationAfter } from './stages';

/** What is protected, by stack. */
const PROTECTED: Readonly<Record<string, readonly string[]>> = {
  management: ['AwsServiceAccess organization-trusted-access', 'LogGroup organization-log-group', 'Trail organization'],
  'log-archive': ['Bucket access-logs', 'Bucket trail-bucket', 'Key trail-key'],
  security: ['Key alerts-key', 'LogGroup responder-log-group'],
};

/** Everything that a member stack makes, as AWS lists it. */
async function inventoryOf(organization: ServedOrganization, name: string): Promise<unknown[]> {
  const inventory: unknown[] = [];
  for (const region of ['us-east-1', 'eu-west-1'])
    inventory.push(
      await organization.ask(name, 'events', 'ListRules', {}, region),
      await organization.ask(name, 'sqs', 'ListQueues', {}, region),
    );
  return [...inventory, await organization.ask(name, 'iam', 'ListRoles', {})];
}

describe('taking an organization down', () => {
  let organization: ServedOrganization;
  before(async () => {
    organization = await organizationAfter('payments');
  });
  after(async () => {
    await organization.close();
  });

  it('leaves nothing of a member, and takes nothing of the other', async () => {
    const empty = await organizationAfter(undefined);
    const others = await inventoryOf(organization, 'data');
    await organization.destroy('payments');
    assert.deepEqual(await inventoryOf(organization, 'payments'), await inventoryOf(empty, 'payments'));
    assert.deepEqual(await inventoryOf(organization, 'data'), others);
    assert.deepEqual(organization.engine.resourcesOf('payments'), []);
    await empty.close();
  });

  it('deletes targets before their rules, and policies before their roles and queues', async () => {
    const types = (await organization.destroy('data')).map(({ urn }) => shortName(urn).split(' ')[0] ?? '');
    const last = (type: string): number => types.lastIndexOf(type);
    assert.ok(last('EventTarget') < types.indexOf('EventRule'));
    assert.ok(last('RolePolicy') < types.indexOf('Role'));
    assert.ok(last('QueuePolicy') < types.indexOf('Queue'));
    assert.equal(types.at(-1), 'Stack');
  });

  for (const [name, urns] of Object.entries(PROTECTED)) {
    it(`stops in ${name} at what is protected, says why, and has deleted nothing`, async () => {
      const calls: string[] = [];
      const stack = await organization.stack(name, { onCall: (method) => calls.push(method) });
      const failure = await organization.engine.destroy(stack).then(
        () => assert.fail(`${name} was destroyed.`),
        (error: unknown) => error as RunFailed,
      );
      assert.deepEqual(failure.diagnostics.map(({ urn }) => shortName(urn)).sort(), urns);
      assert.match(failure.message, /cannot be deleted\nbecause it is protected\./);
      assert.deepEqual(
        calls.filter((method) => method === 'Delete'),
        [],
      );
    });

    it(`goes on in ${name} once that is unprotected, and keeps it in AWS`, async () => {
      const { engine } = organization;
      const kept = engine.resourcesOf(name).filter(({ protect }) => protect);
      for (const { urn } of kept) engine.editState(name, urn, (state) => ({ ...state, protect: false }));
      await organization.destroy(name);
      assert.deepEqual(engine.resourcesOf(name), []);
    });
  }
});
