/** Property values as they travel between program, engine and provider, and as the engine keeps them: plain, with one word for what is unknown. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { JavaScriptValue } from 'google-protobuf/google/protobuf/struct_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';

export type Properties = Readonly<Record<string, unknown>>;

/** What stands in a preview for a value that only the deployment will tell. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const RESOURCE = '5cf8f73096256a8f31e491e813e4eb8e';
const OUTPUT = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';
const ASSET = 'c44067f5952c0a294b673a41bacd8c17';
const ARCHIVE = '0def7320c3a5731c473e5ecbe6d01bc7';

/**
 * Properties that a program or a provider sent: secrets are opened, a resource is its id, and an output that is not known
 * is the word for it.
 */
export function received(struct: Struct | undefined): Properties {
  return plain(struct?.toJavaScript() ?? {}) as Properties;
}

/** Properties as they are sent. What is undefined does not travel. */
export function sent(properties: Properties): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as Record<string, JavaScriptValue>);
}

/** Properties as they are sent for a comparison: of assets and archives the hash alone. */
export function sentWithoutContents(properties: Properties): Struct {
  return sent(withoutContents(properties) as Properties);
}

/** An answer in which assets and archives that only echo the original's hash have its contents again. */
export function withContents(answer: Properties, original: Properties): Properties {
  const known = new Map(assetsIn(original));
  const restored = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(restored);
    if (typeof value !== 'object' || value === null) return value;
    const { [SIGNATURE]: signature, hash } = value as Record<string, unknown>;
    if (signature === ASSET || signature === ARCHIVE) return known.get(hash) ?? value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, restored(inner)]));
  };
  return restored(answer) as Properties;
}

function assetsIn(value: unknown): [hash: unknown, asset: object][] {
  if (typeof value !== 'object' || value === null) return [];
  const { [SIGNATURE]: signature, hash } = value as Record<string, unknown>;
  if (signature === ASSET || signature === ARCHIVE) return [[hash, value]];
  return Object.values(value).flatMap(assetsIn);
}

function withoutContents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutContents);
  if (typeof value !== 'object' || value === null) return value;
  const { [SIGNATURE]: signature, hash } = value as Record<string, unknown>;
  if (signature === ASSET || signature === ARCHIVE) return { [SIGNATURE]: signature, hash };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutContents(inner)]));
}

/** The keys whose values differ. */
export function differingKeys(left: Properties, right: Properties): string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((key) => !isDeepStrictEqual(left[key], right[key]))
    .sort();
}

/** The properties, with those of the given keys unknown. */
export function withUnknown(properties: Properties, keys: readonly string[]): Properties {
  return { ...properties, ...Object.fromEntries(keys.map((key) => [key, UNKNOWN])) };
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const { [SIGNATURE]: signature, ...rest } = value as Record<string, unknown>;
  if (signature === SECRET) return plain(rest.value);
  if (signature === OUTPUT) return 'value' in rest ? plain(rest.value) : UNKNOWN;
  if (signature === RESOURCE) return rest.id === undefined ? rest.urn : rest.id === '' ? UNKNOWN : rest.id;
  const inner = Object.fromEntries(Object.entries(rest).map(([key, each]) => [key, plain(each)]));
  if (signature === ASSET || signature === ARCHIVE)
    return { ...inner, [SIGNATURE]: signature, hash: inner.hash ?? hashOf(inner) };
  return inner;
}

/** The engine gives assets and archives a hash of their content, and providers tell by it whether they changed. */
function hashOf(content: { readonly path?: string }): string {
  const bytes = content.path === undefined ? JSON.stringify(content) : readFileSync(content.path);
  return createHash('sha256').update(bytes).digest('hex');
}
