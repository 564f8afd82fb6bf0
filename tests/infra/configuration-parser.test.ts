import assert from 'node:assert/strict';
import { parseConfiguration } from '../../infra/configuration-parser';
import { readSampleOrganization } from '../../sandbox/sample-organization';

const sample = readSampleOrganization();
const NOW = Date.parse('2026-03-02T12:00:00Z');

/** The sample organization's raw configuration of one stack, with changes; `undefined` takes a key away. */
function raw(stack: string, changes: Record<string, string | undefined> = {}): Record<string, string> {
  const config = sample.stacks.find(({ name }) => name === stack)?.config ?? {};
  const own = Object.entries(config)
    .filter(([key]) => key.startsWith('trailwarden:'))
    .map(([key, value]) => [key.slice('trailwarden:'.length), value]);
  const merged = { ...Object.fromEntries(own), ...changes } as Record<string, string | undefined>;
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function issues(stack: string, changes: Record<string, string | undefined>): readonly string[] {
  return parseConfiguration(raw(stack, changes), stack, NOW).issues;
}

describe('the configuration', () => {
  for (const { name } of sample.stacks)
    it(`accepts the sample organization's ${name}`, () => {
      assert.deepEqual(parseConfiguration(raw(name), name).issues, []);
    });

  it('reads numbers and lists as such', () => {
    const { configuration } = parseConfiguration(raw('security'), 'security');
    assert.deepEqual(configuration?.governedRegions, ['us-east-1', 'eu-west-1']);
    assert.equal(configuration?.logRetentionInDays, 365);
  });

  it('takes guardrails on the root, units and accounts, and none at all', () => {
    const guardrailTargets = '["r-ab12","ou-ab12-11111111","444444444444"]';
    const { configuration } = parseConfiguration(
      raw('payments', { guardrailTargets, deploymentRoleName: 'deployer' }),
      'payments',
    );
    assert.deepEqual(configuration?.guardrailTargets, ['r-ab12', 'ou-ab12-11111111', '444444444444']);
    for (const none of ['[]', undefined]) assert.deepEqual(issues('payments', { guardrailTargets: none }), []);
  });

  it('takes a window that ends within four hours, one that has ended, and none', () => {
    for (const maintenanceUntil of ['2026-03-02T13:00:00Z', '2026-03-02T16:00:00.000Z', '2025-12-31T23:59Z', undefined])
      assert.deepEqual(issues('security', { maintenanceUntil }), [], maintenanceUntil);
    const { configuration } = parseConfiguration(
      raw('security', { maintenanceUntil: '2026-03-02T13:00:00Z' }),
      'security',
      NOW,
    );
    assert.equal(configuration?.maintenanceUntil, '2026-03-02T13:00:00Z');
    assert.equal(parseConfiguration(raw('security'), 'security', NOW).configuration?.maintenanceUntil, undefined);
  });

  it('reports every issue at once', () => {
    const found = issues('payments', {
      accountId: '44',
      mode: 'watch',
      homeRegion: undefined,
      governedRegion: '["us-east-1"]',
    });
    assert.equal(found.length, 4);
  });

  const refused: [promise: string, stack: string, changes: Record<string, string | undefined>, message: string][] = [
    [
      'an id that is not twelve digits',
      'payments',
      { securityAccountId: '33333333333' },
      '"securityAccountId" is "33333333333". Allowed: twelve digits.',
    ],
    [
      'two accounts with one id',
      'payments',
      { securityAccountId: '222222222222' },
      '"securityAccountId" is "222222222222", which is also "logArchiveAccountId". Allowed: an account of its own for each.',
    ],
    [
      'a home Region that is an opt-in Region',
      'payments',
      { homeRegion: 'eu-south-2', governedRegions: '["us-east-1","eu-south-2"]' },
      '"homeRegion" is "eu-south-2", an opt-in Region: accounts that have not opted in would record nothing. Allowed: us-east-1, us-east-2, us-west-1, us-west-2, ap-northeast-1, ap-northeast-2, ap-northeast-3, ap-south-1, ap-southeast-1, ap-southeast-2, ca-central-1, eu-central-1, eu-north-1, eu-west-1, eu-west-2, eu-west-3, sa-east-1.',
    ],
    [
      'governed Regions without the home Region',
      'payments',
      { homeRegion: 'eu-central-1' },
      '"governedRegions" is ["us-east-1","eu-west-1"]. Allowed: a list that includes "eu-central-1", the home Region.',
    ],
    [
      'governed Regions without us-east-1',
      'payments',
      { homeRegion: 'eu-west-1', governedRegions: '["eu-west-1"]' },
      '"governedRegions" is ["eu-west-1"]. Allowed: a list that includes "us-east-1", where IAM and Organizations leave their records.',
    ],
    [
      'governed Regions that are named twice',
      'payments',
      { governedRegions: '["us-east-1","us-east-1"]' },
      '"governedRegions" is "[\\"us-east-1\\",\\"us-east-1\\"]". Allowed: a list of different Regions.',
    ],
    [
      'a Region of another partition',
      'payments',
      { governedRegions: '["us-east-1","cn-north-1"]' },
      '"governedRegions" holds "cn-north-1". Allowed: Regions of the partition "aws".',
    ],
    [
      "a stack whose account id is not its kind's",
      'security',
      { accountId: '444444444444' },
      '"accountId" is "444444444444". Allowed for the kind "security": "333333333333".',
    ],
    [
      'a member that is one of the central accounts',
      'payments',
      { accountId: '111111111111' },
      '"accountId" is "111111111111", which is "managementAccountId". Allowed for a member: an account of its own.',
    ],
    [
      'a central kind in a stack of another name',
      'payments',
      { accountKind: 'security', accountId: '333333333333' },
      '"accountKind" is "security" in the stack "payments". Allowed: this kind only in a stack called "security", the name by which other stacks find it.',
    ],
    [
      'a member in a stack with the name of a central kind',
      'security',
      { accountKind: 'member', accountId: '444444444444' },
      '"accountKind" is "member" in the stack "security". Allowed: "security" in a stack of this name.',
    ],
    [
      'a key that is missing',
      'payments',
      { organizationId: undefined },
      '"organizationId" is missing. Allowed: o- and 10 to 32 lower-case letters or digits.',
    ],
    [
      'a retention that CloudWatch Logs does not know',
      'payments',
      { logRetentionInDays: '366' },
      '"logRetentionInDays" is "366". Allowed: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 (days).',
    ],
    [
      'locking log files for longer than they are kept',
      'payments',
      { trailRetentionInDays: '90' },
      '"objectLockRetentionInDays" is 365. Allowed: at most "trailRetentionInDays" (90), after which log files expire.',
    ],
    [
      'a prefix that no bucket name can start with',
      'payments',
      { namePrefix: 'Trail_Warden' },
      '"namePrefix" is "Trail_Warden". Allowed: 3 to 20 lower-case letters, digits or single hyphens, a letter first and no hyphen last.',
    ],
    [
      'nobody to tell',
      'payments',
      { alertSubscriptions: '[]' },
      '"alertSubscriptions" is "[]". Allowed: a list of at least one e-mail address, each only once.',
    ],
    [
      'a number that is none',
      'payments',
      { trailRetentionInDays: '2e3' },
      '"trailRetentionInDays" is "2e3". Allowed: a whole number of days from 1 to 36500.',
    ],
    [
      'a maintenance window that ends later than people can oversee',
      'security',
      { maintenanceUntil: '2026-03-02T16:00:01Z' },
      '"maintenanceUntil" is "2026-03-02T16:00:01Z". Allowed: at most 4 hours from now.',
    ],
    [
      'a maintenance window in the time of a place',
      'security',
      { maintenanceUntil: '2026-03-02T13:00:00+01:00' },
      '"maintenanceUntil" is "2026-03-02T13:00:00+01:00". Allowed: a moment in UTC such as 2026-03-02T15:00:00Z.',
    ],
    [
      'a maintenance window of a number of hours',
      'security',
      { maintenanceUntil: '2h' },
      '"maintenanceUntil" is "2h". Allowed: a moment in UTC such as 2026-03-02T15:00:00Z.',
    ],
    [
      'guardrails on what is no root, unit or account',
      'payments',
      { deploymentRoleName: 'deployer', guardrailTargets: '["r-ab12","workloads"]' },
      '"guardrailTargets" is "[\\"r-ab12\\",\\"workloads\\"]". Allowed: a list of different ids of the root (r-…), organizational units (ou-…) or accounts (twelve digits).',
    ],
    [
      'guardrails that would keep everybody from deploying',
      'payments',
      { guardrailTargets: '["r-ab12"]' },
      '"deploymentRoleName" is missing. Allowed with "guardrailTargets": the name of the role that deploys, because the guardrails refuse changes by everybody else.',
    ],
    [
      'guardrails on the management account',
      'payments',
      { deploymentRoleName: 'deployer', guardrailTargets: '["ou-ab12-11111111","111111111111"]' },
      '"guardrailTargets" holds "111111111111", the management account, which no such policy restricts. Allowed: the root, organizational units and other accounts.',
    ],
    [
      'a list that is none',
      'payments',
      { governedRegions: 'us-east-1' },
      '"governedRegions" is "us-east-1". Allowed: a list of different Regions.',
    ],
  ];
  for (const [promise, stack, changes, message] of refused)
    it(`refuses ${promise}`, () => {
      assert.deepEqual(issues(stack, changes), [message]);
    });

  it('refuses a key that it does not know, and names those that it does', () => {
    const [issue] = issues('payments', { homeregion: 'us-east-1' });
    assert.match(issue ?? '', /^"homeregion" is not a key of this project\. Allowed: organizationId, .*homeRegion/);
  });
});
