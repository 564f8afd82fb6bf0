import assert from 'node:assert/strict';
import { ACCOUNT_KINDS, type AccountKind } from '../../../infra/configuration';
import { declaredState } from '../../../infra/specifications/declared-state';
import { repairRolePolicy } from '../../../infra/specifications/repair';
import { permissionsOf } from '../../../infra/specifications/resources';
import { SAMPLE } from '../../support/organization';
import { ON_EVERYTHING } from '../../support/policies';
import { LOG_ARCHIVE, MANAGEMENT, PAYMENTS, SECURITY } from './access';

const { configuration } = SAMPLE;
const ACCOUNTS: Readonly<Record<AccountKind, string>> = {
  management: MANAGEMENT,
  'log-archive': LOG_ARCHIVE,
  security: SECURITY,
  member: PAYMENTS,
};

const policyOf = (kind: AccountKind, changes: object = {}) => {
  const changed = { ...configuration, ...changes };
  return repairRolePolicy(permissionsOf(changed, kind, ACCOUNTS[kind]));
};

/** The most characters of the inline policies of a role. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_CHARACTERS = 10_240;

describe("the repair role's permissions", () => {
  for (const kind of ACCOUNT_KINDS) {
    it(`name their resources in a ${kind} account, but where AWS takes none`, () => {
      for (const { Action, Resource } of policyOf(kind).Statement)
        if ([Resource].flat().includes('*'))
          assert.deepEqual(
            [Action].flat().filter((action) => !ON_EVERYTHING.includes(String(action))),
            [],
          );
    });

    it(`stay in their own ${kind} account`, () => {
      for (const { Resource } of policyOf(kind).Statement)
        for (const resource of [Resource].flat()) {
          const [, , name, , account] = String(resource).split(':');
          // The ARNs of buckets name no account.
          if (resource !== '*' && name !== 's3') assert.equal(account, ACCOUNTS[kind], String(resource));
        }
    });

    it(`name every action by itself in a ${kind} account`, () => {
      for (const { Action } of policyOf(kind).Statement)
        for (const action of [Action].flat()) assert.match(String(action), /^[a-z0-9-]+:[A-Z][A-Za-z]+$/);
    });

    it(`fit into one inline policy of a ${kind} account, with the longest prefix and in every Region`, () => {
      const governedRegions = Array.from({ length: 34 }, (_, index) => `ap-southeast-${index}`);
      const longest = { namePrefix: 'a'.repeat(20), homeRegion: 'ap-southeast-1', governedRegions };
      assert.ok(JSON.stringify(policyOf(kind, longest)).length <= MOST_CHARACTERS);
    });
  }

  it('are known to the responder, by which it tells its own calls', () => {
    const { repairActions } = declaredState(configuration);
    for (const kind of ACCOUNT_KINDS) {
      const actions = policyOf(kind).Statement.flatMap(({ Action }) => Action);
      assert.deepEqual([...repairActions[kind]].sort(), [...new Set(actions)].sort());
    }
  });
});
