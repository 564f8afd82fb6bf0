/** The trail records everything, everywhere, in a form that nobody can change unnoticed. */
import { at, isGiven, isOneOf, itemsOf, type Properties, shown, UNKNOWN } from './property';
import { messagesOf, type ResourceRule } from './rule';

/**
 * How the name of the small trail ends that keeps the stop of the other one visible: it records what writes, in one account and
 * Region, and is held to everything else.
 */
const SECOND = /-second$/;

export const trail: ResourceRule = {
  name: 'trail',
  description:
    'A trail records every account and Region, encrypted, validated, and into a log group; the second one records what writes.',
  level: 'mandatory',
  severity: 'critical',
  settings: [],
  kinds: ['aws.cloudtrail.Trail'],
  check: ({ properties }) => {
    const isSecond = typeof properties.name === 'string' && SECOND.test(properties.name);
    const switches = SWITCHES.filter(({ ofTheFirst }) => !isSecond || ofTheFirst !== true);
    return [
      ...switches
        .filter(({ property, withoutIt }) => !isOneOf(properties[property], true, ...withoutIt))
        .map(({ property, effect }) => `"${property}" is ${shown(properties[property])}: ${effect}. Set it to true.`),
      ...messagesOf(
        [
          !isGiven(properties.kmsKeyId),
          '"kmsKeyId" is not set: whoever may read the bucket could read the log files. Give it the key of the log-archive account.',
        ],
        [
          !isSecond && (!isGiven(properties.cloudWatchLogsGroupArn) || !isGiven(properties.cloudWatchLogsRoleArn)),
          '"cloudWatchLogsGroupArn" and "cloudWatchLogsRoleArn" are not both set: the second, independent copy of the records ' +
            'would be missing. Give it the log group of the trail, and the role that fills it.',
        ],
      ),
      ...selectorMessages(properties, isSecond),
    ];
  },
};

interface Switch {
  readonly property: string;
  readonly withoutIt: readonly undefined[];
  readonly effect: string;
  /** Asked of the organization trail alone. */
  readonly ofTheFirst?: true;
}

/** Settings that must be on; some are on where they are left out. */
const SWITCHES: readonly Switch[] = [
  {
    property: 'isMultiRegionTrail',
    withoutIt: [],
    effect: 'calls in every other Region would leave no record',
    ofTheFirst: true,
  },
  {
    property: 'isOrganizationTrail',
    withoutIt: [],
    effect: 'calls in every other account would leave no record',
    ofTheFirst: true,
  },
  {
    property: 'includeGlobalServiceEvents',
    withoutIt: [undefined],
    effect: 'calls to IAM, STS and the other global services would leave no record',
  },
  {
    property: 'enableLogFileValidation',
    withoutIt: [],
    effect: 'a changed or deleted log file could not be told from a whole one',
  },
  { property: 'enableLogging', withoutIt: [undefined], effect: 'the trail would record nothing' },
];

/**
 * Without selectors, a trail records all management events.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
function selectorMessages(
  { eventSelectors, advancedEventSelectors }: Properties,
  isSecond: boolean,
): readonly string[] {
  const types = isSecond ? ['All', 'WriteOnly'] : ['All'];
  const basic = itemsOf(eventSelectors);
  const advanced = itemsOf(advancedEventSelectors);
  const excluded = basic.flatMap((selector) => itemsOf(at(selector, 'excludeManagementEventSources')));
  return messagesOf(
    [
      basic.length > 0 && !basic.some((selector) => recordsManagementEvents(selector, types)),
      `No event selector takes all management events: calls that change ${isSecond ? '' : 'or read '}accounts would leave no record. ` +
        `Keep one with "includeManagementEvents" true and "readWriteType" ${types.join(' or ')}.`,
    ],
    [
      excluded.length > 0,
      `"excludeManagementEventSources" leaves out ${excluded.map(shown).join(', ')}: use of these services would leave no ` +
        'record. Leave nothing out.',
    ],
    [
      advanced.length > 0 && !advanced.some(selectsManagementEvents),
      'No advanced event selector takes all management events: calls that change or read accounts would leave no record. ' +
        'Keep one whose only field is "eventCategory", equal to Management.',
    ],
  );
}

function recordsManagementEvents(selector: unknown, types: readonly string[]): boolean {
  return (
    isOneOf(at(selector, 'includeManagementEvents'), true, undefined) &&
    isOneOf(at(selector, 'readWriteType'), ...types, undefined)
  );
}

function selectsManagementEvents(selector: unknown): boolean {
  const fields = at(selector, 'fieldSelectors');
  if (fields === UNKNOWN) return true;
  const [field, ...others] = itemsOf(fields);
  return (
    others.length === 0 && isOneOf(at(field, 'field'), 'eventCategory') && isOneOf(at(field, 'equals', 0), 'Management')
  );
}
