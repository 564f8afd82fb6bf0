import assert from 'node:assert/strict';
import type { AttackResult, DrillRun } from '../../../sandbox/drill/drill-run';
import type { Scenario } from '../../../sandbox/drill/scenario';
import { summary, terminalListener } from '../../../sandbox/drill/terminal';

const repaired: AttackResult = {
  id: 's3-put-bucket-policy',
  title: 'Open the bucket',
  group: 'Amazon S3',
  attacker: 'an administrator of the log-archive account',
  expected: { outcome: 'repaired', alerts: ['repaired'], names: 'PutBucketPolicy' },
  detected: true,
  outcome: 'repaired',
  alerts: [
    { subject: '', body: 'It was repaired.\n', severity: 'high', outcome: 'repaired' },
    { subject: '', body: 'It goes on.\n', severity: 'high', outcome: 'repaired' },
  ],
  steps: [
    { stage: 'call', atMs: 4.4, afterSeconds: 0, text: 's3:PutBucketPolicy' },
    { stage: 'repair', atMs: 20.6, afterSeconds: 60, text: 's3:PutBucketPolicy' },
  ],
  problems: [],
  durationMs: 312,
};
const failed: AttackResult = {
  ...repaired,
  id: 's3-delete-bucket',
  title: 'Delete the bucket',
  detected: false,
  outcome: 'unnoticed',
  alerts: [],
  problems: ['The outcome is "unnoticed", not "repaired".', 'No alert names DeleteBucket.'],
};
const refused: AttackResult = {
  ...repaired,
  id: 'kms-disable-key',
  title: 'Disable the key',
  group: 'AWS KMS',
  expected: { outcome: 'refused', alerts: [] },
  detected: false,
  outcome: 'refused',
  alerts: [],
};

function shown(results: readonly AttackResult[], details: boolean): string[] {
  const lines: string[] = [];
  const scenarios = results as unknown as readonly Scenario[];
  const listener = terminalListener((text) => void lines.push(text), scenarios, { details });
  for (const result of results) listener.attacked?.(result);
  return lines.join('').split('\n').slice(4);
}

function run(attacks: readonly AttackResult[]): DrillRun {
  const passed = attacks.every(({ problems }) => problems.length === 0);
  return { organization: 'o-1', node: 'v22.0.0', stacks: [], attacks, durationMs: 12_345, passed };
}

describe('the drill in the terminal', () => {
  it('has one line for an attack that ended well, under the name of its service', () => {
    assert.deepEqual(shown([repaired, refused], false), [
      'Amazon S3',
      '  ✔ Open the bucket  log-archive  repaired  yes       repaired      312 ms',
      '',
      'AWS KMS',
      '  ✔ Disable the key  log-archive  refused   kept out  no reason to  312 ms',
      '',
    ]);
  });

  it('shows the whole way of an attack that failed, and of every one that was asked for', () => {
    const [, line, ...way] = shown([failed], false);
    assert.equal(line, '  ✘ Delete the bucket  log-archive  FAILED    NO        NO            312 ms');
    assert.deepEqual(way, [
      '      call          4 ms  s3:PutBucketPolicy',
      '      repair       21 ms  s3:PutBucketPolicy (60 s later)',
      '      ✘ The outcome is "unnoticed", not "repaired".',
      '      ✘ No alert names DeleteBucket.',
      '',
    ]);
    assert.equal(shown([repaired], true).filter((each) => each.startsWith('      people')).length, 2);
  });

  it('does not bury the reason of a failure under steps', () => {
    const steps = Array.from(
      { length: 100 },
      () => ({ stage: 'repair', atMs: 1, afterSeconds: 0, text: 'again' }) as const,
    );
    const lines = shown([{ ...failed, steps }], false);
    assert.equal(lines.filter((line) => line.endsWith('again')).length, 60);
    assert.ok(lines.includes('      and 40 more steps'));
  });

  it('cuts off a title that would not fit', () => {
    const [, line = ''] = shown([{ ...repaired, title: 'x'.repeat(200) }], false);
    assert.match(line, /^ {2}✔ x{63}… {2}log-archive {2}/);
  });

  it('ends with how many attacks of each service ended how', () => {
    assert.equal(
      summary(run([repaired, refused, repaired]), 'drill.html'),
      [
        '',
        '  Amazon S3  2 repaired',
        '  AWS KMS    1 refused',
        '',
        'All 3 attacks ended as they had to: 2 repaired, 1 refused, in 12.3 s.',
        'Picture of this run: drill.html',
        '',
      ].join('\n'),
    );
  });

  it('names what failed, and why, where the reader looks first', () => {
    const text = summary(run([repaired, failed, refused]), undefined);
    assert.match(text, /^ {2}Amazon S3 {2}1 repaired, 1 FAILED$/m);
    assert.match(text, /^ {2}✘ s3-delete-bucket: The outcome is "unnoticed", not "repaired"\.$/m);
    assert.match(text, /^1 of 3 attacks did not end as they had to, in 12\.3 s\.$/m);
  });

  it('says in one sentence how one attack ended', () => {
    assert.match(summary(run([refused]), undefined), /^The one attack was refused, in 12\.3 s\.$/m);
    assert.match(summary(run([]), undefined), /^No attack was run, in 12\.3 s\.$/m);
  });
});
