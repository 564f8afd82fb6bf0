import assert from 'node:assert/strict';
import type { AccountKind, Configuration } from '../../infra/configuration';
import type { PolicyStatement } from '../../infra/policy-document';
import { directReportPolicy, directReportTrust } from '../../infra/specifications/direct-report';
import { centralBusPolicy, forwarderPolicy, forwarderTrust } from '../../infra/specifications/forwarding';
import { centralDeadLetterQueue, forwarderDeadLetterQueue } from '../../infra/specifications/queues';
import {
  alertKeyPolicy,
  alertTopicPolicy,
  repairRolePolicy,
  repairRoleTrust,
  responderPolicy,
  responderTrust,
} from '../../infra/specifications/repair';
import { permissionsOf } from '../../infra/specifications/resources';
import {
  accessLogBucketPolicy,
  trailBucketPolicy,
  trailKeyPolicy,
  trailLogRolePolicy,
  trailLogRoleTrust,
} from '../../infra/specifications/trail';
import { deployedStack } from '../support/deployment';
import { SAMPLE } from '../support/organization';
import { ON_EVERYTHING, type Policies, policiesOf } from '../support/policies';

/** What is declared for every account: by resource, the document. */
function declaredEverywhere(configuration: Configuration): Policies {
  const { accountId, accountKind, governedRegions } = configuration;
  const queues = governedRegions.map((region) => [
    `aws.sqs.QueuePolicy forwarder-${region}-dead-letters-policy`,
    forwarderDeadLetterQueue(configuration, accountKind, accountId, region).policy,
  ]);
  return {
    'aws.iam.Role forwarder': forwarderTrust(configuration, accountId),
    'aws.iam.RolePolicy forwarder-permission': forwarderPolicy(configuration),
    'aws.iam.Role repair': repairRoleTrust(configuration),
    'aws.iam.RolePolicy repair-permission': repairRolePolicy(permissionsOf(configuration, accountKind, accountId)),
    ...Object.fromEntries(queues),
  };
}

/** What is declared for one kind of account alone. */
const DECLARED: Readonly<Record<AccountKind, (configuration: Configuration) => Policies>> = {
  security: (configuration) => ({
    'aws.kms.Key alerts-key': alertKeyPolicy(configuration),
    'aws.sns.TopicPolicy alerts-policy': alertTopicPolicy(configuration),
    'aws.cloudwatch.EventBusPolicy central-policy': centralBusPolicy(configuration),
    'aws.sqs.QueuePolicy central-dead-letters-policy': centralDeadLetterQueue(configuration).policy,
    'aws.iam.Role responder-role': responderTrust(),
    'aws.iam.RolePolicy responder-permission': responderPolicy(configuration),
    'aws.iam.Role direct-role': directReportTrust(configuration),
    'aws.iam.RolePolicy direct-permission': directReportPolicy(configuration),
  }),
  'log-archive': (configuration) => ({
    'aws.kms.Key trail-key': trailKeyPolicy(configuration),
    'aws.s3.BucketPolicy access-logs-policy': accessLogBucketPolicy(configuration),
    'aws.s3.BucketPolicy trail-bucket-policy': trailBucketPolicy(configuration),
  }),
  management: (configuration) => ({
    'aws.iam.Role organization-log-role': trailLogRoleTrust(),
    'aws.iam.RolePolicy organization-log-permission': trailLogRolePolicy(configuration),
  }),
  member: () => ({}),
};

interface Granted {
  readonly where: string;
  readonly statement: PolicyStatement;
}

/** Every statement of the organization that allows something. */
async function grants(): Promise<Granted[]> {
  const granted: Granted[] = [];
  for (const { name } of SAMPLE.stacks)
    for (const [where, { Statement }] of Object.entries(policiesOf(await deployedStack(name))))
      for (const statement of Statement)
        if (statement.Effect === 'Allow') granted.push({ where: `${name}: ${where}`, statement });
  return granted;
}

describe('the policies of the organization', () => {
  for (const { name, kind } of SAMPLE.stacks)
    it(`are, in the ${name} stack, those that are declared, and no others`, async () => {
      const stack = await deployedStack(name);
      const { configuration } = stack;
      assert.deepEqual(policiesOf(stack), {
        ...declaredEverywhere(configuration),
        ...DECLARED[kind as AccountKind](configuration),
      });
    });

  it('admit everybody only where the organization is named', async () => {
    const open = (await grants()).filter(({ statement: { Principal } }) => JSON.stringify(Principal)?.includes('"*"'));
    assert.deepEqual(
      open.map(({ where, statement: { Condition } }) => [where, Condition?.StringEquals?.['aws:PrincipalOrgID']]),
      [['security: aws.cloudwatch.EventBusPolicy central-policy', 'o-exampleorg1']],
    );
  });

  it('admit a service only for a resource or an account, except where its own account decides who hands it the role', async () => {
    const unbound = (await grants()).filter(({ statement: { Principal, Condition } }) => {
      const keys = Object.values(Condition ?? {}).flatMap((values) => Object.keys(values));
      const isService = typeof Principal === 'object' && 'Service' in Principal;
      return isService && !keys.includes('aws:SourceArn') && !keys.includes('aws:SourceAccount');
    });
    assert.deepEqual(
      unbound.map(({ where }) => where),
      ['security: aws.iam.Role responder-role', 'management: aws.iam.Role organization-log-role'],
    );
  });

  it("name no other account than the resource's own, and the security account in the repair roles", async () => {
    const accounts = new Set(
      (await grants()).flatMap(({ where, statement: { Principal } }) => {
        const [stack, resource] = where.split(': ');
        return typeof Principal === 'object' && 'AWS' in Principal
          ? [`${resource?.endsWith(' repair') ? 'every' : stack} ${Principal.AWS}`]
          : [];
      }),
    );
    assert.deepEqual([...accounts].sort(), [
      'every arn:aws:iam::333333333333:root',
      'log-archive arn:aws:iam::222222222222:root',
      'security arn:aws:iam::333333333333:root',
    ]);
  });

  it('give no role everything for a resource, but where AWS takes none, nor every action, but on data keys', async () => {
    for (const { where, statement } of await grants()) {
      if (statement.Principal !== undefined) continue;
      for (const action of [statement.Action].flat()) {
        assert.ok(!action.includes('*') || action === 'kms:GenerateDataKey*', `${where}: ${action}`);
        if ([statement.Resource].flat().includes('*')) assert.ok(ON_EVERYTHING.includes(action), `${where}: ${action}`);
      }
    }
  });

  it('let roles be handed over to one service alone, and by their names', async () => {
    const passing = (await grants()).filter(({ statement }) => [statement.Action].flat().includes('iam:PassRole'));
    assert.ok(passing.length > 0);
    for (const { where, statement } of passing) {
      assert.match(String(statement.Condition?.StringEquals?.['iam:PassedToService']), /^\w+\.amazonaws\.com$/, where);
      assert.deepEqual(statement.Action, ['iam:PassRole'], where);
      for (const resource of [statement.Resource].flat()) assert.match(String(resource), /role\/trailwarden-[\w-]+$/);
    }
  });

  it('call every statement of a document by a name of its own', async () => {
    for (const { name } of SAMPLE.stacks)
      for (const { Statement } of Object.values(policiesOf(await deployedStack(name))))
        assert.equal(new Set(Statement.map(({ Sid }) => Sid)).size, Statement.length);
  });
});
