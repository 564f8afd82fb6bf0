/** The picture of the architecture: accounts, what is in them, and the way of a report from the call to the alert. */
import { html, type Markup, trusted } from './html';
import { PALETTES, type Palette, SANS } from './picture-style';

const WIDTH = 1000;
const HEIGHT = 592;

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
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Whether it ends at something, or joins another one. */
  readonly head: boolean;
}

const ACCOUNTS: readonly Box[] = [
  { title: 'Management account', x: 150, y: 24, width: 404, height: 236 },
  { title: 'Log-archive account', x: 150, y: 284, width: 404, height: 122 },
  { title: 'Member accounts', note: 'any number', x: 150, y: 430, width: 404, height: 122 },
  { title: 'Security account', x: 636, y: 24, width: 344, height: 236 },
];

const PARTS: readonly Box[] = [
  { title: 'Attacker', note: 'with valid keys', x: 16, y: 70, width: 106, height: 60 },
  { title: 'Organization trail', note: 'all accounts, Regions', x: 170, y: 70, width: 156, height: 60 },
  { title: 'Forwarder', note: 'rules and a role', x: 378, y: 70, width: 156, height: 60 },
  { title: 'Repair role', note: 'what repairs need', x: 378, y: 176, width: 156, height: 60 },
  { title: 'Trail bucket', note: 'locked', x: 170, y: 328, width: 100, height: 58 },
  { title: 'Key', note: 'KMS', x: 284, y: 328, width: 70, height: 58 },
  { title: 'Forwarder', note: 'and repair role', x: 378, y: 328, width: 156, height: 58 },
  { title: 'Forwarder', note: 'and repair role', x: 378, y: 474, width: 156, height: 58 },
  { title: 'Central bus', note: 'forwarders only', x: 656, y: 70, width: 144, height: 60 },
  { title: 'Forwarder', note: 'and repair role', x: 834, y: 70, width: 126, height: 60 },
  { title: 'Responder', note: 'repairs, verifies', x: 656, y: 176, width: 144, height: 60 },
  { title: 'Alert topic', note: 'encrypted', x: 834, y: 176, width: 126, height: 60 },
  { title: 'People', note: 'who did what', x: 834, y: 304, width: 126, height: 60 },
];

const ARROWS: readonly Arrow[] = [
  {
    kind: 'files',
    head: true,
    points: [
      [222, 130],
      [222, 328],
    ],
  },
  {
    kind: 'attack',
    head: true,
    points: [
      [122, 100],
      [170, 100],
    ],
  },
  {
    kind: 'way',
    head: true,
    points: [
      [326, 100],
      [378, 100],
    ],
  },
  {
    kind: 'way',
    head: false,
    points: [
      [534, 503],
      [606, 503],
      [606, 100],
    ],
  },
  {
    kind: 'way',
    head: false,
    points: [
      [534, 357],
      [606, 357],
    ],
  },
  {
    kind: 'way',
    head: true,
    points: [
      [534, 100],
      [656, 100],
    ],
  },
  {
    kind: 'way',
    head: true,
    points: [
      [834, 100],
      [800, 100],
    ],
  },
  {
    kind: 'way',
    head: true,
    points: [
      [728, 130],
      [728, 176],
    ],
  },
  {
    kind: 'way',
    head: true,
    points: [
      [656, 206],
      [534, 206],
    ],
  },
  {
    kind: 'way',
    head: true,
    points: [
      [378, 206],
      [290, 206],
      [290, 130],
    ],
  },
  {
    kind: 'way',
    head: true,
    points: [
      [800, 206],
      [834, 206],
    ],
  },
  {
    kind: 'way',
    head: true,
    points: [
      [897, 236],
      [897, 304],
    ],
  },
];

/** The stages, in the words of the drill, and where their numbers stand. */
const STEPS: readonly { readonly name: string; readonly text: string; readonly x: number; readonly y: number }[] = [
  { name: 'Call', text: 'somebody stops the trail', x: 138, y: 100 },
  { name: 'Record', text: 'CloudTrail reports the call where it was made', x: 350, y: 100 },
  { name: 'Forwarder', text: 'a rule sends the report to the central bus', x: 580, y: 100 },
  { name: 'Responder', text: 'is woken, and reads the actual state', x: 728, y: 151 },
  { name: 'Repair', text: 'puts back what is declared', x: 580, y: 206 },
  { name: 'Verification', text: 'reads the state again', x: 322, y: 206 },
  { name: 'Alert', text: 'says who did what, and what was done', x: 897, y: 281 },
];

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
<text class="note" x="214" y="164" text-anchor="end">log files</text>
${PARTS.map(part)}
${STEPS.map(({ x, y }, index) => badge(index + 1, x, y))}
${STEPS.map(legend)}
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

function arrow({ kind, points, head }: Arrow): Markup {
  const line = points.map((point) => point.join(',')).join(' ');
  return html`<polyline class="gap" points="${line}"/><polyline class="${kind}" points="${line}"/>${head ? arrowHead(kind, points) : undefined}
`;
}

const HEAD_LENGTH = 9;
const HEAD_HALF_WIDTH = 5;

function arrowHead(kind: string, points: Arrow['points']): Markup | undefined {
  const [from, tip] = points.slice(-2);
  if (from === undefined || tip === undefined) return undefined;
  const [dx, dy] = [Math.sign(tip[0] - from[0]), Math.sign(tip[1] - from[1])];
  const side = (sign: number): string =>
    `${tip[0] - dx * HEAD_LENGTH + sign * dy * HEAD_HALF_WIDTH},${tip[1] - dy * HEAD_LENGTH + sign * dx * HEAD_HALF_WIDTH}`;
  return html`<polygon class="${kind}-head" points="${tip.join(',')} ${side(1)} ${side(-1)}"/>`;
}

function badge(number: number, x: number, y: number): Markup {
  const name = number === 1 ? 'badge attack-badge' : 'badge';
  return html`<circle class="${name}" cx="${x}" cy="${y}" r="10"/><text class="digit" x="${x}" y="${y + 4.5}" text-anchor="middle">${number}</text>
`;
}

function legend({ name, text }: (typeof STEPS)[number], index: number): Markup {
  const y = 404 + index * 26;
  return html`${badge(index + 1, 656, y)}<text class="legend" x="676" y="${y + 4.5}"><tspan class="name">${name}</tspan> ${text}</text>
`;
}

function description(): string {
  const accounts = ACCOUNTS.map(({ title }) => title.toLowerCase()).join(', ');
  const steps = STEPS.map(({ name, text }, index) => `${index + 1}. ${name}: ${text}.`).join(' ');
  return `Four kinds of account: ${accounts}. ${steps} Forwarders of every account send to the central bus of the security account; the trail's log files go to a bucket in the log-archive account.`;
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
