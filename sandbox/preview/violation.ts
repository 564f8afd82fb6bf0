/** What a policy pack found in a preview: `--json` leaves it out, so it is read from the log of events. */
import { fieldsOf, plainText, textOf } from './parsed';

export interface Violation {
  readonly policy: string;
  /** `mandatory` or `advisory`. */
  readonly level: string;
  readonly urn: string;
  readonly message: string;
}

/** The violations in a log of events, which has one JSON object in a line. A line that was cut off is left out. */
export function parseViolations(eventLog: string): Violation[] {
  return eventLog.split('\n').flatMap((line) => {
    const event = fieldsOf(fieldsOf(parsed(line)).policyEvent);
    if (event.policyName === undefined) return [];
    return [
      {
        policy: textOf(event.policyName),
        level: textOf(event.enforcementLevel),
        urn: textOf(event.resourceUrn),
        message: plainText(textOf(event.message)),
      },
    ];
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
