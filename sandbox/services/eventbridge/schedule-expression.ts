/** Schedule expressions: `rate(5 minutes)` and `cron(0 10 * * ? *)`, in UTC. */
import { AwsError } from '../../core/aws-error';
import { type CronExpression, parseCron } from './cron-expression';

/** When a rule fires by itself. */
export type Schedule =
  | { readonly kind: 'rate'; readonly periodMs: number }
  | { readonly kind: 'cron'; readonly expression: CronExpression };

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads a schedule expression.
 *
 * @throws AwsError `ValidationException`
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function parseSchedule(text: string): Schedule {
  const schedule = rateIn(text) ?? cronIn(text);
  if (schedule === undefined) throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
  return schedule;
}

/** One of a unit is written in the singular, more in the plural. */
function rateIn(text: string): Schedule | undefined {
  const match = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(text);
  if (match === null) return undefined;
  const value = Number(match[1]);
  if (value < 1 || (value === 1) === (match[3] === 's')) return undefined;
  return { kind: 'rate', periodMs: value * (UNITS[match[2] ?? ''] ?? 0) };
}

function cronIn(text: string): Schedule | undefined {
  const fields = /^cron\((.*)\)$/.exec(text)?.[1];
  const expression = fields === undefined ? undefined : parseCron(fields);
  return expression && { kind: 'cron', expression };
}
