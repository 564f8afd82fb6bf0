import assert from 'node:assert/strict';
import type { Finding } from '../../../sandbox/bench/figure';
import { amount, findingsTable } from '../../../sandbox/bench/table';

const ABOUT = { name: 'start', title: 'The start', unit: 's', target: { bound: 'under', value: 20 } } as const;

describe('The table of figures', () => {
  it('shows what was measured, the target and whether it is met, and below it the notes', () => {
    const findings: Finding[] = [
      { ...ABOUT, status: 'measured', met: true, value: 7.084, notes: ['a note'] },
      {
        name: 'calls',
        title: 'The calls',
        unit: 'calls',
        target: { bound: 'at most', value: 2 },
        status: 'measured',
        met: false,
        value: 3,
        notes: [],
      },
    ];
    assert.equal(
      findingsTable(findings),
      [
        'figure  measured  target           met',
        '──────  ────────  ───────────────  ───',
        'start   7.08 s    under 20 s       yes',
        'calls   3 calls   at most 2 calls  no',
        '',
        'start: The start',
        '  a note',
        '',
        'calls: The calls',
        '',
      ].join('\n'),
    );
  });

  it('has no verdict where there is no target', () => {
    const { target: _, ...about } = ABOUT;
    const table = findingsTable([{ ...about, status: 'measured', value: 12, notes: [] }]);
    assert.equal(table.split('\n')[2], 'start   12 s      –       –');
  });

  it('marks what was computed from a smaller run', () => {
    const finding: Finding = { ...ABOUT, status: 'measured', met: true, extrapolated: true, value: 12, notes: [] };
    assert.match(findingsTable([finding]), /about 12 s/);
  });

  it('says of what was not measured why, and nothing about the target being met', () => {
    const skipped: Finding = { ...ABOUT, status: 'skipped', reason: 'Ask for it.' };
    const failed: Finding = { ...ABOUT, status: 'failed', error: 'It broke\nin two.' };
    const lines = findingsTable([skipped, failed]).split('\n');
    assert.deepEqual(lines.slice(2, 4), ['start   skipped   under 20 s  –', 'start   FAILED    under 20 s  –']);
    assert.deepEqual(lines.slice(5), [
      'start: The start',
      '  Ask for it.',
      '',
      'start: The start',
      '  It broke',
      '  in two.',
      '',
    ]);
  });
});

describe('An amount', () => {
  it('has as many digits as can be read, and its unit', () => {
    assert.deepEqual(
      [
        amount(1.8399, 's'),
        amount(248.29, 'KB'),
        amount(1.4424, '×'),
        amount(50_000, 'events/s'),
        amount(0, 'clients'),
      ],
      ['1.84 s', '248 KB', '1.44 ×', '50,000 events/s', '0 clients'],
    );
  });
});
