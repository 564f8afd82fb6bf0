import assert from 'node:assert/strict';
import { directReportTrust } from '../../infra/specifications/direct-report';
import { forwarderTrust } from '../../infra/specifications/forwarding';
import { repairRoleTrust } from '../../infra/specifications/repair';
import { roleTrust } from '../../policies/role-trust';
import { configurationOf } from '../support/deployment';
import { declared, messages, reports, type Statement, withoutCondition, withStatement } from './support';

const configuration = configurationOf('payments');
const SID = 'ResponderOfTheSecurityAccount';
const FORWARDER = 'ForwardingRulesOfThisAccount';
const repair = (change: (statement: Statement) => Statement) => ({
  assumeRolePolicy: JSON.stringify(withStatement(repairRoleTrust(configuration), SID, change)),
});
const DIRECT = 'DirectReportsOfThisAccount';
const direct = (sourceArn: string | readonly string[]) => ({
  assumeRolePolicy: withStatement(directReportTrust(configuration), DIRECT, (each) => ({
    ...each,
    Condition: { ...each.Condition, ArnLike: { 'aws:SourceArn': sourceArn } },
  })),
});
const forwarder = (change: (statement: Statement) => Statement) => ({
  assumeRolePolicy: withStatement(forwarderTrust(configuration, '444444444444'), FORWARDER, change),
});

const ACCOUNT = 'arn:aws:iam::333333333333:root';
const EVERYBODY = (sid: string): string =>
  `Statement "${sid}" trusts everybody: anyone with an AWS account could take on the role. Name who it is for.`;
const NO_ROLE =
  `Statement "${SID}" trusts ${ACCOUNT} without "aws:PrincipalArn" of one role: every role of that account could take it on. ` +
  'Add the condition.';
const noOrganization = (organization: string): string =>
  `Statement "${SID}" trusts ${ACCOUNT} without "aws:PrincipalOrgID" of ${organization}: an account that leaves the ` +
  'organization would keep the role. Add the condition.';
const noRule = (sid: string): string =>
  `Statement "${sid}" trusts EventBridge without "aws:SourceAccount" and "aws:SourceArn" of the account's own rules: ` +
  'any rule could send by the role. Add both conditions.';
const RULE = 'arn:aws:events:us-east-1:333333333333:rule/';

describe('the rule about who takes on roles', () => {
  reports(roleTrust, 'payments', 'aws.iam.Role repair', [
    ['trust in everybody', repair((each) => ({ ...each, Principal: '*' })), [EVERYBODY(SID)]],
    ['trust in every account', repair((each) => ({ ...each, Principal: { AWS: ['*'] } })), [EVERYBODY(SID)]],
    [
      'trust in everybody but one',
      repair(({ Principal: _, ...each }) => ({ ...each, NotPrincipal: { AWS: ACCOUNT } })),
      [EVERYBODY(SID)],
    ],
    ['trust in every role of the account', repair(withoutCondition('aws:PrincipalArn')), [NO_ROLE]],
    [
      'trust in roles by a wildcard',
      repair((each) => ({
        ...each,
        Condition: {
          ...each.Condition,
          ArnEquals: {},
          ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::333333333333:role/*' },
        },
      })),
      [NO_ROLE],
    ],
    [
      'trust beyond the organization',
      repair(withoutCondition('aws:PrincipalOrgID')),
      [noOrganization('one organization')],
    ],
    [
      'trust in an identity provider',
      repair((each) => ({ ...each, Principal: { Federated: 'accounts.example.com' } })),
      [`Statement "${SID}" trusts accounts.example.com: people from outside could take on the role. Remove it.`],
    ],
  ]);
  reports(roleTrust, 'payments', 'aws.iam.Role forwarder', [
    [
      'an extra service',
      forwarder((each) => ({ ...each, Principal: { Service: ['events.amazonaws.com', 'ec2.amazonaws.com'] } })),
      [
        `Statement "${FORWARDER}" trusts ec2.amazonaws.com: whoever may use that service could act by the role. ` +
          'Remove it, or add it to "allowedServices" of this rule.',
      ],
    ],
    ['EventBridge for any account', forwarder(withoutCondition('aws:SourceAccount')), [noRule(FORWARDER)]],
    ['EventBridge for any rule', forwarder(withoutCondition('aws:SourceArn')), [noRule(FORWARDER)]],
  ]);
  reports(roleTrust, 'security', 'aws.iam.Role direct-role', [
    ['any rule of the account', direct(`${RULE}*`), [noRule(DIRECT)]],
    ['any rule of one bus', direct(`${RULE}trailwarden-central/*`), [noRule(DIRECT)]],
    ['rules by their name on any bus', direct(`${RULE}*/trailwarden-direct-*`), [noRule(DIRECT)]],
    ['any rule among named ones', direct([`${RULE}trailwarden-direct-*`, `${RULE}*`]), [noRule(DIRECT)]],
    ['rules of any account', direct('arn:aws:events:us-east-1:*:rule/trailwarden-direct-*'), [noRule(DIRECT)]],
  ]);
  reports(roleTrust, 'security', 'aws.iam.Role responder-role', []);
  reports(roleTrust, 'management', 'aws.iam.Role organization-log-role', []);

  it('takes the services and the organization that are configured', async () => {
    const responder = await declared('security', 'aws.iam.Role responder-role');
    assert.deepEqual(messages(roleTrust, responder, { allowedServices: ['events.amazonaws.com'] }), [
      'Statement "LambdaRunsTheResponder" trusts lambda.amazonaws.com: whoever may use that service could act by the role. ' +
        'Remove it, or add it to "allowedServices" of this rule.',
    ]);
    const role = await declared('payments', 'aws.iam.Role repair');
    assert.deepEqual(messages(roleTrust, role, { organizationId: 'o-anotherorg1' }), [noOrganization('o-anotherorg1')]);
  });
});
