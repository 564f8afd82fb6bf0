import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { AttackResult, DrillRun, ReceivedAlert, Step } from '../../../sandbox/drill/drill-run';
import { drawPicture } from '../../../sandbox/drill/picture';
import { PALETTES } from '../../../sandbox/drill/picture-style';

const step = (stage: Step['stage'], atMs: number, text: string, afterSeconds = 0): Step => ({
  stage,
  atMs,
  afterSeconds,
  text,
});

const alert = (outcome: string): ReceivedAlert => ({
  subject: `[critical] StopLogging in 111111111111 ${outcome}: mallory`,
  body: `It was ${outcome}.\n\nWho        arn:aws:sts::111111111111:assumed-role/Admin/mallory\nDone       StartLogging\n`,
  severity: 'critical',
  outcome,
});

const repaired: AttackResult = {
  id: 'stop-logging',
  title: 'Stop the trail',
  group: 'AWS CloudTrail',
  attacker: 'an administrator of the management account',
  expected: { outcome: 'repaired', alerts: ['failed', 'repaired'] },
  detected: true,
  outcome: 'repaired',
  alerts: [alert('failed'), alert('repaired')],
  steps: [
    step('call', 4.4, 'cloudtrail:StopLogging'),
    step('responder', 20.6, 'the central rule woke it'),
    step('repair', 2106, 'cloudtrail:StartLogging → ThrottlingException'),
    step('repair', 2140, 'cloudtrail:StartLogging', 60),
    step('echo', 2145, 'the central rule woke it', 60),
  ],
  problems: [],
  durationMs: 2207,
};

const refused: AttackResult = {
  id: 'forged-event',
  title: 'Put a forged report on the central bus',
  group: 'Hard cases',
  attacker: 'an account outside of the organization',
  expected: { outcome: 'refused', alerts: [] },
  detected: false,
  outcome: 'refused',
  alerts: [],
  steps: [step('call', 3, 'events:PutEvents → AccessDenied')],
  problems: [],
  durationMs: 13,
};

const silent: AttackResult = {
  ...repaired,
  title: 'Stop the trail by its bare name',
  detected: false,
  outcome: 'the trail is silent',
  alerts: [],
  steps: [],
  problems: ['The trail is not logging.', 'The responder never heard of it.'],
};

const run: DrillRun = {
  organization: 'o-exampleorg1',
  node: 'v22.14.0',
  stacks: [
    { stack: 'security', kind: 'security', account: '333333333333', resources: 46, calls: 88, durationMs: 1310 },
    { stack: 'payments', kind: 'member', account: '444444444444', resources: 17, calls: 27, durationMs: 96 },
  ],
  attacks: [repaired, refused],
  durationMs: 4945,
  passed: true,
};
const failing: DrillRun = { ...run, attacks: [repaired, silent, refused], passed: false };

const TAG = /<[^>]*>/g;

/** What a reader gets to read, with one space between any two pieces. */
function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(TAG, ' ')
    .replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '&')
    .replace(/\s+/g, ' ');
}

function valuesOf(page: string, attribute: string): string[] {
  return [...page.matchAll(new RegExp(` ${attribute}="([^"]*)"`, 'g'))].map(([, value = '']) => value);
}

function headingOf(page: string): string {
  return textOf(/<h1>.*<\/h1>/.exec(page)?.[0] ?? '').trim();
}

