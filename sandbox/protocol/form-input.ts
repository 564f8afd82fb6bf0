/** The input of a query operation, out of a form's dotted keys (`Tags.member.1.Key=team`). */
import type { NormalizedSchema } from '@smithy/core/schema';
import { fromString } from './text-value';
import { malformed } from './wire-error';

interface Branch {
  value: string | undefined;
  readonly children: Map<string, Branch>;
}

/**
 * Reads a form by the schema of an operation's input.
 *
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 * @throws AwsError `SerializationException` naming the parameter whose value has the wrong type.
 */
export function readForm(schema: NormalizedSchema, form: URLSearchParams): unknown {
  const root: Branch = { value: undefined, children: new Map() };
  for (const [key, value] of form) {
    let branch = root;
    for (const part of key.split('.')) {
      let next = branch.children.get(part);
      if (next === undefined) {
        next = { value: undefined, children: new Map() };
        branch.children.set(part, next);
      }
      branch = next;
    }
    branch.value = value;
  }
  return readBranch(schema, root, '');
}

function readBranch(schema: NormalizedSchema, branch: Branch, path: string): unknown {
  if (schema.isUnitSchema()) return {};
  if (schema.isStructSchema()) return readStructure(schema, branch, path);
  if (schema.isListSchema()) return readList(schema, branch, path);
  if (schema.isMapSchema()) return readMap(schema, branch, path);
  if (branch.value === undefined) throw malformed(`'${path}' must be a single value.`);
  return fromString(schema, branch.value, path);
}

function readStructure(schema: NormalizedSchema, branch: Branch, path: string): unknown {
  const members: [string, unknown][] = [];
  for (const [name, member] of schema.structIterator()) {
    const key = member.getMergedTraits().xmlName ?? name;
    const child = branch.children.get(key);
    if (child !== undefined) members.push([name, readBranch(member, child, join(path, key))]);
  }
  return Object.fromEntries(members);
}

function readList(schema: NormalizedSchema, branch: Branch, path: string): unknown {
  const element = schema.getValueSchema();
  const flat = schema.getMergedTraits().xmlFlattened !== undefined;
  const name = element.getMergedTraits().xmlName ?? 'member';
  const items = flat ? branch : branch.children.get(name);
  return numbered(items).map(([index, item]) =>
    readBranch(element, item, join(path, flat ? index : `${name}.${index}`)),
  );
}

function readMap(schema: NormalizedSchema, branch: Branch, path: string): unknown {
  const flat = schema.getMergedTraits().xmlFlattened !== undefined;
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
  const element = schema.getValueSchema();
  const valueName = element.getMergedTraits().xmlName ?? 'value';
  const entries = numbered(flat ? branch : branch.children.get('entry')).map(([index, entry]) => {
    const here = join(path, flat ? index : `entry.${index}`);
    const key = entry.children.get(keyName)?.value;
    const value = entry.children.get(valueName);
    if (key === undefined || value === undefined) throw malformed(`'${here}' must have ${keyName} and ${valueName}.`);
    return [key, readBranch(element, value, join(here, valueName))] as const;
  });
  return Object.fromEntries(entries);
}

function numbered(branch: Branch | undefined): [index: string, Branch][] {
  const items = [...(branch?.children ?? [])].filter(([index]) => /^\d+$/.test(index));
  return items.sort(([left], [right]) => Number(left) - Number(right));
}

function join(path: string, part: string): string {
  return path === '' ? part : `${path}.${part}`;
}
