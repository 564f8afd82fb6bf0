/** A rule that is disabled reports nothing, not even that it is disabled. */
import { at, isGiven, isOneOf, shown, UNKNOWN } from './property';
import { messagesOf, type ResourceRule } from './rule';

export const eventRule: ResourceRule = {
  name: 'event-rule',
  description: 'Rules are enabled, and name the source of the events that they take, or are schedules.',
  level: 'mandatory',
  severity: 'critical',
  settings: [],
  kinds: ['aws.cloudwatch.EventRule'],
  check: ({ properties: { state, isEnabled, eventPattern, scheduleExpression } }) =>
    messagesOf(
      [
        !isOneOf(state, undefined, 'ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS') || isEnabled === false,
        `"state" is ${isEnabled === false ? shown('DISABLED') : shown(state)}: what the rule watches for would be reported ` +
          'to nobody. Set it to ENABLED.',
      ],
      [
        (isGiven(eventPattern) || !isGiven(scheduleExpression)) && !pinsSource(eventPattern),
        '"eventPattern" does not name a "source": anybody in the account could send events that look like reports. Add it.',
      ],
    ),
};

function pinsSource(eventPattern: unknown): boolean {
  if (eventPattern === UNKNOWN) return true;
  if (typeof eventPattern !== 'string') return false;
  try {
    return isGiven(at(JSON.parse(eventPattern) as unknown, 'source', 0));
  } catch {
    return false;
  }
}
