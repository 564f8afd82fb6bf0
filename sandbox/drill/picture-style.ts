/** How the pictures look: one palette for light and for dark, and the style sheet of the page. */

export interface Palette {
  readonly paper: string;
  readonly panel: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  /** What holds: the way of a report, an attack that ended well. */
  readonly good: string;
  /** What threatens: the attack itself, a problem. */
  readonly bad: string;
}

/** Every text colour has at least 4.5 : 1 on paper and on panel. @see https://www.w3.org/TR/WCAG22/#contrast-minimum */
export const PALETTES: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    paper: '#ffffff',
    panel: '#f6f7f8',
    ink: '#1a1f24',
    muted: '#59636e',
    line: '#d5dade',
    good: '#0b6b5b',
    bad: '#b3261e',
  },
  dark: {
    paper: '#101418',
    panel: '#181d22',
    ink: '#e4e8eb',
    muted: '#98a3ad',
    line: '#343c44',
    good: '#5fcdb4',
    bad: '#ff938a',
  },
};

export const SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const MONO = "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace";

export const PAGE_STYLE = `
:root { color-scheme: light dark; ${variables(PALETTES.light)} }
@media screen and (prefers-color-scheme: dark) { :root { ${variables(PALETTES.dark)} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 ${SANS}; overflow-wrap: break-word; }
body > * { max-width: 70rem; margin-inline: auto; padding-inline: clamp(1rem, 4vw, 2.5rem); }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; overflow-wrap: anywhere; }
h1 { font-size: clamp(1.75rem, 5vw, 2.6rem); font-weight: 650; letter-spacing: -0.02em; margin: 0.2rem 0 0; }
h2 { font-size: 1.3rem; font-weight: 650; letter-spacing: -0.01em; margin: 0 0 0.3rem; }
h3 { font-size: 1.1rem; font-weight: 600; margin: 0; }
h4 { font-size: 0.9rem; font-weight: 600; margin: 1.6rem 0 0.6rem; }
p { margin: 0; }
a { color: inherit; text-decoration-color: var(--muted); text-underline-offset: 0.2em; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--good); outline-offset: 3px; border-radius: 2px; }
.quiet { color: var(--muted); }
.good { color: var(--good); }
.bad { color: var(--bad); }
.mark { font-weight: 700; margin-right: 0.35em; }
.end { font-weight: 600; min-width: 0; }
header { padding-block: clamp(2rem, 6vw, 4rem) 0; }
.lead { max-width: 44rem; margin-top: 0.8rem; color: var(--muted); }
.facts { display: flex; flex-wrap: wrap; gap: 1rem 2.75rem; margin: 1.8rem 0 0; }
.facts dt { font-size: 0.8rem; color: var(--muted); }
.facts div { min-width: 0; }
.facts dd { margin: 0; overflow-wrap: anywhere; font-weight: 600; font-variant-numeric: tabular-nums; }
.failures { margin: 1.4rem 0 0; padding: 0 0 0 1.1rem; border-left: 3px solid var(--bad); list-style: none; }
.failures li + li { margin-top: 0.6rem; }
.failures a { font-weight: 600; }
main > section { margin-top: clamp(2.75rem, 7vw, 4.5rem); }
.scroll { overflow-x: auto; margin-top: 1.2rem; }
.architecture { display: block; width: 100%; min-width: 42rem; height: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: baseline; padding: 0.6rem 1.25rem 0.6rem 0; font-weight: 400; }
thead th { font-size: 0.8rem; color: var(--muted); padding-block: 0.3rem; white-space: nowrap; }
tbody tr, tfoot tr { border-top: 1px solid var(--line); }
tbody tr:last-child { border-bottom: 1px solid var(--line); }
tfoot tr { border-top: 0; font-weight: 600; }
tfoot th, tfoot td { font-weight: inherit; }
.number { text-align: right; white-space: nowrap; }
.short { white-space: nowrap; }
.cards { table-layout: fixed; margin-top: 1.2rem; font-size: 0.9375rem; }
.cards a { text-decoration-thickness: 1px; }
.cards tbody th { font-weight: 600; }
.cards th, .cards td { padding-right: 1rem; }
.group { margin-top: 2rem; }
.group h3 { padding-bottom: 0.5rem; }
.group h3 .quiet { font-weight: 400; font-size: 0.9rem; margin-left: 0.5rem; }
.attack { border-top: 1px solid var(--line); }
.attack:last-child { border-bottom: 1px solid var(--line); }
.columns, .attack > summary { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr) 7rem 12rem 4rem; gap: 0.1rem 1rem; align-items: baseline; }
.columns { margin-top: 1.5rem; font-size: 0.8rem; color: var(--muted); }
.columns :last-child { text-align: right; }
.columns + .group { margin-top: 0.5rem; }
.attack > summary { padding: 0.5rem 0; list-style: none; font-size: 0.9375rem; }
.attack > summary::-webkit-details-marker { display: none; }
.attack > summary:hover .attack-name, .attack[open] > summary .attack-name { text-decoration: underline; text-decoration-color: var(--muted); text-underline-offset: 0.2em; }
.attack-name { font-weight: 600; }
.attack > summary .number { font-variant-numeric: tabular-nums; }
.aside { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.attack-body { padding: 0.4rem 0 2rem; }
.attack-meta { color: var(--muted); font-size: 0.9rem; margin-top: 0.15rem; }
.problems { margin: 0.9rem 0 0; padding: 0 0 0 0.9rem; border-left: 3px solid var(--bad); list-style: none; color: var(--bad); }
.way { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.1fr); gap: 1.25rem 2.5rem; margin-top: 1.2rem; }
.lanes { display: block; width: 100%; padding: 0 0.75rem 0 6.5rem; overflow: visible; font-size: 0.8rem; position: sticky; top: 1rem; align-self: start; }
.lanes text { fill: var(--muted); }
.lanes text.reached { fill: var(--ink); }
.lanes line { stroke: var(--line); }
.lanes line.missed { stroke-dasharray: 1 5; }
.lanes .leg { stroke: var(--good); stroke-width: 1.5; opacity: 0.55; }
.lanes circle { fill: var(--good); stroke: var(--paper); stroke-width: 1.5; }
.lanes .call { fill: var(--bad); }
.lanes .echo { fill: var(--paper); stroke: var(--good); }
.lanes .wait { fill: var(--panel); stroke: var(--line); stroke-dasharray: 3 3; }
.steps { font-size: 0.875rem; align-self: start; }
.steps th, .steps td { padding-block: 0.28rem; padding-right: 1rem; }
.steps tbody tr:first-child { border-top: 0; }
.steps tbody tr:last-child { border-bottom: 0; }
.steps thead th { padding-top: 0; }
.steps td:last-child { overflow-wrap: anywhere; }
th:last-child, td:last-child { padding-right: 0; }
.steps .waiting td { color: var(--muted); font-style: italic; }
summary { cursor: pointer; overflow-wrap: anywhere; }
.alert-card { border: 1px solid var(--line); border-radius: 6px; }
.alert-card + .alert-card { margin-top: 0.5rem; }
.alert-card > summary { padding: 0.55rem 0.9rem; }
.alert { padding: 0.9rem; border-top: 1px solid var(--line); background: var(--panel); border-radius: 0 0 6px 6px; }
.alert-card > summary, .alert { font: 0.8125rem/1.6 ${MONO}; }
.alert div { white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1lh; }
.alert div:first-child { font-weight: 600; }
.alert .field { display: grid; grid-template-columns: 11ch minmax(0, 1fr); }
.field > :first-child { color: var(--muted); }
footer { margin-top: clamp(2rem, 6vw, 4rem); padding-block: 1.5rem; color: var(--muted); font-size: 0.85rem; }
@media screen and (max-width: 52rem) {
  .way { grid-template-columns: minmax(0, 1fr); }
  .lanes { position: static; }
}
@media screen and (max-width: 48rem) {
  .facts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .lanes { padding-left: 5.75rem; }
  .columns { display: none; }
  .attack > summary { grid-template-columns: 7rem minmax(0, 1fr) auto; }
  .attack > summary .quiet { grid-column: 2; font-size: 0.85rem; }
  .attack > summary .number { grid-column: 3; grid-row: 1; }
  .aside { position: static; width: auto; height: auto; clip-path: none; }
  .cards, .cards tbody, .cards tfoot, .cards tr, .cards th, .cards td { display: block; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards tr { padding: 0.7rem 0; }
  .cards th, .cards td { padding: 0.08rem 0; text-align: left; white-space: normal; overflow-wrap: anywhere; }
  .cards td { display: grid; grid-template-columns: 6rem minmax(0, 1fr); }
  .cards td[data-label]::before { content: attr(data-label); color: var(--muted); font-weight: 400; }
}
@media print {
  @page { margin: 16mm; }
  html { font-size: 9.5pt; }
  body > * { max-width: none; padding-inline: 0; }
  .architecture { min-width: 0; }
  .lanes { position: static; }
  .attack > summary, tr, .lanes, .alert div { break-inside: avoid; }
  h2, h3, h4, summary { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');
}
