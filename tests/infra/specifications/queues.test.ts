import assert from 'node:assert/strict';
import { ACCOUNT_KINDS, type AccountKind } from '../../../infra/configuration';
import { queueSpecifications } from '../../../infra/specifications/queues';
import { ruleSpecifications } from '../../../infra/specifications/rules';
import { SAMPLE } from '../../support/organization';

const { configuration } = SAMPLE;
const MEMBER = '444444444444';

const ACCOUNTS: Readonly<Record<AccountKind, string>> = {
  management: configuration.managementAccountId,
  'log-archive': configuration.logArchiveAccountId,
  security: configuration.securityAccountId,
  member: MEMBER,
};

describe('the declared queues', () => {
  for (const kind of ACCOUNT_KINDS)
    it(`let exactly those rules of a ${kind} account write that leave what they could not deliver there`, () => {
      const rules = ruleSpecifications(configuration, kind, ACCOUNTS[kind]);
      const queues = queueSpecifications(configuration, kind, ACCOUNTS[kind]);
      const written = queues.flatMap(({ arn, policy }) => {
        const [statement] = policy?.Statement ?? [];
        const sources = statement?.Condition?.ArnEquals?.['aws:SourceArn'] ?? [];
        return [sources].flat().map((rule) => `${rule} ${arn}`);
      });
      assert.deepEqual(
        written.sort(),
        rules.map(({ arn, deadLetterQueueArn }) => `${arn} ${deadLetterQueueArn}`).sort(),
      );
    });

  it('are in the account and the Region of their rules, because a rule takes no other', () => {
    for (const kind of ACCOUNT_KINDS)
      for (const { arn, deadLetterQueueArn } of ruleSpecifications(configuration, kind, ACCOUNTS[kind]))
        assert.deepEqual(deadLetterQueueArn.split(':').slice(3, 5), arn.split(':').slice(3, 5));
  });

  it('are one in every governed Region, and two more in the security account', () => {
    const named = (kind: AccountKind): string[] =>
      queueSpecifications(configuration, kind, ACCOUNTS[kind]).map(({ region, name }) => `${region} ${name}`);
    const forwarding = ['us-east-1 trailwarden-forwarder-dead-letters', 'eu-west-1 trailwarden-forwarder-dead-letters'];
    for (const kind of ['management', 'log-archive', 'member'] as const) assert.deepEqual(named(kind), forwarding);
    assert.deepEqual(named('security'), [
      'us-east-1 trailwarden-central-dead-letters',
      'us-east-1 trailwarden-responder-failures',
      ...forwarding,
    ]);
  });
});