/** The tags and the names of their attributes, in their order, without any value. */
function structureOf(page: string): string[] {
  return (page.match(TAG) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'));
}

/** The same run with something appended to every text that can come from outside. */
function withEveryText(value: unknown, append: (index: number) => string): unknown {
  let count = 0;
  return JSON.parse(JSON.stringify(value), (key, each: unknown) => {
    if (typeof each !== 'string' || key === 'stage') return each;
    count += 1;
    return `${each}${append(count)}`;
  });
}

describe('the picture of a drill', () => {
  it('says how the attacks ended', () => {
    assert.equal(headingOf(drawPicture(run)), '✓ All 2 attacks ended as they had to: 1 repaired, 1 refused');
    assert.equal(headingOf(drawPicture({ ...run, attacks: [refused] })), '✓ The one attack was refused');
  });

  it('says which attacks did not end as they had to, and why, before anything else', () => {
    const page = drawPicture(failing);
    assert.equal(headingOf(page), '✗ 1 of 3 attacks did not end as they had to');
    const header = textOf(page.slice(page.indexOf('<header>'), page.indexOf('</header>')));
    assert.ok(header.includes(`${silent.title} , by ${silent.attacker}: ${silent.problems.join(' ')}`));
    assert.ok(!header.includes(refused.title));
  });

  it('is not content with a run that has no attack, or that says of itself that it did not pass', () => {
    assert.equal(headingOf(drawPicture({ ...run, attacks: [] })), '✗ No attack was run');
    assert.equal(headingOf(drawPicture({ ...run, passed: false })), '✗ The run did not pass');
  });

  it('names the organization, the version of Node.js and the time it took', () => {
    const text = textOf(drawPicture(run));
    for (const fact of ['Organization o-exampleorg1', 'Node.js v22.14.0', 'Total time 4.9 s', 'Alerts received 2'])
      assert.ok(text.includes(fact), fact);
  });

  it('has a line for every attack, whose words do not depend on colours', () => {
    const text = textOf(drawPicture(failing));
    for (const line of [
      '✓ repaired 1. Stop the trail management alerted: failed, repaired 2.2 s',
      `✗ the trail is silent 2. ${silent.title} management alerted: NO 2.2 s`,
      `✓ refused 3. ${refused.title} outside alerted: no reason to 13 ms`,
    ])
      assert.ok(text.includes(line), line);
  });

  it('puts the attacks of a service together, and says how they ended', () => {
    const page = drawPicture(failing);
    const headings = [...page.matchAll(/<h3 .*?<\/h3>/g)].map(([heading]) => textOf(heading).trim());
    assert.deepEqual(headings, ['AWS CloudTrail 1 repaired, 1 FAILED', 'Hard cases 1 refused']);
  });

  it('folds the way of an attack, unless it did not end as it had to', () => {
    const attacks = drawPicture(failing).match(/<details class="attack"[^>]*>/g) ?? [];
    assert.deepEqual(
      attacks.map((attack) => attack.includes(' open')),
      [false, true, false],
    );
  });

  it('says what had to become of an attack, and whether anybody heard of it', () => {
    const told = { ...refused, expected: { outcome: 'alerted', alerts: [], names: 'DeletePolicy' } } as const;
    const text = textOf(drawPicture({ ...failing, attacks: [repaired, silent, refused, told] }));
    for (const sentence of [
      'Detected: yes. Had to be repaired, with an alert of “failed” and of “repaired”.',
      'Detected: NO. Had to be repaired',
      'Detected: kept out. Had to be refused, without an alert.',
      'Had to be alerted, with an alert that names DeletePolicy and says what to do.',
    ])
      assert.ok(text.includes(sentence), sentence);
  });

  it('shows every step with its milliseconds, and waiting as virtual time', () => {
    const text = textOf(drawPicture(run));
    for (const { stage, atMs, text: happened } of [...repaired.steps, ...refused.steps])
      assert.ok(text.includes(`${stage} ${atMs.toFixed(0)} ms ${happened}`), happened);
    assert.equal(text.split('60 s later in virtual time').length - 1, 1);
  });

  it('keeps every point of a way inside of its lanes', () => {
    const places = valuesOf(drawPicture(run), 'cx').filter((place) => place.endsWith('%'));
    assert.equal(places.length, repaired.steps.length + refused.steps.length);
    for (const place of places) assert.ok(Number.parseFloat(place) >= 0 && Number.parseFloat(place) <= 100, place);
  });

  it('shows every alert as people received it', () => {
    const page = drawPicture(run);
    const text = textOf(page);
    for (const { subject, body } of repaired.alerts)
      for (const part of [subject, ...body.split('\n')]) assert.ok(text.includes(part.replace(/\s+/g, ' ')), part);
    assert.equal(page.split('<details class="alert-card"').length - 1, repaired.alerts.length);
    assert.ok(text.includes('No alert was received'));
  });

  it('says what was deployed, and adds it up', () => {
    const text = textOf(drawPicture(run));
    assert.ok(text.includes('payments 444444444444 member 17 27 96 ms'));
    assert.ok(text.includes('Together 63 115 1.4 s'));
  });

  it('lets no text from outside become markup', () => {
    const harmless = withEveryText(failing, (index) => `x${index}x`) as DrillRun;
    const hostile = withEveryText(
      failing,
      (index) => `x${index}x"><script>alert('1')</script><b onload=a & <!-- ]]> </style></title>`,
    ) as DrillRun;
    const page = drawPicture(hostile);
    assert.deepEqual(structureOf(page), structureOf(drawPicture(harmless)));
    assert.ok(!page.includes('<script'));
    assert.ok(textOf(page).includes(`${hostile.attacks[0]?.title}`));
    assert.ok(textOf(page).includes(`${hostile.attacks[0]?.alerts[0]?.subject}`));
  });

  it('spells out the characters that nobody would see, or that turn others around', () => {
    const page = drawPicture({ ...run, organization: 'o-\u202egro\u0000\u200b\ud800' });
    assert.ok(page.includes('o-\\u{202e}gro\\u{0}\\u{200b}\\u{d800}'));
    for (const unseen of ['\u202e', '\u0000', '\u200b', '\ud800']) assert.ok(!page.includes(unseen));
  });

  it('needs nothing from elsewhere and runs nothing', () => {
    const page = drawPicture(failing);
    assert.ok(page.includes(`content="default-src 'none'; style-src 'unsafe-inline';`.replaceAll("'", '&#39;')));
    for (const reference of [...valuesOf(page, 'href'), ...valuesOf(page, 'xlink:href')]) assert.match(reference, /^#/);
    assert.deepEqual(
      page.match(/<(script|link|img|image|iframe|object|embed|use|base|form)\b| (src|on\w+)=|url\(|@import/g),
      null,
    );
    const namespace = 'http://www.w3.org/2000/svg';
    assert.deepEqual([...new Set(page.match(/\w+:\/\/[^"\s]*/g))], [namespace]);
  });

  it('has no id twice, and refers to none that is missing', () => {
    const page = drawPicture(failing);
    const ids = valuesOf(page, 'id');
    assert.deepEqual(ids, [...new Set(ids)]);
    for (const id of ids) assert.match(id, /^[a-z][a-z0-9-]*$/);
    const referred = [
      ...valuesOf(page, 'href').map((href) => href.slice(1)),
      ...valuesOf(page, 'aria-labelledby').flatMap((list) => list.split(' ')),
    ];
    for (const id of referred) assert.ok(ids.includes(id), id);
  });

  it('tells what each drawing shows to those who do not see it', () => {
    const drawings = drawPicture(failing).match(/<svg.*?<\/svg>/gs) ?? [];
    assert.equal(drawings.length, 1 + failing.attacks.length);
    for (const drawing of drawings)
      assert.match(
        drawing,
        /^<svg [^>]*role="img"[^>]*>\s*<title id="[^"]+">[^<]+<\/title>\s*<desc id="[^"]+">[^<]+<\/desc>/,
      );
  });

  it('is the same for the same run', () => {
    assert.equal(drawPicture(JSON.parse(JSON.stringify(run)) as DrillRun), drawPicture(run));
  });
});

describe('the colours of the pictures', () => {
  for (const [name, palette] of Object.entries(PALETTES))
    it(`have enough contrast for text when it is ${name}`, () => {
      for (const text of ['ink', 'muted', 'good', 'bad'] as const)
        for (const ground of ['paper', 'panel'] as const)
          assert.ok(contrast(palette[text], palette[ground]) >= 4.5, `${text} on ${ground}`);
    });
});

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
