import assert from 'node:assert/strict';
import { TAMPER_CATALOGUE } from '../../../infra/catalogue';
import type { GuardrailPreview, PreviewedAttack } from '../../../sandbox/guardrails/preview';
import { guardrailReport } from '../../../sandbox/guardrails/report';

function attack(call: string, verdicts: PreviewedAttack['verdicts'], onAllResources = false): PreviewedAttack {
  const [service = '', eventName = ''] = call.split(' ');
  return { service, eventName, title: 'Do harm', onAllResources, verdicts };
}

const SCP = 'SERVICE_CONTROL_POLICY';

const PREVIEW: GuardrailPreview = {
  policies: [
    { name: 'trailwarden-callers', type: SCP, characters: 4120, mostCharacters: 5_120 },
    { name: 'trailwarden-evidence', type: 'RESOURCE_CONTROL_POLICY', characters: 900, mostCharacters: 5_120 },
  ],
  attacks: [
    attack('cloudtrail StopLogging', { management: 'allowed', member: SCP }),
    attack('cloudtrail CreateTrail', { management: 'allowed', member: 'allowed' }),
    attack('cloudtrail DeleteTrail', { management: 'allowed', member: SCP }),
    attack('kms DisableKey', { 'log-archive': SCP, security: 'fails anyway' }),
    attack('kms DisableKey', { 'log-archive': 'fails anyway', security: SCP }),
    attack('s3 DeleteBucket', { 'log-archive': 'RESOURCE_CONTROL_POLICY' }),
    attack('s3 PutBucketAcl', { 'log-archive': 'RESOURCE_CONTROL_POLICY' }),
    attack('s3 PutBucketAcl', { 'log-archive': 'allowed' }),
    attack('organizations CloseAccount', { management: 'allowed' }),
    attack('events PutPermission', { security: 'allowed' }, true),
  ],
  unknown: ['kms CreateGrant', 'kms DeleteAlias'],
  refusedToExempt: ['organizations LeaveOrganization'],
};

const lines = (preview: GuardrailPreview): string[] => guardrailReport(preview).split('\n');

/** The report from the line that starts so. */
const from = (start: string, found = lines(PREVIEW)): string[] =>
  found.slice(found.findIndex((each) => each.startsWith(start)));

describe('the report on the guardrails', () => {
  it('has a line for every policy', () => {
    const [first, second] = from('  trailwarden-callers');
    assert.equal(first, '  trailwarden-callers   service control policy   4120 of 5120 characters');
    assert.equal(second, '  trailwarden-evidence  resource control policy  900 of 5120 characters');
  });

  it('has the calls of a service that end alike on a line, under the kinds of account', () => {
    assert.deepEqual(from('                           ').slice(0, 8), [
      '                                           management  log-archive  security  member',
      '  cloudtrail     StopLogging, DeleteTrail  allowed                            refused',
      '  cloudtrail     CreateTrail               allowed                            allowed',
      '  kms            DisableKey                            refused      refused',
      '  s3             DeleteBucket                          refused',
      '  s3             PutBucketAcl                          allowed',
      '  organizations  CloseAccount              allowed',
      '  events         PutPermission                                      allowed',
    ]);
  });

  it('says that a call fails where no attack by it would get further', () => {
    const attacks = [attack('sqs PurgeQueue', { management: 'fails anyway', member: SCP })];
    assert.ok(lines({ ...PREVIEW, attacks }).includes('  sqs  PurgeQueue  fails                              refused'));
  });

  it('ends with what is not refused, why, and what it does not know', () => {
    assert.deepEqual(from('6 of 10'), [
      '6 of 10 attacks are refused in some account.',
      '',
      '1 refused nowhere, because no policy restricts the management account:',
      '  organizations  CloseAccount',
      '',
      '1 refused nowhere, because IAM knows the call for all resources at once only:',
      '  events  PutPermission',
      '',
      '2 refused nowhere, because what the call is about does not bear the name or the tag of Trailwarden:',
      '  cloudtrail  CreateTrail',
      '  s3          PutBucketAcl',
      '',
      'Refused to the deployment role and the repair role as well:',
      '  organizations  LeaveOrganization',
      '',
      'Not asked, because no attack makes the call:',
      '  kms  CreateGrant, DeleteAlias',
      '',
    ]);
  });

  it('leaves out what there is nothing of', () => {
    const { policies, attacks } = PREVIEW;
    const found = lines({ policies, attacks: attacks.slice(0, 1), unknown: [], refusedToExempt: [] });
    assert.deepEqual(found.slice(-2), ['1 of 1 attacks are refused in some account.', '']);
  });

  it('fits a terminal of 120 columns, whatever it has to say', () => {
    const all = TAMPER_CATALOGUE.map(({ eventSource, eventName }) => `${eventSource.split('.')[0]} ${eventName}`);
    const attacks = all.flatMap((call) => [
      attack(call, { management: 'allowed', 'log-archive': SCP, security: SCP, member: SCP }),
      attack(`${call}Again`, { member: 'allowed' }),
    ]);
    const found = lines({ ...PREVIEW, attacks, unknown: all, refusedToExempt: all });
    for (const line of found) assert.ok(line.length <= 120, line);
    for (const call of all) assert.match(found.join(' '), new RegExp(`\\b${call.split(' ')[1]}\\b`));
  });
});
