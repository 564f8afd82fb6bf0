import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sweep } from '../../../functions/responder/sweep';
import type { AccountKind } from '../../../infra/configuration';
import { type DeclaredResource, permissionsOf } from '../../../infra/specifications/resources';
import type { Permission } from '../../../infra/specifications/resources/resource';
import { LOG_ARCHIVE, MANAGEMENT, PAYMENTS, SECURITY } from '../../infra/specifications/access';
import { SAMPLE } from '../../support/organization';
import { RUINS } from './ruins';
import { DECLARED, World } from './world';

const SERVICES = join(__dirname, '../../../functions/responder/services');

const ACCOUNTS: Readonly<Record<AccountKind, string>> = {
  management: MANAGEMENT,
  'log-archive': LOG_ARCHIVE,
  security: SECURITY,
  member: PAYMENTS,
};

/** What AWS asks for inside of another call, and the sandbox does not. @see infra/specifications/resources/trail.ts */
const ASKED_INSIDE: Readonly<Partial<Record<AccountKind, readonly string[]>>> = {
  management: [
    'trail: organizations:DescribeOrganization',
    'trail: iam:GetRole',
    'trail: iam:CreateServiceLinkedRole',
    `trail: arn:aws:iam::${MANAGEMENT}:role/aws-service-role/cloudtrail.amazonaws.com/*`,
  ],
};

describe('what a repair role may do', () => {
  const worlds = new Map<string, World>();
  for (const [kind, account] of Object.entries(ACCOUNTS) as [AccountKind, string][]) {
    it(`is enough to put back everything that somebody ruined in a ${kind} account`, async () => {
      const world = await ruinedAndPutBack(account);
      const { different, closed, error } = await sweep(DECLARED, world.aws, { enforce: true }, () => 0);
      assert.deepEqual({ closed, error }, { closed: [], error: undefined });
      // The key's bucket and trail, or what names it, may be in another account.
      assert.ok(different.every((each) => each.outcome === 'repaired' && each.resource.account !== account));
      worlds.set(account, world);
    });

    it(`is what that takes in a ${kind} account, action by action and resource by resource, and nothing more`, () => {
      const allowed = worlds.get(account)?.allowed.filter((each) => each.account === account) ?? [];
      const needless = permissionsOf(SAMPLE.configuration, kind, account).flatMap(([type, permissions]) =>
        permissions.flatMap((each) => needlessIn(each, allowed).map((line) => `${type}: ${line}`)),
      );
      assert.deepEqual(needless, ASKED_INSIDE[kind] ?? []);
    });
  }

  it('is asked by exactly those calls that the clients of the responder can make', () => {
    const calls = [...worlds.values()].flatMap(({ repairCalls }) => repairCalls);
    const files = readdirSync(SERVICES).filter((name) => !['index.ts', 'service.ts'].includes(name));
    assert.equal(worlds.size, Object.keys(ACCOUNTS).length);
    for (const file of files) {
      const commands = [...readFileSync(join(SERVICES, file), 'utf8').matchAll(/^ {2}(\w+): \1Command,$/gm)];
      const made = calls.filter(({ service }) => `${service}.ts` === file).map(({ operation }) => operation);
      assert.deepEqual([...new Set(made)].sort(), commands.map(([, operation]) => operation).sort(), file);
    }
  });
});

/** Everything in the account is ruined, one after the other, and each put back by the repair role. */
async function ruinedAndPutBack(account: string): Promise<World> {
  const world = await World.deployed();
  for (const type of new Set(world.resources(account).map((each) => each.type))) {
    for (const resource of world.resources(account, type))
      for (const ruin of resource.watchedOnly === undefined ? RUINS[type] : []) {
        const { region } = resource;
        await ruin({ resource, world, ask: (service, ...call) => world.as(account, service, ...call, region) });
        await putBack(world, resource);
      }
    for (const resource of world.resources(account)) await putBack(world, resource);
  }
  return world;
}

async function putBack(world: World, resource: DeclaredResource): Promise<void> {
  const { outcome, error } = await world.reconcile(resource);
  assert.ok(['intact', 'repaired'].includes(outcome), `${resource.arn} is ${outcome}: ${String(error)}`);
}

/** The actions that were not needed on any of the resources, and the resources on which none of the actions was. */
function needlessIn({ actions, resources }: Permission, allowed: World['allowed']): string[] {
  const patterns = resources.map((resource) => [resource, patternOf(resource)] as const);
  const used = allowed.filter(({ action }) => actions.includes(action));
  const on = (pattern: RegExp): World['allowed'] => used.filter(({ resource }) => pattern.test(resource));
  return [
    ...actions.filter((each) => !patterns.some(([, pattern]) => on(pattern).some(({ action }) => action === each))),
    ...patterns.filter(([, pattern]) => on(pattern).length === 0).map(([resource]) => resource),
  ];
}

function patternOf(resource: string): RegExp {
  const escaped = resource.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`);
}
