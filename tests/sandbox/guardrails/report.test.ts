import assert from 'node:assert/strict';
import type { GuardrailPreview } from '../../../sandbox/guardrails/preview';
import { guardrailReport } from '../../../sandbox/guardrails/report';

const PREVIEW: GuardrailPreview = {
  policies: [
    { name: 'trailwarden-callers', type: 'SERVICE_CONTROL_POLICY', characters: 6120, mostCharacters: 10_240 },
    { name: 'trailwarden-evidence', type: 'RESOURCE_CONTROL_POLICY', characters: 900, mostCharacters: 5_120 },
  ],
  attacks: [
    {
      service: 'cloudtrail',
      eventName: 'StopLogging',
      title: 'Stop the trail',
      verdicts: { management: 'allowed', member: 'SERVICE_CONTROL_POLICY' },
    },
    {
      service: 's3',
      eventName: 'DeleteBucket',
      title: 'Delete the bucket',
      verdicts: { 'log-archive': 'RESOURCE_CONTROL_POLICY' },
    },
    { service: 'events', eventName: 'PutPermission', title: 'Open the bus', verdicts: { security: 'allowed' } },
    { service: 's3', eventName: 'DeleteBucketPolicy', title: 'Open it', verdicts: { 'log-archive': 'fails anyway' } },
  ],
  unknown: ['kms DisableKey'],
  refusedToExempt: ['organizations LeaveOrganization'],
};

const lines = (preview: GuardrailPreview): string[] => guardrailReport(preview).split('\n');

describe('the report on the guardrails', () => {
  it('has a line for every policy and for every attack, under the kinds of account', () => {
    const found = lines(PREVIEW);
    assert.ok(found.includes('  trailwarden-callers   service control policy   6120 of 10240 characters'));
    assert.deepEqual(
      found.filter((line) => /^ {2}(cloudtrail|s3|events) |management {2}log/.test(line)),
      [
        '                                             management  log-archive  security  member',
        '  cloudtrail StopLogging  Stop the trail     allowed                            refused',
        '  s3 DeleteBucket         Delete the bucket              refused',
        '  events PutPermission    Open the bus                                allowed',
        '  s3 DeleteBucketPolicy   Open it                        fails',
      ],
    );
  });

  it('ends with what is not refused, and to whom', () => {
    assert.deepEqual(lines(PREVIEW).slice(-5), [
      '2 of 4 attacks are refused in some account. No policy of an organization restricts its management account.',
      'Refused nowhere, and so reported and repaired as without guardrails: events PutPermission, s3 DeleteBucketPolicy.',
      'Refused to the deployment role and the repair role as well: organizations LeaveOrganization.',
      'Not asked, because no attack makes the call: kms DisableKey.',
      '',
    ]);
  });

  it('leaves out what there is nothing of', () => {
    const { policies, attacks } = PREVIEW;
    const [first] = attacks;
    assert.ok(first);
    const found = lines({ policies, attacks: [first], unknown: [], refusedToExempt: [] });
    assert.match(found.at(-2) ?? '', /^1 of 1 attacks are refused/);
  });
});
