import assert from 'node:assert/strict';
import { RepairRole } from '../../components/repair-role';
import type { AccountKind } from '../../infra/configuration';
import { repairRolePolicy, repairRoleTrust } from '../../infra/specifications/repair';
import { type DeployedStack, deployedComponent } from '../support/deployment';
import { outline, the } from '../support/resources';

/** The stack of an account with this kind. */
const STACKS: Readonly<Record<AccountKind, string>> = {
  management: 'management',
  'log-archive': 'log-archive',
  security: 'security',
  member: 'payments',
};

async function repairRole(accountKind: AccountKind): Promise<DeployedStack> {
  return await deployedComponent({ stack: STACKS[accountKind] }, (provider, configuration) => {
    const { roleArn } = new RepairRole('repair', { configuration, accountKind }, { provider });
    return { roleArn };
  });
}

describe('RepairRole', () => {
  let management: DeployedStack;
  before(async () => {
    management = await repairRole('management');
  });

  it('is a role that the responder takes on', () => {
    assert.deepEqual(the(management, 'aws.iam.Role', 'repair').inputs, {
      name: 'trailwarden-repair',
      description: 'Taken on by the responder alone, to put back what was tampered with.',
      assumeRolePolicy: repairRoleTrust(management.configuration),
    });
    assert.deepEqual(management.outputs, { roleArn: 'arn:aws:iam::111111111111:role/trailwarden-repair' });
  });

  it('has one permission in the management account, and nothing else', () => {
    assert.deepEqual(outline(management), [
      'RepairRole repair',
      '  aws.iam.Role repair',
      '  aws.iam.RolePolicy repair-permission',
    ]);
    assert.deepEqual(the(management, 'aws.iam.RolePolicy', 'repair-permission').inputs, {
      name: 'repair',
      role: 'trailwarden-repair',
      policy: repairRolePolicy(management.configuration, 'management'),
    });
  });

  for (const kind of ['log-archive', 'security', 'member'] as const)
    it(`has no permission in a ${kind} account`, async () => {
      assert.deepEqual(outline(await repairRole(kind)), ['RepairRole repair', '  aws.iam.Role repair']);
    });
});
