/** Property values: what the engine puts on the wire, as plain data and back. */
import { asset, runtime } from '@pulumi/pulumi';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';

/** Plain data: texts, numbers, facts, lists and maps; {@link UNKNOWN}, and assets and archives as the wire spells them. */
export type Properties = Readonly<Record<string, unknown>>;

/** What stands for a value that a preview cannot know yet. */
export const UNKNOWN: string = runtime.unknownValue;

/**
 * The engine's markers, one for each kind of value that may be unknown.
 *
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 */
const UNKNOWNS: ReadonlySet<unknown> = new Set([
  UNKNOWN,
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58',
  'e48ece36-62e2-4504-bad9-02848725956a',
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
]);

const SIGNATURE = runtime.specialSigKey;

/** Reads properties: secrets opened, markers of unknown values made one, members that are null left out. */
export function readProperties(struct: Struct | undefined): Properties {
  return struct === undefined ? {} : (plain(struct.toJavaScript()) as Properties);
}

/** Writes properties; members that are not set do not travel. */
export function writeProperties(properties: Properties): Struct {
  return Struct.fromJavaScript(withoutNothing(properties) as Parameters<typeof Struct.fromJavaScript>[0]);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Whether a value is an asset or an archive, as the wire spells it. */
export function isAsset(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && isAssetSignature(value[SIGNATURE]);
}

export function containsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(containsUnknown);
  return isRecord(value) ? Object.values(value).some(containsUnknown) : value === UNKNOWN;
}

/**
 * Whether two assets or archives hold the same. The engine sends a hash with each, and of what was there before the hash
 * alone.
 */
export function isSameAsset(left: Record<string, unknown>, right: Record<string, unknown>): boolean {
  if (typeof left.hash === 'string' && typeof right.hash === 'string') return left.hash === right.hash;
  return JSON.stringify(left) === JSON.stringify(right);
}

/**
 * A value with assets and archives as objects of Pulumi's, which is what a program passes.
 *
 * @param resolve makes a path of the program's an absolute one
 */
export function withAssets(value: unknown, resolve: (path: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => withAssets(item, resolve));
  if (!isRecord(value)) return value;
  if (!isAsset(value)) return mapped(value, (member) => withAssets(member, resolve));
  const { path, uri, text, assets } = value as { path?: string; uri?: string; text?: string; assets?: object };
  if (value[SIGNATURE] === runtime.specialAssetSig) {
    if (path) return new asset.FileAsset(resolve(path));
    return uri ? new asset.RemoteAsset(uri) : new asset.StringAsset(text ?? '');
  }
  if (path) return new asset.FileArchive(resolve(path));
  if (uri) return new asset.RemoteArchive(uri);
  return new asset.AssetArchive(withAssets({ ...assets }, resolve) as asset.AssetMap);
}

function plain(value: unknown): unknown {
  if (UNKNOWNS.has(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  if (value[SIGNATURE] === runtime.specialSecretSig) return plain(value.value);
  if (value[SIGNATURE] === runtime.specialOutputValueSig) return 'value' in value ? plain(value.value) : UNKNOWN;
  return mapped(withoutNull(value), plain);
}

function withoutNothing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : withoutNothing(item)));
  if (value instanceof Date) return value.toISOString();
  return isRecord(value) ? mapped(value, withoutNothing) : value;
}

function withoutNull(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}

function mapped(value: Record<string, unknown>, change: (member: unknown) => unknown): Record<string, unknown> {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, change(member)]));
}

function isAssetSignature(signature: unknown): boolean {
  return signature === runtime.specialAssetSig || signature === runtime.specialArchiveSig;
}
