/** Keeping a key: that it can be used, by whom, that it rotates, and that its alias means it. */
import { DELETION_WINDOW_IN_DAYS } from '../../../infra/specifications/keys';
import type { KeyResource } from '../../../infra/specifications/resources/key';
import { type Aws, type AwsCall, type Fields, fields, isError, list, text } from '../aws';
import { type Found, settingsFrom } from '../comparison';
import { agreedKey, byAlias } from './agreed-key';
import type { Keeper, Repair } from './keeper';
import { HIDDEN, policyRead } from './policy-reading';

export const keyKeeper: Keeper<KeyResource> = { read, repairs };

/** The most grants that KMS lists at once. The next look sees the next ones. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html */
const MOST_GRANTS = 100;
/** Stands for the key that an alias means, when it may not be looked at. */
const CLOSED_KEY = 'a key that denies being looked at';

/**
 * A key is never made anew: what its predecessor encrypted would stay unreadable, and its stack would not know it.
 *
 * @throws Error when no key can be found
 */
async function read(resource: KeyResource, aws: Aws): Promise<Found> {
  const { settings } = resource;
  const identity = await agreedKey(settings.TargetKeyId, aws);
  if (identity === undefined) throw new Error(lost(resource));
  const ask = (operation: string, input: Fields = {}): Promise<Fields> =>
    aws(callOn(resource, operation, { KeyId: identity, ...input }));
  const described = ask('DescribeKey').catch((error: unknown) => {
    throw isError(error, 'NotFoundException') ? new Error(lost(resource)) : error;
  });
  const rotation = ask('GetKeyRotationStatus');
  const found = await settingsFrom({
    Policy: policyRead(ask('GetKeyPolicy', { PolicyName: 'default' }).then(({ Policy }) => text(Policy))),
    KeyState: described.then(({ KeyMetadata }) => fields(KeyMetadata).KeyState),
    KeyRotationEnabled: rotation.then(({ KeyRotationEnabled }) => KeyRotationEnabled),
    RotationPeriodInDays: rotation.then(({ RotationPeriodInDays }) => RotationPeriodInDays),
    Description: described.then(({ KeyMetadata }) => fields(KeyMetadata).Description ?? ''),
    Grants: ask('ListGrants', { Limit: MOST_GRANTS }).then(({ Grants }) => list(Grants)),
    Tags: ask('ListResourceTags').then((tags) => tagsOf(tags, resource)),
    TargetKeyId: described.then(() => targetOf(resource, identity, aws)),
  });
  return { ...found, identity };
}

function lost({ account, region, name, settings }: KeyResource): string {
  return (
    `The key "${name}" of ${account} in ${region} cannot be found: nothing names it, and none is described as ` +
    `"${settings.Description}". If AWS has deleted it, what it encrypted is lost. ` +
    'Run "pulumi up --refresh" of its stack, which makes another one.'
  );
}

function tagsOf({ Tags }: Fields, { settings }: KeyResource): Fields {
  const pairs = list(Tags).map((tag) => [String(fields(tag).TagKey), fields(tag).TagValue] as const);
  return Object.fromEntries(pairs.filter(([key]) => Object.hasOwn(settings.Tags, key)));
}

/** The declared reference stands for the key itself, so that the two compare. The key can be looked at: another one may not. */
async function targetOf({ settings }: KeyResource, key: string, aws: Aws): Promise<unknown> {
  try {
    const target = await byAlias(settings.TargetKeyId, aws);
    return target === key ? settings.TargetKeyId : target;
  } catch (error) {
    if (isError(error, 'AccessDenied', 'AccessDeniedException')) return CLOSED_KEY;
    throw error;
  }
}

