/** The picture of the architecture: accounts, what is in them, and the way of a report from the call to the alert. */
import { STAGES, type Stage } from './drill-run';
import { html, type Markup, trusted } from './html';
import { PALETTES, type Palette, SANS } from './picture-style';

const WIDTH = 1000;
const HEIGHT = 606;

interface Box {
  readonly title: string;
  readonly note?: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Arrow {
  /** What it carries: an attack, a report on its way, a repair or an alert; or log files, which are not on that way. */
  readonly kind: 'attack' | 'way' | 'files';
  /** Its points, as SVG writes them; every leg is level or upright. */
  readonly line: string;
  /** Whether it ends at something, or joins another one. */
  readonly head: boolean;
}

const ACCOUNTS: readonly Box[] = [
  { title: 'Management account', x: 150, y: 24, width: 404, height: 236 },
  { title: 'Log-archive account', x: 150, y: 284, width: 404, height: 122 },
  { title: 'Member accounts', note: 'any number', x: 150, y: 430, width: 404, height: 122 },
  { title: 'Security account', x: 636, y: 24, width: 344, height: 292 },
];

const PARTS: readonly Box[] = [
  { title: 'Attacker', note: 'valid keys', x: 14, y: 70, width: 108, height: 60 },
  { title: 'Organization trail', note: 'records all accounts', x: 170, y: 70, width: 156, height: 60 },
  { title: 'Forwarder', note: 'rules and a role', x: 378, y: 70, width: 156, height: 60 },
  { title: 'Second trail', note: 'writes only', x: 190, y: 176, width: 106, height: 60 },
  { title: 'Repair role', note: 'what repairs need', x: 378, y: 176, width: 156, height: 60 },
  { title: 'Trail bucket', note: 'locked', x: 170, y: 328, width: 112, height: 58 },
  { title: 'Key', note: 'KMS', x: 294, y: 328, width: 64, height: 58 },
  { title: 'Forwarder', note: 'and repair role', x: 378, y: 328, width: 156, height: 58 },
  { title: 'Workloads', note: 'in the same trail', x: 170, y: 474, width: 156, height: 58 },
  { title: 'Forwarder', note: 'and repair role', x: 378, y: 474, width: 156, height: 58 },
  { title: 'Central bus', note: 'forwarders only', x: 656, y: 70, width: 144, height: 60 },
  { title: 'Forwarder', note: 'and repair role', x: 834, y: 70, width: 126, height: 60 },
  { title: 'Responder', note: 'repairs, verifies', x: 656, y: 176, width: 144, height: 60 },
  { title: 'Alert topic', note: 'encrypted', x: 834, y: 176, width: 126, height: 60 },
  { title: 'Sweep', note: 'every five minutes', x: 656, y: 254, width: 144, height: 48 },
  { title: 'People', note: 'by e-mail', x: 834, y: 344, width: 126, height: 56 },
];

const ARROWS: readonly Arrow[] = [
  { kind: 'files', line: '182,130 182,272 136,272 136,357 170,357', head: true },
  { kind: 'attack', line: '122,100 170,100', head: true },
  { kind: 'way', line: '326,100 378,100', head: true },
  { kind: 'way', line: '534,503 606,503 606,100', head: false },
  { kind: 'way', line: '534,357 606,357', head: false },
  { kind: 'way', line: '534,100 656,100', head: true },
  { kind: 'way', line: '834,100 800,100', head: true },
  { kind: 'way', line: '728,130 728,176', head: true },
  { kind: 'way', line: '656,206 534,206', head: true },
  { kind: 'way', line: '378,206 309,206 309,130', head: true },
  { kind: 'way', line: '800,206 834,206', head: true },
  { kind: 'way', line: '897,236 897,344', head: true },
  { kind: 'way', line: '897,130 897,176', head: true },
  { kind: 'way', line: '728,254 728,236', head: true },
];

interface StageMark {
  readonly text: string;
  /** Where its number stands; the echo takes the way of the report once more. */
  readonly at?: readonly [x: number, y: number];
}

const MARKS: Readonly<Record<Stage, StageMark>> = {
  call: { text: 'somebody stops the trail', at: [138, 100] },
  record: { text: 'CloudTrail reports the call', at: [350, 100] },
  forwarder: { text: 'sends it to the central bus', at: [580, 100] },
  responder: { text: 'is woken', at: [728, 151] },
  state: { text: 'is read, not taken on trust', at: [580, 206] },
  repair: { text: 'puts back what is declared', at: [344, 206] },
  alert: { text: 'who did what, what was done', at: [897, 288] },
  echo: { text: "the repair's call, reported too" },
};

/** The picture as a file of its own: SVG that follows the reader's light or dark. */
export function drawArchitecture(): string {
  return html`<svg class="architecture" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="architecture-title architecture-desc">
<title id="architecture-title">How tampering with the audit trail is noticed, repaired and told</title>
<desc id="architecture-desc">${description()}</desc>
<style>${trusted(STYLE)}</style>
<rect class="paper" x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" rx="10"/>
${stackedMembers()}
${ACCOUNTS.map(account)}
${ARROWS.map(arrow)}
<circle class="joint" cx="606" cy="100" r="3.5"/><circle class="joint" cx="606" cy="357" r="3.5"/>
<text class="note" x="126" y="320" text-anchor="end">log files</text>
<text class="note" x="888" y="157" text-anchor="end">direct report</text>
${PARTS.map(part)}
${STAGES.map((stage, index) => (MARKS[stage].at === undefined ? undefined : badge(index + 1, ...MARKS[stage].at)))}
${STAGES.map(legend)}
</svg>
`.toString();
}

/** Many accounts of the same kind, seen as a pile. */
function stackedMembers(): Markup[] {
  const members = ACCOUNTS[2];
  return members === undefined
    ? []
    : [12, 6].map((by) => frame('account', { ...members, x: members.x + by, y: members.y + by }));
}

function account(box: Box): Markup {
  const { title, note, x, y, width } = box;
  return html`${frame('account', box)}
<text class="heading" x="${x + 20}" y="${y + 29}">${title}</text>${
    note === undefined
      ? undefined
      : html`<text class="note" x="${x + width - 20}" y="${y + 29}" text-anchor="end">${note}</text>`
  }
`;
}

function part(box: Box): Markup {
  const { title, note, x, y, width, height } = box;
  const middle = x + width / 2;
  return html`${frame('part', box)}
<text class="name" x="${middle}" y="${y + height / 2 - 4}" text-anchor="middle">${title}</text>
<text class="note" x="${middle}" y="${y + height / 2 + 15}" text-anchor="middle">${note}</text>
`;
}

function frame(name: string, { x, y, width, height }: Box): Markup {
  return html`<rect class="${name}" x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>`;
}

function arrow({ kind, line, head }: Arrow): Markup {
  return html`<polyline class="gap" points="${line}"/><polyline class="${kind}" points="${line}"/>${head ? arrowHead(kind, line) : undefined}
`;
}

const HEAD_LENGTH = 9;
const HEAD_HALF_WIDTH = 5;

function arrowHead(kind: string, line: string): Markup {
  const [fromX = 0, fromY = 0, x = 0, y = 0] = line.split(/[ ,]/).slice(-4).map(Number);
  const [dx, dy] = [Math.sign(x - fromX), Math.sign(y - fromY)];
  const side = (sign: number): string =>
    `${x - dx * HEAD_LENGTH + sign * dy * HEAD_HALF_WIDTH},${y - dy * HEAD_LENGTH + sign * dx * HEAD_HALF_WIDTH}`;
  return html`<polygon class="${kind}-head" points="${x},${y} ${side(1)} ${side(-1)}"/>`;
}

function badge(number: number, x: number, y: number): Markup {
  const name = number === 1 ? 'badge attack-badge' : 'badge';
  return html`<circle class="${name}" cx="${x}" cy="${y}" r="10"/><text class="digit" x="${x}" y="${y + 4.5}" text-anchor="middle">${number}</text>
`;
}

function legend(stage: Stage, index: number): Markup {
  const y = 424 + index * 23;
  return html`${badge(index + 1, 646, y)}<text class="name" x="664" y="${y + 4.5}">${capitalized(stage)}</text><text x="758" y="${y + 4.5}">${MARKS[stage].text}</text>
`;
}

function description(): string {
  const accounts = ACCOUNTS.map(({ title }) => title.toLowerCase()).join(', ');
  const stages = STAGES.map((stage, index) => `${index + 1}. ${capitalized(stage)}: ${MARKS[stage].text}.`).join(' ');
  return `Kinds of account: ${accounts}. ${stages} Every account has a forwarder, which sends to the central bus of the security account, and a repair role; the trail's log files go to a bucket in the log-archive account. A second trail of the management account keeps the stop of the first one visible. A sweep wakes the responder every five minutes. What may silence the responder is reported past it, straight to the alert topic.`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const STYLE = `
.architecture { font-family: ${SANS}; }
.architecture text { font-size: 13px; }
.architecture .heading { font-size: 14px; font-weight: 600; }
.architecture .name { font-weight: 600; }
.architecture .digit { font-size: 12px; font-weight: 700; }
.architecture polyline { fill: none; stroke-width: 1.75; }
.architecture .gap { stroke-width: 8; }
.architecture .files { stroke-dasharray: 4 4; stroke-width: 1.5; }
.architecture .attack { stroke-dasharray: 7 3; }
${colours(PALETTES.light)}
@media screen and (prefers-color-scheme: dark) {
${colours(PALETTES.dark)}
}
`;

/** Written out for each palette: what shows SVG outside of a browser often knows no variables. */
function colours({ paper, panel, ink, muted, line, good, bad }: Palette): string {
  return `.architecture .paper { fill: ${paper}; stroke: ${line}; }
.architecture .account { fill: ${panel}; stroke: ${line}; }
.architecture .part { fill: ${paper}; stroke: ${muted}; }
.architecture .gap { stroke: ${panel}; }
.architecture text { fill: ${ink}; }
.architecture .note { fill: ${muted}; }
.architecture .digit { fill: ${paper}; }
.architecture .way { stroke: ${good}; }
.architecture .way-head, .architecture .joint, .architecture .badge { fill: ${good}; }
.architecture .files { stroke: ${muted}; }
.architecture .files-head { fill: ${muted}; }
.architecture .attack { stroke: ${bad}; }
.architecture .attack-head, .architecture .attack-badge { fill: ${bad}; }`;
}
