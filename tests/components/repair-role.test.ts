import assert from 'node:assert/strict';
import { RepairRole } from '../../components/repair-role';
import type { AccountKind } from '../../infra/configuration';
import { repairRolePolicy, repairRoleTrust } from '../../infra/specifications/repair';
import { permissionsOf } from '../../infra/specifications/resources';
import { type DeployedStack, deployedComponent } from '../support/deployment';
import { outline, the } from '../support/resources';

/** The stack of an account with this kind. */
const STACKS: Readonly<Record<AccountKind, string>> = {
  management: 'management',
  'log-archive': 'log-archive',
  security: 'security',
  member: 'payments',
};

for (const [kind, stack] of Object.entries(STACKS) as [AccountKind, string][])
  describe(`RepairRole of a ${kind} account`, () => {
    let deployed: DeployedStack;
    before(async () => {
      deployed = await deployedComponent({ stack }, (provider, configuration) => {
        const { accountId } = configuration;
        const { roleArn } = new RepairRole('repair', { configuration, accountId, accountKind: kind }, { provider });
        return { roleArn };
      });
    });

    it('is a role with one permission, and nothing else', () => {
      assert.deepEqual(outline(deployed), [
        'RepairRole repair',
        '  aws.iam.Role repair',
        '  aws.iam.RolePolicy repair-permission',
      ]);
    });

    it('is taken on by the responder', () => {
      assert.deepEqual(the(deployed, 'aws.iam.Role', 'repair').inputs, {
        name: 'trailwarden-repair',
        description: 'Taken on by the responder alone, to put back what was tampered with.',
        assumeRolePolicy: repairRoleTrust(deployed.configuration),
      });
      const { accountId } = deployed.configuration;
      assert.deepEqual(deployed.outputs, { roleArn: `arn:aws:iam::${accountId}:role/trailwarden-repair` });
    });

    it('may do what keeping the account takes', () => {
      const { configuration } = deployed;
      const kept = permissionsOf(configuration, kind, configuration.accountId);
      assert.deepEqual(the(deployed, 'aws.iam.RolePolicy', 'repair-permission').inputs, {
        name: 'repair',
        role: 'trailwarden-repair',
        policy: repairRolePolicy(kept),
      });
      assert.ok(kept.some(([type]) => type === 'event-rule'));
    });
  });
