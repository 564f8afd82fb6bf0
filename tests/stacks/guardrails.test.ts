import assert from 'node:assert/strict';
import { TAMPER_CATALOGUE } from '../../infra/catalogue';
import type { AccountKind } from '../../infra/configuration';
import { ON_ALL_RESOURCES } from '../../infra/specifications/guardrails/tampering';
import type { Access } from '../../sandbox/core/service';
import { ensureServiceLinkedRole } from '../../sandbox/services/iam/service-linked-roles';
import { keyringOf } from '../../sandbox/services/kms/keyring';
import { keyAccess } from '../../sandbox/services/kms/state';
import { sessionOfRole } from '../../sandbox/services/sts/state';
import { GuardedOrganization } from '../support/guarded-organization';

const MANAGEMENT = '111111111111';
const LOG_ARCHIVE = '222222222222';
const SECURITY = '333333333333';
const PAYMENTS = '444444444444';

const ACCOUNTS: Readonly<Record<Exclude<AccountKind, 'management'>, string>> = {
  'log-archive': LOG_ARCHIVE,
  security: SECURITY,
  member: PAYMENTS,
};

/** By the service as IAM calls it: a resource of Trailwarden's, and one of somebody else's, in an account. */
const RESOURCES: Readonly<Record<string, (account: string) => readonly [own: string[], foreign: string[]]>> = {
  cloudtrail: (account) => [
    [`arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/trailwarden-organization`],
    [`arn:aws:cloudtrail:us-east-1:${account}:trail/audit`],
  ],
  s3: (account) => [
    [
      `arn:aws:s3:::trailwarden-trail-${LOG_ARCHIVE}-us-east-1`,
      `arn:aws:s3:::trailwarden-access-${LOG_ARCHIVE}-us-east-1`,
    ],
    [
      `arn:aws:s3:::trailwarden-trail-${account}-eu-west-1`,
      `arn:aws:s3:::trailwarden-trail-${LOG_ARCHIVE}-us-east-1-copy`,
    ],
  ],
  logs: (account) => [
    [
      `arn:aws:logs:eu-west-1:${account}:log-group:/trailwarden/organization-trail:*`,
      `arn:aws:logs:us-east-1:${account}:log-group:/aws/lambda/trailwarden-responder`,
    ],
    [`arn:aws:logs:us-east-1:${account}:log-group:/aws/lambda/payroll`],
  ],
  events: (account) => [
    [
      `arn:aws:events:eu-west-1:${account}:rule/trailwarden-forward-cloudtrail`,
      `arn:aws:events:us-east-1:${account}:rule/trailwarden-central/trailwarden-respond-cloudtrail`,
      `arn:aws:events:us-east-1:${account}:event-bus/trailwarden-central`,
      `arn:aws:events:us-east-1:${account}:archive/trailwarden-central`,
    ],
    [`arn:aws:events:us-east-1:${account}:rule/nightly`, `arn:aws:events:us-east-1:${account}:event-bus/default`],
  ],
  sqs: (account) => [
    [`arn:aws:sqs:eu-west-1:${account}:trailwarden-forwarder-dead-letters`],
    [`arn:aws:sqs:eu-west-1:${account}:orders`],
  ],
  sns: (account) => [
    [`arn:aws:sns:us-east-1:${account}:trailwarden-alerts`],
    [`arn:aws:sns:us-east-1:${account}:alerts`],
  ],
  lambda: (account) => [
    [`arn:aws:lambda:us-east-1:${account}:function:trailwarden-responder`],
    [`arn:aws:lambda:us-east-1:${account}:function:responder`],
  ],
  iam: (account) => [
    [
      `arn:aws:iam::${account}:role/trailwarden-repair`,
      `arn:aws:iam::${account}:role/trailwarden-forwarder`,
      `arn:aws:iam::${account}:role/trailwarden-responder`,
    ],
    [`arn:aws:iam::${account}:role/repair`],
  ],
  cloudwatch: (account) => [
    [`arn:aws:cloudwatch:us-east-1:${account}:alarm:trailwarden-responder-errors`],
    [`arn:aws:cloudwatch:us-east-1:${account}:alarm:trailwarden`],
  ],
};

let guarded: GuardedOrganization;
before(async () => {
  guarded = await GuardedOrganization.deployed();
});

/** What tampers with a key of Trailwarden's, which is known by its tag. */
function ownKey(account: string, action: string): Access {
  const [key] = [...keyringOf(guarded.organization.state, account, 'us-east-1').keys.values()];
  assert.ok(key, `There is no key in ${account}.`);
  return keyAccess(key, action, guarded.administrator(account));
}