/** The policy first, because it may forbid the rest; a key that is not enabled takes neither a rotation nor an alias. */
function repairs(resource: KeyResource, actual: Found, differing: ReadonlySet<string>): Repair[] {
  const { settings } = resource;
  const KeyId = actual.identity;
  const on = (operation: string, input: Fields = {}): AwsCall => callOn(resource, operation, { KeyId, ...input });
  const repaired: Repair[] = [];
  if (differing.has('Policy')) {
    const put = (policy: unknown): AwsCall =>
      on('PutKeyPolicy', { PolicyName: 'default', Policy: JSON.stringify(policy) });
    const undo = actual.Policy === HIDDEN ? {} : { undo: put(actual.Policy) };
    repaired.push({ call: put(settings.Policy), ...undo });
  }
  if (differing.has('KeyState')) repaired.push(...enabling(actual.KeyState, on));
  if (differing.has('KeyRotationEnabled') || differing.has('RotationPeriodInDays')) {
    const { RotationPeriodInDays } = settings;
    const period = { RotationPeriodInDays: actual.RotationPeriodInDays };
    repaired.push({
      call: on('EnableKeyRotation', { RotationPeriodInDays }),
      undo: actual.KeyRotationEnabled === true ? on('EnableKeyRotation', period) : on('DisableKeyRotation'),
    });
  }
  if (differing.has('Description')) {
    const undo = on('UpdateKeyDescription', { Description: actual.Description });
    repaired.push({ call: on('UpdateKeyDescription', { Description: settings.Description }), undo });
  }
  if (differing.has('Grants')) repaired.push(...list(actual.Grants).map((grant) => revocation(fields(grant), on)));
  if (differing.has('Tags')) repaired.push(...tagging(resource, fields(actual.Tags), on));
  if (differing.has('TargetKeyId')) repaired.push(redirection(resource, actual));
  return repaired;
}

type On = (operation: string, input?: Fields) => AwsCall;

/**
 * A key whose deletion was cancelled is disabled. In any other state a key waits for something that no call gives it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html
 */
function enabling(state: unknown, on: On): Repair[] {
  if (state === 'PendingDeletion')
    return [
      {
        call: on('CancelKeyDeletion'),
        undo: on('ScheduleKeyDeletion', { PendingWindowInDays: DELETION_WINDOW_IN_DAYS }),
      },
      { call: on('EnableKey') },
    ];
  return state === 'Disabled' ? [{ call: on('EnableKey'), undo: on('DisableKey') }] : [];
}

function revocation(grant: Fields, on: On): Repair {
  const { GrantId, GranteePrincipal, RetiringPrincipal, Operations, Constraints, Name } = grant;
  const given = { GranteePrincipal, RetiringPrincipal, Operations, Constraints, Name };
  const present = Object.entries(given).filter(([, value]) => value !== undefined && value !== '');
  return {
    call: on('RevokeGrant', { GrantId }),
    undo: on('CreateGrant', Object.fromEntries(present)),
    loss: 'Whoever used the key by the grant until then has what he decrypted.',
  };
}

/** What was another value is undone in another way than what was not there. */
function tagging({ settings }: KeyResource, found: Fields, on: On): Repair[] {
  const tags = (keys: readonly string[], from: Fields): Fields => ({
    Tags: keys.map((TagKey) => ({ TagKey, TagValue: from[TagKey] })),
  });
  const wrong = Object.keys(settings.Tags).filter((key) => found[key] !== settings.Tags[key]);
  const added = wrong.filter((key) => !Object.hasOwn(found, key));
  const changed = wrong.filter((key) => Object.hasOwn(found, key));
  const put = (keys: readonly string[], undo: AwsCall): Repair[] =>
    keys.length === 0 ? [] : [{ call: on('TagResource', tags(keys, settings.Tags)), undo }];
  return [
    ...put(added, on('UntagResource', { TagKeys: added })),
    ...put(changed, on('TagResource', tags(changed, found))),
  ];
}

function redirection(resource: KeyResource, { identity, TargetKeyId: found }: Found): Repair {
  const AliasName = resource.name;
  const target = (TargetKeyId: unknown): Fields => ({ AliasName, TargetKeyId });
  const on = (operation: string, input: Fields): AwsCall => callOn(resource, operation, input);
  if (found === undefined) return { call: on('CreateAlias', target(identity)), undo: on('DeleteAlias', { AliasName }) };
  const undo = found === CLOSED_KEY ? {} : { undo: on('UpdateAlias', target(found)) };
  return { call: on('UpdateAlias', target(identity)), ...undo };
}

function callOn({ account, region }: KeyResource, operation: string, input: Fields): AwsCall {
  return { service: 'kms', operation, account, region, input };
}
