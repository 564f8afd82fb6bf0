import assert from 'node:assert/strict';
import { type Attack, intruderIn } from './attacks/intruder';
import * as logArchive from './attacks/log-archive';
import * as management from './attacks/management';
import * as member from './attacks/member';
import * as security from './attacks/security';
import { changesIn, type ServedOrganization, shortName } from './served-organization';
import { deployedOrganization, organizationAfter } from './stages';

const ATTACKED = { security, 'log-archive': logArchive, management, payments: member };

describe('what somebody does to the organization behind the back of Pulumi', () => {
  for (const [stack, { CHANGES, DELETIONS }] of Object.entries(ATTACKED))
    describe(`in ${stack}`, () => {
      let organization: ServedOrganization;
      before(async () => {
        organization = await organizationAfter('payments');
      });
      after(async () => {
        await organization.close();
      });

      for (const [what, attacks] of [
        ['what was changed', CHANGES],
        ['what was deleted', DELETIONS],
      ] as const)
        describe(what, () => {
          let drift: readonly string[];
          let proposed: readonly string[];
          before(async () => {
            const intruder = intruderIn(organization, stack);
            for (const { by } of attacks) await by(intruder);
            const found = await organization.preview(stack, { refresh: true });
            [drift, proposed] = [changesIn(found.drift), changesIn(found.steps)];
          });

          for (const { name, shows, mends = shows.map(undone) } of attacks)
            it(`shows in a preview that refreshes: ${name}`, () => {
              const resources = [...shows, ...mends].map(resourceOf);
              assert.deepEqual(about(drift, resources), [...shows].sort());
              assert.deepEqual(about(proposed, resources), [...mends].sort());
            });

          it('shows with nothing else', () => {
            const mended = attacks.flatMap(({ shows, mends = shows.map(undone) }) => mends);
            assert.deepEqual(drift, attacks.flatMap(({ shows }) => shows).sort());
            assert.deepEqual(proposed, [...mended, ...foreseen(attacks)].sort());
          });

          it('is put back by a deployment that refreshes', async () => {
            const { drift: found, steps } = await organization.up(stack, { refresh: true });
            assert.deepEqual(changesIn(found), drift);
            const sure = proposed.filter((line) => !foreseen(attacks).includes(line));
            assert.deepEqual(changesIn(steps), sure);
            const left = await organization.preview(stack, { refresh: true });
            assert.deepEqual([...changesIn(left.drift), ...changesIn(left.steps)], []);
          });
        });
    });

  it('is tried on every type of resource that there is', async () => {
    const { organization } = await deployedOrganization();
    const resources = Object.keys(ATTACKED).flatMap((stack) => organization.engine.resourcesOf(stack));
    const types = resources.filter(({ type }) => type.startsWith('aws:')).map(({ urn }) => typeOf(shortName(urn)));
    const attacks = Object.values(ATTACKED).flatMap(({ CHANGES, DELETIONS }) => [...CHANGES, ...DELETIONS]);
    const attacked = attacks.flatMap(({ shows }) => shows.map((line) => typeOf(resourceOf(line))));
    assert.deepEqual([...new Set(attacked)].sort(), [...new Set(types)].sort());
  });
});

/** What a line is about: `EventRule forwarder-us-east-1-cloudtrail`. */
function resourceOf(line: string): string {
  return line.split(' ').slice(1, 3).join(' ').replace(/:$/, '');
}

function typeOf(resource: string): string {
  return resource.split(' ')[0] ?? '';
}

/** What puts a resource back. */
function undone(line: string): string {
  return line.replace(/^delete/, 'create');
}

function about(lines: readonly string[], resources: readonly string[]): string[] {
  return lines.filter((line) => resources.includes(resourceOf(line)));
}

function foreseen(attacks: readonly Attack[]): string[] {
  return attacks.flatMap(({ foresees = [] }) => foresees);
}