function anotherTag(access: Access): Access {
  return { ...access, context: { ...access.context, 'aws:ResourceTag/trailwarden:prefix': 'payroll' } };
}

/** Every call of the catalogue that is forbidden, with what it asks for in an account. */
function tampering(account: string): { readonly own: Access[]; readonly foreign: Access[] } {
  const kind = Object.entries(ACCOUNTS).find(([, id]) => id === account)?.[0] as AccountKind;
  const own: Access[] = [];
  const foreign: Access[] = [];
  const actions = TAMPER_CATALOGUE.filter(({ forwardedFrom }) => forwardedFrom.includes(kind)).map(
    ({ action }) => action,
  );
  for (const action of new Set(actions.filter((each) => !ON_ALL_RESOURCES.includes(each)))) {
    const [ours, theirs] = RESOURCES[action.split(':')[0] ?? '']?.(account) ?? [[], []];
    own.push(...ours.map((resource) => ({ action, resource, resourceAccount: account })));
    foreign.push(...theirs.map((resource) => ({ action, resource, resourceAccount: account })));
    if (!action.startsWith('kms:')) continue;
    own.push(ownKey(account, action));
    foreign.push(anotherTag(ownKey(account, action)));
  }
  return { own, foreign };
}

const line = ({ action, resource }: Access): string => `${action} on ${resource}`;

describe('the guardrails on everybody', () => {
  for (const [kind, account] of Object.entries(ACCOUNTS)) {
    it(`refuse an administrator of the ${kind} account to tamper with what is Trailwarden's`, async () => {
      const { own } = tampering(account);
      assert.ok(own.length > 10);
      for (const access of own)
        assert.equal(
          await guarded.asked(guarded.administrator(account), access),
          'service control policy',
          line(access),
        );
    });

    it(`let an administrator of the ${kind} account do the same with what is not`, async () => {
      for (const access of tampering(account).foreign)
        assert.equal(await guarded.asked(guarded.administrator(account), access), 'let in', line(access));
    });

    it(`let the deployment role of the ${kind} account do everything with it`, async () => {
      for (const access of tampering(account).own)
        assert.equal(await guarded.asked(guarded.deployment(account), access), 'let in', line(access));
    });

    it(`do not stand in the way of the repair role of the ${kind} account`, async () => {
      for (const access of tampering(account).own)
        assert.doesNotMatch(await guarded.asked(guarded.repair(account), access), /control policy/, line(access));
    });
  }

  it('say nothing about the management account', async () => {
    const resource = `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/trailwarden-organization`;
    for (const action of ['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail'])
      assert.equal(await guarded.asked(guarded.administrator(MANAGEMENT), { action, resource }), 'let in');
  });

  it('say nothing about service-linked roles', async () => {
    const { state } = guarded.organization;
    const role = ensureServiceLinkedRole(state, PAYMENTS, 'cloudtrail.amazonaws.com', new Date(0));
    role.attachedPolicies.add('arn:aws:iam::aws:policy/AdministratorAccess');
    const linked = sessionOfRole(role, { sessionName: 'cloudtrail', accessKeyId: 'ASIA', issuedAt: new Date(0) });
    for (const access of tampering(PAYMENTS).own.filter(({ action }) => action.startsWith('events:')))
      assert.equal(await guarded.asked(linked, access), 'let in', line(access));
  });

  it('let everybody look at everything', async () => {
    const looks: Access[] = [
      { action: 's3:GetObject', resource: `arn:aws:s3:::trailwarden-trail-${LOG_ARCHIVE}-us-east-1/AWSLogs/x.json.gz` },
      { action: 's3:GetBucketPolicy', resource: `arn:aws:s3:::trailwarden-trail-${LOG_ARCHIVE}-us-east-1` },
      {
        action: 'events:DescribeRule',
        resource: `arn:aws:events:us-east-1:${LOG_ARCHIVE}:rule/trailwarden-forward-iam`,
      },
      { action: 'iam:GetRole', resource: `arn:aws:iam::${LOG_ARCHIVE}:role/trailwarden-repair` },
      ownKey(LOG_ARCHIVE, 'kms:DescribeKey'),
      ownKey(LOG_ARCHIVE, 'kms:Decrypt'),
    ];
    for (const access of looks)
      assert.equal(
        await guarded.asked(guarded.administrator(LOG_ARCHIVE), { resourceAccount: LOG_ARCHIVE, ...access }),
        'let in',
        line(access),
      );
  });
});
