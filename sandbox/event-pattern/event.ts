/** Sample events, as TestEventPattern takes them. */
import { AwsError } from '../core/aws-error';
import { JsonReader, Refusal } from './json';
import { numeralOf } from './numeral';

/** `resources` is documented as mandatory too; AWS does not insist. */
const MANDATORY = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

/**
 * Reads an event for `matches`. Integers that a double cannot hold become bigints, so that they equal only themselves.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html
 *
 * @throws AwsError `ValidationException` when it is no JSON object or lacks a mandatory field.
 */
export function parseEvent(source: string): Readonly<Record<string, unknown>> {
  const event = readWhole(source);
  if (typeof event !== 'object' || event === null || MANDATORY.some((name) => !Object.hasOwn(event, name))) {
    throw new AwsError('ValidationException', 'Parameter Event is not valid.');
  }
  return event as Readonly<Record<string, unknown>>;
}

function readWhole(source: string): unknown {
  const reader = new JsonReader(source);
  try {
    reader.next();
    const value = readValue(reader);
    return reader.next() === 'end' ? value : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function readValue(reader: JsonReader): unknown {
  const kind = reader.kind;
  if (kind === '[') {
    const list: unknown[] = [];
    while (reader.next() !== ']') list.push(readValue(reader));
    return list;
  }
  if (kind === '{') {
    const fields = new Map<string, unknown>();
    while (reader.next() !== '}') {
      const name = reader.text();
      reader.next();
      fields.set(name, readValue(reader));
    }
    return Object.fromEntries(fields);
  }
  if (kind === 'string') return reader.text();
  if (kind === 'number') return numeralOf(reader.text());
  return kind === 'null' ? null : kind === 'end' ? undefined : kind === 'true';
}
