/** Selectors of JSON patterns: `$.userIdentity.type`, `$.resources[0].ARN`, `$.tags[*]`, `$.['a key']`. */
import { invalidPattern } from './invalid-pattern';

/** Member names, indexes, and `*` for every element of an array. */
export type Selector = readonly (string | number | { readonly every: true })[];

const STEP = /\.?\[\s*(?:(\d+)|(\*)|'([^']*)'|"([^"]*)")\s*\]|\.([^.[\]]+)/y;

export function parseSelector(source: string): Selector {
  if (!source.startsWith('$')) throw invalidPattern(`${source} is not a selector; selectors start with $`);
  const path: Selector[number][] = [];
  const step = new RegExp(STEP);
  step.lastIndex = 1;
  while (step.lastIndex < source.length) {
    const found = step.exec(source);
    if (found === null) throw invalidPattern(`${source} is not a selector`);
    const [, index, every, single, double, name] = found;
    if (index !== undefined) path.push(Number(index));
    else if (every !== undefined) path.push({ every: true });
    else path.push(single ?? double ?? name ?? '');
  }
  if (path.length === 0) throw invalidPattern(`${source} selects nothing`);
  return path;
}

/** Everything in a value that a selector points at; empty when it is not there. */
export function selected(value: unknown, [step, ...rest]: Selector): unknown[] {
  if (step === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (typeof step === 'object') return Array.isArray(value) ? value.flatMap((item) => selected(item, rest)) : [];
  if (Array.isArray(value) !== (typeof step === 'number') || !Object.hasOwn(value, step)) return [];
  return selected((value as Record<string | number, unknown>)[step], rest);
}
