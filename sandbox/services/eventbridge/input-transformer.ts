/** Input transformers: a template, and the parts of the event that stand in it. */
import type { InputTransformer } from '@aws-sdk/client-eventbridge';
import type { Delivery } from './delivery';
import { DeliveryFailure } from './delivery-failure';
import { type EventEnvelope, eventTime } from './envelope';
import { valueAt } from './json-path';

const PREDEFINED = [
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
];

const PLACEHOLDER = /<(.*?)>/g;

/** What a placeholder becomes. */
type Filling = (name: string, inString: boolean) => string;

/** The placeholders of a template that neither the paths nor EventBridge define. */
export function unknownPlaceholders({ InputTemplate, InputPathsMap }: InputTransformer): string[] {
  const names = [...(InputTemplate ?? '').matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  return names.filter((name) => !PREDEFINED.includes(name) && !Object.hasOwn(InputPathsMap ?? {}, name));
}

/** Whether the template, its placeholders filled with texts, is JSON: an object, or one or more lines of strings. */
export function isTemplate({ InputTemplate = '' }: InputTransformer): boolean {
  const filled = fill(InputTemplate, (_name, inString) => (inString ? '' : '""'));
  return isText(InputTemplate) ? filled.split('\n').every(isBlankOrJson) : isJson(filled);
}

/**
 * Fills the template.
 *
 * A text keeps its place in a string as it is, without escapes, and gets quotation marks elsewhere. Objects and arrays
 * are written as JSON; inside a template that is a text they lose their quotation marks. What a path does not find is an
 * empty text.
 *
 * @throws DeliveryFailure `INVALID_JSON` when a template that is an object is none any more
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function transform(transformer: InputTransformer, delivery: Delivery): string {
  const { InputTemplate = '', InputPathsMap } = transformer;
  const text = isText(InputTemplate);
  const filled = fill(InputTemplate, (name, inString) => {
    const path = InputPathsMap?.[name];
    const value = path === undefined ? predefined(name, delivery) : valueAt(delivery.event, path);
    if (!inString) return JSON.stringify(value ?? '');
    if (typeof value !== 'object' || value === null) return String(value ?? '');
    return text ? JSON.stringify(value).replaceAll('"', '') : JSON.stringify(value);
  });
  if (!text && !isJson(filled))
    throw new DeliveryFailure('INVALID_JSON', 'The input transformer did not result in valid JSON.');
  return filled;
}

function predefined(name: string, { event, ruleArn, ruleName, ingestedAt }: Delivery): unknown {
  switch (name) {
    case 'aws.events.rule-arn':
      return ruleArn;
    case 'aws.events.rule-name':
      return ruleName;
    case 'aws.events.event.ingestion-time':
      return eventTime(ingestedAt);
    case 'aws.events.event':
      return withoutDetail(event);
    default:
      return event;
  }
}

/** The event as `<aws.events.event>` shows it, where the detail type has another name. */
function withoutDetail(event: EventEnvelope): Record<string, unknown> {
  const { id, account, 'detail-type': detailType, time, source, region, resources, version } = event;
  return { id, account, detailType, time, source, region, resources, version };
}

/** Replaces every placeholder, telling whether it stands inside a JSON string. */
function fill(template: string, filling: Filling): string {
  let inString = false;
  let scanned = 0;
  return template.replace(PLACEHOLDER, (_whole, name: string, offset: number) => {
    for (; scanned < offset; scanned += 1) {
      if (template[scanned] === '\\') scanned += 1;
      else if (template[scanned] === '"') inString = !inString;
    }
    return filling(name, inString);
  });
}

function isText(template: string): boolean {
  return template.trimStart().startsWith('"');
}

function isBlankOrJson(line: string): boolean {
  return line.trim() === '' || isJson(line);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
