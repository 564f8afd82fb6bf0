/** Cron expressions as EventBridge writes them: six fields, of which one of the two days is `?`. */

/** Tells whether the expression fires in the minute of a moment (UTC). */
export type CronExpression = (moment: Date) => boolean;

interface Field {
  readonly least: number;
  readonly most: number;
  /** Names for values, from the least on. */
  readonly names?: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const MINUTES: Field = { least: 0, most: 59 };
const HOURS: Field = { least: 0, most: 23 };
const DAYS_OF_MONTH: Field = { least: 1, most: 31 };
const MONTHS_OF_YEAR: Field = { least: 1, most: 12, names: MONTHS };
const DAYS_OF_WEEK: Field = { least: 1, most: 7, names: DAYS };
const YEARS: Field = { least: 1970, most: 2199 };

/**
 * Reads the fields between the brackets of `cron(…)`; undefined when they are not valid.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function parseCron(text: string): CronExpression | undefined {
  const fields = text.trim().split(/\s+/);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6 || (dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const minutes = valuesOf(minute, MINUTES);
  const hours = valuesOf(hour, HOURS);
  const months = valuesOf(month, MONTHS_OF_YEAR);
  const years = valuesOf(year, YEARS);
  const days = dayOfMonth === '?' ? weekdayRule(dayOfWeek) : monthDayRule(dayOfMonth);
  if (minutes === undefined || hours === undefined || months === undefined || years === undefined) return undefined;
  if (days === undefined) return undefined;
  return (moment) =>
    minutes.has(moment.getUTCMinutes()) &&
    hours.has(moment.getUTCHours()) &&
    months.has(moment.getUTCMonth() + 1) &&
    years.has(moment.getUTCFullYear()) &&
    days(moment);
}

/** `*`, `5`, `1-5`, `20-2` (over the end), `0/15`, `MON,WED`. */
function valuesOf(text: string, field: Field): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part);
    if (match === null) return undefined;
    const [, from = '', to, increment] = match;
    const first = from === '*' ? field.least : oneValue(from, field);
    const last =
      to === undefined ? (from === '*' || increment !== undefined ? field.most : first) : oneValue(to, field);
    const step = Number(increment ?? 1);
    if (first === undefined || last === undefined || step < 1 || (from === '*' && to !== undefined)) return undefined;
    const span = last >= first ? last - first : last - first + (field.most - field.least + 1);
    for (let offset = 0; offset <= span; offset += step)
      values.add(((first - field.least + offset) % (field.most - field.least + 1)) + field.least);
  }
  return values;
}

function oneValue(text: string, { least, most, names }: Field): number | undefined {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  const value = named >= 0 ? named + least : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

/** `L` is the last day, `3W` the weekday nearest to the third, `LW` the last weekday. */
function monthDayRule(text: string): CronExpression | undefined {
  if (text === 'L') return (moment) => moment.getUTCDate() === lastDay(moment);
  if (text === 'LW') return (moment) => moment.getUTCDate() === nearestWeekday(moment, lastDay(moment));
  const weekday = /^(\d+)W$/.exec(text)?.[1];
  if (weekday !== undefined) {
    const day = oneValue(weekday, DAYS_OF_MONTH);
    if (day === undefined) return undefined;
    return (moment) => day <= lastDay(moment) && moment.getUTCDate() === nearestWeekday(moment, day);
  }
  const days = valuesOf(text, DAYS_OF_MONTH);
  return days && ((moment) => days.has(moment.getUTCDate()));
}

/** `L` is Saturday, `6L` the last Friday of the month, `3#2` its second Tuesday. */
function weekdayRule(text: string): CronExpression | undefined {
  const match = /^(\w+?)(?:(L)|#([1-5]))$/.exec(text);
  if (match !== null && text !== 'L') {
    const day = oneValue(match[1] ?? '', DAYS_OF_WEEK);
    const nth = Number(match[3]);
    if (day === undefined) return undefined;
    return (moment) =>
      moment.getUTCDay() + 1 === day &&
      (match[2] === 'L' ? moment.getUTCDate() + 7 > lastDay(moment) : Math.ceil(moment.getUTCDate() / 7) === nth);
  }
  const days = valuesOf(text === 'L' ? '7' : text, DAYS_OF_WEEK);
  return days && ((moment) => days.has(moment.getUTCDay() + 1));
}

function lastDay(moment: Date): number {
  return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The weekday nearest to a day, without leaving the month. */
function nearestWeekday(moment: Date, day: number): number {
  const weekday = new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === lastDay(moment) ? day - 2 : day + 1;
  return day;
}
