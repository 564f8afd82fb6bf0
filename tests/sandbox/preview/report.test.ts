import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDigest } from '../../../sandbox/preview/digest';
import {
  isStopped,
  MOST_CHARACTERS,
  type Preview,
  REPORT_MARK,
  reportOf,
  type StackPreview,
} from '../../../sandbox/preview/report';

const LOG_ARCHIVE = parseDigest(readFileSync(join(__dirname, 'log-archive-preview.json'), 'utf8'));
const NOTHING = parseDigest(JSON.stringify({ changeSummary: { same: 12 } }));

const stack = (more: Partial<StackPreview> = {}): StackPreview => ({
  stack: 'payments',
  account: '444444444444',
  isNew: false,
  digest: NOTHING,
  violations: [],
  ...more,
});
const preview = (stacks: readonly StackPreview[], more: Partial<Preview> = {}): Preview => ({
  base: { name: 'main', commit: '0123456789abcdef' },
  stacks,
  gone: [],
  changesPolicies: false,
  ...more,
});
const creating = (inputs: object) =>
  parseDigest(
    JSON.stringify({
      steps: [{ op: 'create', urn: 'urn:pulumi:s::p::aws:sns/topic:Topic::t', newState: { inputs } }],
      changeSummary: { create: 1 },
    }),
  );

describe('the report of a preview', () => {
  it('tells the protected resources first, then what else goes, then every stack', () => {
    const logArchive = {
      stack: 'log-archive',
      account: '222222222222',
      isNew: false,
      digest: LOG_ARCHIVE,
      violations: [],
    };
    assert.equal(
      reportOf(preview([stack(), logArchive])),
      readFileSync(join(__dirname, 'log-archive-report.md'), 'utf8'),
    );
  });

  it('is stopped by what is marked', () => {
    assert.ok(isStopped(preview([stack({ digest: LOG_ARCHIVE })])));
    assert.ok(!isStopped(preview([stack(), stack({ digest: creating({ name: 'a' }) })])));
  });

  it('is stopped by a stack that failed, which it tells with the reason', () => {
    const { digest: _, ...silent } = stack({ failure: 'error: no stack named "payments" found' });
    const failed = preview([silent]);
    assert.ok(isStopped(failed));
    const report = reportOf(failed);
    assert.match(report, /\| `payments` \| 444444444444 \| \? \| \? \| \? \| \? \| \? \| \*\*failed\*\* \|/);
    assert.match(
      report,
      /<details open>\n<summary>payments: nothing changes<\/summary>\n\n```text\nerror: no stack named/,
    );
  });

  it('counts the steps of a preview that stopped before its summary', () => {
    const steps = LOG_ARCHIVE.steps.slice(0, 3);
    const report = reportOf(preview([stack({ digest: { ...LOG_ARCHIVE, counts: {}, steps }, failure: 'error' })]));
    assert.match(report, /\| `payments` \| 444444444444 \| 0 \| 1 \| 1 \| 0 \| 1 \| \*\*failed\*\* \|/);
  });

  it('tells violations of policies, mandatory ones first, and is stopped by those alone', () => {
    const violation = (policy: string, level: string) => ({
      policy,
      level,
      urn: 'urn:pulumi:s::p::aws:kms/key:Key::k',
      message: 'Keys rotate.\nSet it to true.',
    });
    const advisory = preview([stack({ violations: [violation('key', 'advisory')] })]);
    assert.ok(!isStopped(advisory));
    const mandatory = preview([
      ...advisory.stacks,
      stack({ stack: 'data', violations: [violation('trail', 'mandatory')] }),
    ]);
    assert.ok(isStopped(mandatory));
    assert.ok(
      reportOf(mandatory).includes(
        [
          '### Policies',
          '',
          '- **mandatory** `trail`: `data` `aws.kms.Key k`',
          '',
          '  ```text',
          '  Keys rotate.',
          '  Set it to true.',
          '  ```',
          '- **advisory** `key`: `payments` `aws.kms.Key k`',
        ].join('\n'),
      ),
    );
  });

  it('tells of stacks that are new, and of stacks that the branch has no more', () => {
    const report = reportOf(preview([stack({ isNew: true })], { gone: ['data'] }));
    assert.match(report, /\| 12 \| new \|/);
    assert.match(report, /\*\*The branch has no stack `data` any more\.\*\*/);
  });

  it('tells when the branch changes the rules by which it is judged', () => {
    const warning = /The branch changes `policies\/`/;
    assert.match(reportOf(preview([stack()], { changesPolicies: true })), warning);
    assert.doesNotMatch(reportOf(preview([stack()])), warning);
  });

  it('lets no value become markup', () => {
    const report = reportOf(preview([stack({ digest: creating({ name: '```\n</details>@everybody' }) })]));
    assert.ok(report.includes('````diff\n+ create aws.sns.Topic t\n+   name: "```\\n</details>@everybody"'));
    const named = reportOf(preview([stack({ stack: '<img>`|`', isNew: true, digest: creating({}) })]));
    assert.ok(named.includes('| `` <img>`\\|` `` |'));
    assert.ok(named.includes('<summary>&lt;img&gt;`|`: create 1</summary>'));
  });

  it('fits into a comment, whatever changes', () => {
    const large = creating(
      Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`key${index}`, 'x'.repeat(90)])),
    );
    const report = reportOf(preview([stack({ digest: large }), stack({ stack: 'data', digest: large })]));
    assert.ok(report.length <= MOST_CHARACTERS);
    assert.equal(report.match(/more lines: npm run preview shows them\)\n```\n\n<\/details>/g)?.length, 2);
  });

  it('begins with the mark by which the workflow finds it, to write it anew', () => {
    assert.ok(reportOf(preview([])).startsWith(`${REPORT_MARK}\n`));
    const workflow = readFileSync(join(__dirname, '../../../.github/workflows/sandbox-preview.yml'), 'utf8');
    assert.ok(workflow.includes(`mark='${REPORT_MARK}'`));
  });
});
