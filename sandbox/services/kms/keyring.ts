/** The keys and aliases of every account and Region. */
import { randomBytes, randomUUID } from 'node:crypto';
import { AwsError } from '../../core/aws-error';
import type { Cloud, PolicyDocument } from '../../core/service';
import { type State, store } from '../../core/state';
import { managedKeyPolicy } from './managed-key';

export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly created: Date;
  /** Keys of `alias/aws/<service>` belong to AWS: nobody changes them. */
  readonly manager: 'CUSTOMER' | 'AWS';
  readonly multiRegion: boolean;
  state: 'Enabled' | 'Disabled' | 'PendingDeletion';
  description: string;
  policy: PolicyDocument;
  /** The policy as it was put. */
  policyText: string;
  /** When a key that is pending deletion goes. */
  deletionDate?: Date;
  rotationPeriodInDays?: number;
  rotationEnabledAt?: Date;
  readonly tags: Map<string, string>;
  readonly grants: Map<string, KeyGrant>;
  /** 256 bits that never leave this service. */
  readonly material: Buffer;
}

export interface KeyGrant {
  readonly id: string;
  readonly token: string;
  readonly name?: string;
  readonly granteePrincipal: string;
  readonly retiringPrincipal?: string;
  readonly operations: readonly string[];
  readonly constraints?: {
    readonly EncryptionContextSubset?: Record<string, string>;
    readonly EncryptionContextEquals?: Record<string, string>;
  };
  readonly issuer: string;
  readonly created: Date;
}

export interface Alias {
  /** With its prefix: `alias/trail`. */
  readonly name: string;
  keyId: string;
  readonly created: Date;
  updated: Date;
}

/** The keys and aliases of one account in one Region. */
export interface Keyring {
  readonly keys: Map<string, Key>;
  readonly aliases: Map<string, Alias>;
}

const keyrings = store<Keyring>('kms', 'region', () => ({ keys: new Map(), aliases: new Map() }));

/** The keyrings of all accounts and Regions. */
export function allKeyrings(state: State): Keyring[] {
  return keyrings.all(state).map(({ data }) => data);
}

export function keyringOf(state: State, account: string, region: string): Keyring {
  return keyrings.of(state, account, region);
}

/**
 * The key behind a key id, key ARN, alias name or alias ARN, as seen from an account and a Region.
 *
 * @throws AwsError `NotFoundException`
 */
export function resolveKey(
  cloud: Pick<Cloud, 'state' | 'clock'>,
  account: string,
  region: string,
  reference: string,
): Key {
  const arn = /^arn:aws:kms:([a-z0-9-]+):(\d{12}):(.+)$/.exec(reference);
  if (arn !== null && arn[1] !== region) throw new AwsError('NotFoundException', `Invalid arn ${arn[1]}`);
  if (arn === null && reference.startsWith('arn:'))
    throw new AwsError('InvalidArnException', `${reference} is not a valid key or alias ARN.`);
  const owner = arn?.[2] ?? account;
  const name = arn?.[3] ?? reference;
  const keyring = keyringOf(cloud.state, owner, region);
  if (name.startsWith('alias/')) {
    const managed = /^alias\/aws\/([a-z0-9-]+)$/.exec(name)?.[1];
    if (managed !== undefined) return managedKey(cloud, keyring, owner, region, managed);
    const alias = keyring.aliases.get(name);
    const key = alias && keyring.keys.get(alias.keyId);
    if (key === undefined)
      throw new AwsError('NotFoundException', `Alias arn:aws:kms:${region}:${owner}:${name} is not found.`);
    return key;
  }
  const id = arn === null ? name : name.replace(/^key\//, '');
  const key = keyring.keys.get(id);
  if (key === undefined) throw new AwsError('NotFoundException', `Key '${keyArn(owner, region, id)}' does not exist`);
  return key;
}

export function keyArn(account: string, region: string, id: string): string {
  return `arn:aws:kms:${region}:${account}:key/${id}`;
}

/** Makes a key that is on no keyring yet. */
export function newKey(
  created: Date,
  place: { readonly account: string; readonly region: string },
  options: Pick<Key, 'description' | 'policy' | 'policyText' | 'manager' | 'multiRegion'>,
): Key {
  const id = options.multiRegion ? `mrk-${randomUUID().replaceAll('-', '')}` : randomUUID();
  return {
    ...options,
    account: place.account,
    region: place.region,
    id,
    arn: keyArn(place.account, place.region, id),
    created,
    state: 'Enabled',
    tags: new Map(),
    grants: new Map(),
    material: randomBytes(32),
  };
}

/** The AWS managed key of a service, made when it is first needed. */
function managedKey(
  cloud: Pick<Cloud, 'state' | 'clock'>,
  keyring: Keyring,
  account: string,
  region: string,
  service: string,
): Key {
  const name = `alias/aws/${service}`;
  const existing = keyring.keys.get(keyring.aliases.get(name)?.keyId ?? '');
  if (existing !== undefined) return existing;
  const policy = managedKeyPolicy(account, region, service);
  const key = newKey(
    cloud.clock.now(),
    { account, region },
    {
      description: `Default key that protects my ${service} data when no other key is defined`,
      policy,
      policyText: JSON.stringify(policy),
      manager: 'AWS',
      multiRegion: false,
    },
  );
  keyring.keys.set(key.id, key);
  keyring.aliases.set(name, { name, keyId: key.id, created: key.created, updated: key.created });
  return key;
}
