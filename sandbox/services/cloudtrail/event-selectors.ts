/** Event selectors: which of them are valid, and what a trail has when nobody put any. */
import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { AwsError } from '../../core/aws-error';
import type { Trail } from './state';

const EXCLUDABLE_SOURCES = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];
const BASIC_DATA_TYPES = ['AWS::S3::Object', 'AWS::Lambda::Function', 'AWS::DynamoDB::Table'];
const OPERATORS = ['Equals', 'StartsWith', 'EndsWith', 'NotEquals', 'NotStartsWith', 'NotEndsWith'] as const;
const CATEGORIES = ['Management', 'Data', 'NetworkActivity'];
const DATA_FIELDS = [
  'eventName',
  'eventSource',
  'eventType',
  'readOnly',
  'resources.ARN',
  'resources.type',
  'sessionCredentialFromConsole',
  'userIdentity.arn',
];
const NETWORK_FIELDS = ['eventName', 'eventSource', 'errorCode', 'vpcEndpointId'];

/** What every trail selects at first: all management events, and no others. */
export const DEFAULT_SELECTORS: Trail['selectors'] = {
  basic: [
    { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
  ],
};

/** Whether a trail selects what it would without any selectors of its own. */
export function isDefaultSelection(selectors: Trail['selectors']): boolean {
  return JSON.stringify(selectors) === JSON.stringify(DEFAULT_SELECTORS);
}

/**
 * Checks basic selectors and fills in what they leave out.
 *
 * @throws AwsError `InvalidEventSelectorsException`
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 */
export function basicSelectors(selectors: readonly EventSelector[]): readonly EventSelector[] {
  if (selectors.length < 1 || selectors.length > 5)
    throw invalid('You can configure up to 5 event selectors for a trail.');
  const resources = selectors.flatMap((selector) => selector.DataResources ?? []);
  if (resources.flatMap((resource) => resource.Values ?? []).length > 250)
    throw invalid('The total number of data resources of all event selectors cannot exceed 250.');
  for (const { Type, Values } of resources) {
    if (Type === undefined || !BASIC_DATA_TYPES.includes(Type))
      throw invalid(`${Type} is not a valid data resource type. Valid types: ${BASIC_DATA_TYPES.join(', ')}.`);
    for (const value of Values ?? [])
      if (!value.startsWith('arn:')) throw invalid(`${value} is not a valid data resource ARN.`);
  }
  return selectors.map((selector) => {
    const { ReadWriteType = 'All', IncludeManagementEvents = true, DataResources = [] } = selector;
    const { ExcludeManagementEventSources = [] } = selector;
    if (!['All', 'ReadOnly', 'WriteOnly'].includes(ReadWriteType))
      throw invalid(`${ReadWriteType} is not a valid ReadWriteType.`);
    for (const source of ExcludeManagementEventSources)
      if (!EXCLUDABLE_SOURCES.includes(source))
        throw invalid(`${source} cannot be excluded. Valid sources: ${EXCLUDABLE_SOURCES.join(', ')}.`);
    if (!IncludeManagementEvents && ExcludeManagementEventSources.length > 0)
      throw invalid('Management event sources can only be excluded when management events are included.');
    if (!IncludeManagementEvents && DataResources.length === 0)
      throw invalid('An event selector must include management events or at least one data resource.');
    return { ReadWriteType, IncludeManagementEvents, DataResources, ExcludeManagementEventSources };
  });
}

/**
 * Checks advanced selectors.
 *
 * On a trail, management events can be narrowed by `readOnly` and by leaving out two chatty sources, and by nothing else.
 *
 * @throws AwsError `InvalidEventSelectorsException`
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
 */
export function advancedSelectors(selectors: readonly AdvancedEventSelector[]): readonly AdvancedEventSelector[] {
  if (selectors.length === 0) throw invalid('At least one advanced event selector is required.');
  let values = 0;
  for (const selector of selectors) {
    const fields = selector.FieldSelectors ?? [];
    const names = fields.map((field) => field.Field);
    if (new Set(names).size < names.length)
      throw invalid('A field can be used only once in an advanced event selector.');
    values += fields.flatMap(valuesOf).length;
    for (const field of fields)
      if (valuesOf(field).length === 0) throw invalid(`The field ${field.Field} has no values.`);
    const category = categoryOf(fields);
    if (category === 'Management') checkManagementFields(fields);
    else checkDetailFields(category, fields);
  }
  if (values > 500) throw invalid('The total number of values of all advanced event selectors cannot exceed 500.');
  return selectors;
}

function categoryOf(fields: readonly AdvancedFieldSelector[]): string {
  const field = fields.find((candidate) => candidate.Field === 'eventCategory');
  const [category, ...further] = field?.Equals ?? [];
  if (category === undefined || further.length > 0 || usesOtherThan(field, 'Equals'))
    throw invalid('Every advanced event selector needs the field eventCategory with exactly one Equals value.');
  if (!CATEGORIES.includes(category)) throw invalid(`${category} is not an event category that a trail can log.`);
  return category;
}

function checkManagementFields(fields: readonly AdvancedFieldSelector[]): void {
  for (const field of fields) {
    if (field.Field === 'eventCategory') continue;
    if (field.Field === 'readOnly') checkReadOnly(field);
    else if (field.Field === 'eventSource') {
      if (usesOtherThan(field, 'NotEquals') || !field.NotEquals?.every((value) => EXCLUDABLE_SOURCES.includes(value)))
        throw invalid(
          `For management events of a trail, eventSource can only be NotEquals ${EXCLUDABLE_SOURCES.join(' or ')}.`,
        );
    } else throw invalid(`The field ${field.Field} is not supported for management events of a trail.`);
  }
}

function checkDetailFields(category: string, fields: readonly AdvancedFieldSelector[]): void {
  const required = category === 'Data' ? 'resources.type' : 'eventSource';
  const allowed = category === 'Data' ? DATA_FIELDS : NETWORK_FIELDS;
  for (const field of fields) {
    const name = field.Field ?? '';
    if (name !== 'eventCategory' && !allowed.includes(name))
      throw invalid(`The field ${name} is not supported for events of the category ${category}.`);
    if (name === 'readOnly') checkReadOnly(field);
  }
  const discriminator = fields.find((field) => field.Field === required);
  if (discriminator?.Equals?.length !== 1 || usesOtherThan(discriminator, 'Equals'))
    throw invalid(`Events of the category ${category} need the field ${required} with exactly one Equals value.`);
}

function checkReadOnly(field: AdvancedFieldSelector): void {
  const [value, ...further] = field.Equals ?? [];
  if ((value !== 'true' && value !== 'false') || further.length > 0 || usesOtherThan(field, 'Equals'))
    throw invalid('The field readOnly takes exactly one Equals value: true or false.');
}

function usesOtherThan(field: AdvancedFieldSelector | undefined, operator: (typeof OPERATORS)[number]): boolean {
  return OPERATORS.some((other) => other !== operator && field?.[other] !== undefined);
}

function valuesOf(field: AdvancedFieldSelector): string[] {
  return OPERATORS.flatMap((operator) => field[operator] ?? []);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidEventSelectorsException', message);
}
