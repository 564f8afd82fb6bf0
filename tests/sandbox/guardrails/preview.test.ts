import assert from 'node:assert/strict';
import { TAMPER_CATALOGUE } from '../../../infra/catalogue';
import type { CatalogueAttack } from '../../../sandbox/drill/attacks/attack';
import { CATALOGUE_ATTACKS } from '../../../sandbox/drill/attacks/index';
import { type GuardrailPreview, previewGuardrails } from '../../../sandbox/guardrails/preview';

const SCP = 'SERVICE_CONTROL_POLICY';

const EVENTS = [
  'StopLogging',
  'CreateTrail',
  'CreateRole',
  'DisableAWSServiceAccess',
  'LeaveOrganization',
  'PutPermission',
];

/** Disables a key that is not Trailwarden's, and that is not there before. */
const DISABLE_OWN_KEY: CatalogueAttack = {
  event: 'DisableKey',
  service: 'kms',
  operation: 'DisableKey',
  from: 'log-archive',
  title: 'Disable a key of one’s own',
  expected: 'alerted',
  prepare: [{ service: 'kms', operation: 'CreateKey', from: 'log-archive', input: () => ({}) }],
  input: ({ trailKeyId }, prepared = []) => ({
    KeyId: (prepared[0]?.KeyMetadata as { KeyId: string } | undefined)?.KeyId ?? trailKeyId,
  }),
};

describe('the preview of the guardrails', () => {
  let preview: GuardrailPreview;
  before(async () => {
    const attacks = CATALOGUE_ATTACKS.filter(({ event }) => EVENTS.includes(event));
    preview = await previewGuardrails([...attacks, DISABLE_OWN_KEY]);
  });

  const verdicts = (eventName: string) => preview.attacks.find((attack) => attack.eventName === eventName)?.verdicts;

  it('says who is refused what is Trailwarden’s, in every kind of account from which it is reported', () => {
    const refused = { management: 'allowed', 'log-archive': SCP, security: SCP, member: SCP };
    assert.deepEqual(verdicts('StopLogging'), refused);
    assert.deepEqual(verdicts('LeaveOrganization'), refused);
  });

  it('says what nobody is refused: trails of one’s own, and what only the management account can do', () => {
    const allowed = { management: 'allowed', 'log-archive': 'allowed', security: 'allowed', member: 'allowed' };
    assert.deepEqual(verdicts('CreateTrail'), allowed);
    assert.deepEqual(verdicts('DisableAWSServiceAccess'), { management: 'allowed' });
  });

  it('asks about what has to be prepared, and prepares it although the guardrails are there', () => {
    assert.equal(verdicts('CreateRole')?.member, SCP);
    assert.deepEqual(verdicts('DisableKey'), { 'log-archive': 'allowed', security: 'fails anyway' });
  });

  it('says which calls no guardrail can be about', () => {
    const without = preview.attacks.filter(({ onAllResources }) => onAllResources);
    assert.deepEqual(
      without.map(({ service, eventName }) => `${service} ${eventName}`),
      ['events PutPermission'],
    );
    assert.deepEqual(verdicts('PutPermission'), { security: 'allowed' });
  });

  it('says what the roles are refused that put things into place, which is to leave the organization', () => {
    assert.deepEqual(preview.refusedToExempt, ['organizations LeaveOrganization']);
  });

  it('lists the calls that it could not ask about', () => {
    assert.ok(preview.unknown.includes('cloudtrail UpdateTrail'));
    assert.ok(!preview.unknown.includes('cloudtrail StopLogging'));
    const asked = new Set(preview.attacks.map(({ eventName }) => eventName)).size;
    assert.equal(preview.unknown.length, TAMPER_CATALOGUE.length - asked);
  });

  it('says how long the policies are', () => {
    assert.deepEqual(
      preview.policies.map(({ name, type, mostCharacters }) => [name, type, mostCharacters]),
      [
        ['trailwarden-callers', SCP, 5_120],
        ['trailwarden-callers-2', SCP, 5_120],
        ['trailwarden-evidence', 'RESOURCE_CONTROL_POLICY', 5_120],
      ],
    );
    for (const { characters, mostCharacters } of preview.policies)
      assert.ok(characters > 1000 && characters <= mostCharacters, String(characters));
  });
});
