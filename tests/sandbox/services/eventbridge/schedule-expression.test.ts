import assert from 'node:assert/strict';
import { parseSchedule } from '../../../../sandbox/services/eventbridge/schedule-expression';

function fires(expression: string, moment: string): boolean {
  const schedule = parseSchedule(expression);
  assert.equal(schedule.kind, 'cron');
  return schedule.kind === 'cron' && schedule.expression(new Date(moment));
}

describe('a rate', () => {
  for (const [text, periodMs] of [
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(1 hour)', 3_600_000],
    ['rate(2 days)', 172_800_000],
  ] as const)
    it(`${text} is ${periodMs} ms`, () => assert.deepEqual(parseSchedule(text), { kind: 'rate', periodMs }));
});

describe('a cron expression', () => {
  // 2026-11-20 is a Friday; November has 30 days and ends on a Monday.
  const cases: readonly (readonly [expression: string, yes: string, no: string])[] = [
    ['cron(0 10 * * ? *)', '2026-11-20T10:00:59Z', '2026-11-20T10:01:00Z'],
    ['cron(5,35 14 * * ? *)', '2026-11-20T14:35:00Z', '2026-11-20T14:30:00Z'],
    ['cron(0/15 * * * ? *)', '2026-11-20T03:45:00Z', '2026-11-20T03:40:00Z'],
    ['cron(1/10 * * * ? *)', '2026-11-20T03:51:00Z', '2026-11-20T03:50:00Z'],
    ['cron(0/5 8-17 ? * MON-FRI *)', '2026-11-20T17:55:00Z', '2026-11-21T17:55:00Z'],
    ['cron(0/30 20-2 ? * MON-FRI *)', '2026-11-20T01:30:00Z', '2026-11-20T03:00:00Z'],
    ['cron(0 8 1 * ? *)', '2026-11-01T08:00:00Z', '2026-11-02T08:00:00Z'],
    ['cron(0 2 ? * SAT#3 *)', '2026-11-21T02:00:00Z', '2026-11-14T02:00:00Z'],
    ['cron(15 10 ? * 6L 2026-2028)', '2026-11-27T10:15:00Z', '2026-11-20T10:15:00Z'],
    ['cron(15 10 ? * 6L 2002-2005)', '2005-12-30T10:15:00Z', '2026-11-27T10:15:00Z'],
    ['cron(0/5 5 ? JAN 1-5 2027)', '2027-01-05T05:05:00Z', '2027-02-02T05:05:00Z'],
    ['cron(0 0 L * ? *)', '2026-11-30T00:00:00Z', '2026-11-29T00:00:00Z'],
    ['cron(0 0 L FEB ? *)', '2028-02-29T00:00:00Z', '2028-02-28T00:00:00Z'],
    ['cron(0 0 21W * ? *)', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z'],
    ['cron(0 0 1W * ? *)', '2026-11-02T00:00:00Z', '2026-11-01T00:00:00Z'],
    ['cron(0 0 LW * ? *)', '2026-10-30T00:00:00Z', '2026-10-31T00:00:00Z'],
    ['cron(0 0 ? * L *)', '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z'],
    ['cron(0 0 ? * FRI-MON *)', '2026-11-22T00:00:00Z', '2026-11-24T00:00:00Z'],
  ];
  for (const [expression, yes, no] of cases) {
    it(`${expression} fires at ${yes}`, () => assert.equal(fires(expression, yes), true));
    it(`${expression} does not fire at ${no}`, () => assert.equal(fires(expression, no), false));
  }
});

describe('a schedule expression is refused', () => {
  for (const text of [
    'rate(10 seconds)',
    'rate(10 years)',
    'rate(1 minutes)',
    'rate(10 minute)',
    'rate()',
    'rate(10)',
    'rate(10 minutess)',
    'rate(foo minutes)',
    'rate(0 minutes)',
    'rate(-10 minutes)',
    'rate(10 MINUTES)',
    'rate( 10 minutes )',
    ' rate(10 minutes)',
    'every 5 minutes',
    'cron(INVALID)',
    'cron(0 1 * * * *)',
    'cron(0 1 ? * ? *)',
    'cron(7 20 * * NOT *)',
    'cron(0 dummy ? * MON-FRI *)',
    'cron(71 8 1 * ? *)',
    'cron(0 8 1 * ?)',
    'cron(0 8 32 * ? *)',
    'cron(0 8 1/0 * ? *)',
    'cron(0 8 ? * 3#6 *)',
    'cron(0 8 ? * 3#1,6#3 *)',
    'cron(0 8 0W * ? *)',
    'cron(0 8 1 * ? 1969)',
  ])
    it(text, () => {
      assert.throws(() => parseSchedule(text), {
        code: 'ValidationException',
        message: 'Parameter ScheduleExpression is not valid.',
      });
    });
});
