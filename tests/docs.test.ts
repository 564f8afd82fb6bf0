/** The documentation says nothing about the project that is not so, as far as that can be looked up. */
import assert from 'node:assert/strict';
import { FILES, problemsOf, read } from './support/documentation';

const DOCUMENTS = FILES.filter((file) => file.endsWith('.md'));
const DECISIONS = DOCUMENTS.filter((file) => file.startsWith('docs/decisions/')).sort();

describe('the documentation', () => {
  for (const file of DOCUMENTS)
    it(`links, commands and files of ${file} are there`, () => {
      assert.deepEqual(problemsOf(file, read(file)), []);
    });

  it('describes the architecture on one page', () => {
    assert.ok(read('docs/architecture.md').split('\n').length <= 150);
  });

  it('links every decision from the architecture', () => {
    const architecture = read('docs/architecture.md');
    for (const file of DECISIONS) assert.ok(architecture.includes(`(${file.replace('docs/', '')})`), file);
  });

  it('numbers the decisions without a gap', () => {
    assert.deepEqual(
      DECISIONS.map((file) => /\/(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.md$/.exec(file)?.[1]),
      DECISIONS.map((_, index) => String(index + 1).padStart(4, '0')),
    );
  });

  for (const [index, file] of DECISIONS.entries())
    it(`tells the context, the decision and its consequences on the one page of ${file}`, () => {
      const text = read(file);
      const [title = '', ...headings] = text.match(/^#+ .+$/gm) ?? [];
      assert.ok(title.startsWith(`# ${index + 1}. `), title);
      assert.deepEqual(headings, ['## Context', '## Decision', '## Consequences']);
      assert.ok(text.split('\n').length <= 60);
    });
});

describe('the check of a document', () => {
  const found: [promise: string, text: string, problems: string[]][] = [
    [
      'takes links to files and folders, and misses others',
      '[names](../infra/names.ts), [folder](../infra/), [itself](sample.md)',
      ['The link to sample.md points to nothing.'],
    ],
    ['takes a link to a heading', '# Where to look\n\n[there](#where-to-look)', []],
    ['misses a heading of the same file', '# Here\n\n[there](#there)', ['docs/sample.md has no heading #there.']],
    [
      'misses a heading of another file',
      '[it](decisions/0001-declared-state-is-data.md#nowhere)',
      ['docs/decisions/0001-declared-state-is-data.md has no heading #nowhere.'],
    ],
    [
      'refuses line numbers',
      '[it](../infra/names.ts#L3)',
      ['The link to infra/names.ts ends in #L3: lines move. Name what is meant instead.'],
    ],
    ['misses a picture', '![it](missing.svg)', ['The link to missing.svg points to nothing.']],
    ['misses a target in HTML', '<img alt="" src="missing.svg">', ['The link to missing.svg points to nothing.']],
    ['misses the target of a reference', '[it][a]\n\n[a]: missing.md', ['The link to missing.md points to nothing.']],
    [
      'refuses to leave the project',
      '[it](../../elsewhere.md)',
      ['The link to ../../elsewhere.md leaves the project.'],
    ],
    [
      'refuses a link without encryption',
      '[it](http://example.com/)',
      ['The link to http://example.com/ is neither https nor mailto.'],
    ],
    ['leaves links in examples alone', '```ts\nconst text = "[it](missing.md)";\n```', []],
    ['takes a name that the file declares', '[`namesOf`](../infra/names.ts)', []],
    ['takes a method', '[`wakeBy`](../components/responder.ts)', []],
    [
      'misses a name that the file only uses',
      '[`RETRY_POLICY`](../components/forwarder.ts)',
      ['components/forwarder.ts declares no RETRY_POLICY.'],
    ],
    [
      'misses a path that the link does not lead to',
      '[`infra/arn.ts`](../infra/names.ts)',
      ['The link "infra/arn.ts" points to infra/names.ts.'],
    ],
    [
      'takes files by path, end of path and pattern',
      '`infra/names.ts`, `services/index.ts`, `stacks/Pulumi.<stack>.yaml`, `docs/**`',
      [],
    ],
    [
      'misses a file',
      '`infra/nothing.ts` and `nothing.yaml`',
      ['There is no infra/nothing.ts.', 'There is no nothing.yaml.'],
    ],
    [
      'misses a file in an example',
      '```sh\nnpx mocha tests/nothing.test.ts\n```',
      ['There is no tests/nothing.test.ts.'],
    ],
    ['misses a file by its pattern', '`stacks/<stack>.json`', ['There is no stacks/<stack>.json.']],
    [
      'leaves names of AWS alone',
      '`AWSLogs/o-exampleorg1/`, `arn:aws:s3:::bucket/*`, `/aws/lambda/name`, `sts:AssumeRole`',
      [],
    ],
    [
      'takes scripts and npm itself',
      '`npm run lint`, `npm test`, `npm ci && npm start`, `npm run sandbox -- --port 4599`',
      [],
    ],
    ['misses a script', '`npm run deploy`', ['package.json has no script "deploy".']],
    ['misses a script in an example', '```sh\nnpm run --silent deploy\n```', ['package.json has no script "deploy".']],
    [
      'refuses a path of one machine',
      'See /home/me/notes and C:\\notes.',
      ['"/home/me/notes" is a path of one machine.', '"C:\\notes." is a path of one machine.'],
    ],
  ];
  for (const [promise, text, problems] of found)
    it(promise, () => {
      assert.deepEqual(problemsOf('docs/sample.md', text), problems);
    });
});
