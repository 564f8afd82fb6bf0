/** Physical names that the provider makes up for resources whose programs name none. */
import type { ResourceAdapter } from '../../resources/adapter';
import { autoName } from '../../resources/auto-name';
import type { Properties } from './property-value';

/** Which input names a resource of a type, and how its names are spelt. */
interface Naming {
  readonly property: string;
  readonly spell: (name: string, inputs: Properties) => string;
}

/** Types whose names are not just the value of `name`. */
const NAMINGS: Readonly<Record<string, Naming>> = {
  'aws:s3/bucket:Bucket': { property: 'bucket', spell: (name) => name.toLowerCase() },
  'aws:kms/alias:Alias': { property: 'name', spell: (name) => `alias/${name}` },
  'aws:sns/topic:Topic': { property: 'name', spell: (name, inputs) => fifo(name, inputs.fifoTopic) },
  'aws:sqs/queue:Queue': { property: 'name', spell: (name, inputs) => fifo(name, inputs.fifoQueue) },
};

/** Inputs that tell resources of one parent apart, with what names the parent; Create makes up those that are left out. */
const WITHIN_A_PARENT: Readonly<Record<string, readonly string[]>> = {
  statementId: ['function', 'qualifier', 'region'],
  targetId: ['eventBusName', 'region', 'rule'],
};

export interface Named {
  readonly urn: string;
  /** The logical name. */
  readonly name: string;
  /** What the engine draws for every new resource, so that a replacement gets a name of its own. */
  readonly seed: string;
}

/**
 * The inputs with a name. A name that was made up before stays.
 *
 * @param olds the inputs that the resource has now, if it is there
 */
export function withName(adapter: ResourceAdapter, news: Properties, olds: Properties, named: Named): Properties {
  const naming = namingOf(adapter);
  if (naming === undefined || news[naming.property] !== undefined) return news;
  const { property, spell } = naming;
  const before = olds[property];
  if (typeof before === 'string' && isMadeUp(adapter, before, named.name)) return { ...news, [property]: before };
  return { ...news, [property]: spell(autoName(named.urn + named.seed, named.name), news) };
}

/** Whether a resource and its replacement would have one name, so that the old one has to go first. */
export function collides(adapter: ResourceAdapter, news: Properties, olds: Properties, logicalName: string): boolean {
  const own = namingOf(adapter)?.property;
  const kept = (property: string): boolean => news[property] !== undefined && news[property] === olds[property];
  if (own !== undefined && kept(own) && !isMadeUp(adapter, String(news[own]), logicalName)) return true;
  return Object.entries(WITHIN_A_PARENT).some(
    ([property, parent]) => kept(property) && parent.every((place) => news[place] === olds[place]),
  );
}

function namingOf(adapter: ResourceAdapter): Naming | undefined {
  const special = NAMINGS[adapter.type];
  if (special !== undefined) return special;
  const isNamed = adapter.inputs.includes('name') && adapter.required?.includes('name') !== true;
  return isNamed ? { property: 'name', spell: (name) => name } : undefined;
}

function isMadeUp(adapter: ResourceAdapter, name: string, logicalName: string): boolean {
  const spell = namingOf(adapter)?.spell ?? ((text: string) => text);
  const start = spell(`${logicalName}-`, {});
  return name.startsWith(start) && /^[0-9a-f]{7}(\.fifo)?$/.test(name.slice(start.length));
}

function fifo(name: string, isFifo: unknown): string {
  return isFifo === true ? `${name}.fifo` : name;
}
