/** Check: what a program says of a resource, examined, and completed with what the provider fills in. */
import type { ResourceAdapter } from '../../resources/adapter';
import type { ConfiguredProvider } from '../../resources/provider';
import { type Named, withName } from './physical-name';
import { containsUnknown, isRecord, type Properties, UNKNOWN } from './property-value';

/** Why the provider refuses a property. */
export interface Refusal {
  readonly property: string;
  readonly reason: string;
}

/** Inputs that AWS takes as JSON text; programs may pass what the text says. */
const DOCUMENTS: ReadonlySet<string> = new Set([
  'assumeRolePolicy',
  'content',
  'dashboardBody',
  'deliveryPolicy',
  'filterPolicy',
  'policy',
  'redriveAllowPolicy',
  'redrivePolicy',
]);

/**
 * Completes inputs: a name where there is none, the provider's Region, `tagsAll`, and documents as text. What is not known
 * yet stays so.
 *
 * @param olds the inputs that the resource has now; empty for a new one
 */
export function completedInputs(
  adapter: ResourceAdapter,
  provider: Pick<ConfiguredProvider, 'region' | 'defaultTags'>,
  news: Properties,
  olds: Properties,
  named: Named,
): Properties {
  const { tagsAll: _derived, ...said } = news;
  const texts = Object.entries(said).map(([key, value]) => [key, DOCUMENTS.has(key) ? documentText(value) : value]);
  const inputs = withName(adapter, Object.fromEntries(texts), olds, named);
  return {
    ...inputs,
    ...(adapter.inputs.includes('region') ? { region: inputs.region ?? provider.region } : {}),
    ...(adapter.inputs.includes('tags') ? { tagsAll: allTags(provider, inputs.tags) } : {}),
  };
}

/** Refuses properties that the sandbox does not act on, and asks for those without which there is no resource. */
export function refusals(adapter: ResourceAdapter, inputs: Properties): Refusal[] {
  const unknown = Object.keys(inputs).filter((key) => key !== 'tagsAll' && !adapter.inputs.includes(key));
  const within = Object.entries(adapter.nested ?? {}).flatMap(
    ([key, { unknownIn }]) => unknownIn?.(inputs[key], key) ?? [],
  );
  const missing = (adapter.required ?? []).filter((key) => inputs[key] === undefined);
  return [
    ...unknown.map((property) => ({
      property,
      reason:
        `Unsupported argument. An argument named "${property}" is not expected here: the sandbox's ${adapter.type} ` +
        `acts on ${adapter.inputs.join(', ')}.`,
    })),
    ...within.map((property) => ({
      property,
      reason:
        `Unsupported argument. An argument named "${property.slice(property.lastIndexOf('.') + 1)}" is not expected ` +
        `here: the sandbox's ${adapter.type} does not act on "${property.replace(/\[\d+\]/g, '')}".`,
    })),
    ...missing.map((property) => ({
      property,
      reason: `Missing required argument. The argument "${property}" is required, but no definition was found.`,
    })),
  ];
}

/** A resource's tags are its own with the provider's, and unknown when any of its own is. */
function allTags({ defaultTags }: Pick<ConfiguredProvider, 'defaultTags'>, own: unknown): unknown {
  if (containsUnknown(own)) return UNKNOWN;
  return { ...defaultTags, ...(isRecord(own) ? own : {}) };
}

function documentText(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return containsUnknown(value) ? UNKNOWN : JSON.stringify(inOrder(value));
}

/** The members of objects in one order: the engine sends them in any. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isRecord(value)) return value;
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, inOrder(member)]));
}
