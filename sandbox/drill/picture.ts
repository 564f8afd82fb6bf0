/** The picture of a drill: one HTML file that needs nothing else, and runs nothing. */
import type { DeployedStack } from '../deployment';
import { drawArchitecture } from './architecture';
import type { DrillRun } from './drill-run';
import { measured } from './durations';
import { type Fragment, html, type Markup, trusted } from './html';
import { anchorOf, attackSection, type NumberedAttack } from './picture-attack';
import { PAGE_STYLE } from './picture-style';
import { countsOf, endedWell, grouped, type Verdict, verdictOf } from './verdict';

/** Nothing is loaded and nothing runs, whatever might get into the page. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Above the lines of the attacks, whose text says the same to those who do not see them side by side. */
const COLUMNS = ['Outcome', 'Attack', 'By', 'Alerted', 'Time'];

/** Draws a run. The same run gives the same file. */
export function drawPicture(run: DrillRun): string {
  const verdict = verdictOf(run);
  const attacks = run.attacks.map((attack, index) => ({ attack, number: index + 1 }));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${verdict.sentence} – Trailwarden drill, ${run.organization}</title>
<style>${trusted(PAGE_STYLE)}</style>
</head>
<body>
${header(run, verdict, attacks)}
<main>
${architectureSection()}
${attacksSection(attacks)}
${deploymentSection(run.stacks)}
</main>
<footer><p>Times were measured on the machine that ran the drill, and say nothing of AWS; copies of the organization may have been attacked at the same time. Waiting that belongs to AWS, such as a retry, passes in virtual time and is written out where it was.</p></footer>
</body>
</html>
`.toString();
}

function header(run: DrillRun, verdict: Verdict, attacks: readonly NumberedAttack[]): Markup {
  const [name, sign] = verdict.passed ? ['good', '✓'] : ['bad', '✗'];
  const facts: [label: string, value: string][] = [
    ['Organization', run.organization],
    ['Attacks', String(run.attacks.length)],
    ['Alerts received', String(sum(run.attacks, ({ alerts }) => alerts.length))],
    ['Accounts deployed', String(run.stacks.length)],
    ['Total time', measured(run.durationMs)],
    ['Node.js', run.node],
  ];
  return html`<header>
<p class="quiet">Trailwarden drill</p>
<h1><span class="mark ${name}" aria-hidden="true">${sign}</span>${verdict.sentence}</h1>
${failures(attacks)}
<p class="lead">The stack programs were deployed into an AWS organization in memory, and its audit trail was attacked with real AWS SDK calls.</p>
<dl class="facts">${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
</header>`;
}

function failures(attacks: readonly NumberedAttack[]): Markup | undefined {
  const failed = attacks.filter(({ attack }) => !endedWell(attack));
  if (failed.length === 0) return undefined;
  return html`<ul class="failures">${failed.map(
    ({ attack, number }) =>
      html`<li><a href="#${anchorOf(number)}">${attack.title}</a>, by ${attack.attacker}: <span class="bad">${attack.problems.join(' ')}</span></li>`,
  )}</ul>`;
}

function architectureSection(): Markup {
  return html`<section aria-labelledby="architecture">
<h2 id="architecture">What was attacked</h2>
<div class="scroll" role="region" aria-labelledby="architecture" tabindex="0">${trusted(drawArchitecture())}</div>
</section>`;
}

function attacksSection(attacks: readonly NumberedAttack[]): Markup | undefined {
  if (attacks.length === 0) return undefined;
  const firstAlarm = attacks.find(({ attack }) => attack.alerts.length > 0);
  const groups = grouped(attacks.map((each) => ({ ...each, group: each.attack.group })));
  return html`<section aria-labelledby="attacks">
<h2 id="attacks">What was attempted, and how it ended</h2>
<p class="quiet">Behind each line is the way from the call to the alert, with the milliseconds since the attack began, as measured.</p>
<p class="columns" aria-hidden="true">${COLUMNS.map((label) => html`<span>${label}</span>`)}</p>
${groups.map(
  ([group, members], index) => html`<section class="group" aria-labelledby="group-${index + 1}">
<h3 id="group-${index + 1}">${group} <span class="quiet">${countsOf(members.map(({ attack }) => attack))}</span></h3>
${members.map((each) => attackSection(each, each.attack === firstAlarm?.attack))}
</section>
`,
)}
</section>`;
}

function deploymentSection(stacks: readonly DeployedStack[]): Markup {
  const row = ({ stack, account, kind, resources, calls, durationMs }: DeployedStack): Markup =>
    tableRow(stack, [['Account', account], ['Kind', kind], ...stackFigures(resources, calls, durationMs)]);
  const totals = stackFigures(
    sum(stacks, ({ resources }) => resources),
    sum(stacks, ({ calls }) => calls),
    sum(stacks, ({ durationMs }) => durationMs),
  );
  return html`<section aria-labelledby="deployment">
<h2 id="deployment">What was deployed</h2>
<table class="cards" role="table">
${tableHead(['Stack', 'Account', 'Kind', 'Resources', 'Calls to AWS', 'Time'], 3)}
<tbody role="rowgroup">
${stacks.map(row)}
</tbody>
<tfoot role="rowgroup">
<tr role="row"><th role="rowheader" scope="row" colspan="3">Together</th>${totals.map(tableCell)}</tr>
</tfoot>
</table>
</section>`;
}

type Cell = readonly [label: string, value: Fragment, className?: string];

function stackFigures(resources: number, calls: number, durationMs: number): Cell[] {
  return [
    ['Resources', resources, 'number'],
    ['Calls to AWS', calls, 'number'],
    ['Time', measured(durationMs), 'number'],
  ];
}

/** The roles are written out, because on a narrow screen the rows become cards and would no longer be a table to a reader. */
function tableHead(labels: readonly string[], numbersFrom: number): Markup {
  const cell = (label: string, index: number): Markup =>
    html`<th role="columnheader" scope="col"${index >= numbersFrom ? html` class="number"` : undefined}>${label}</th>`;
  return html`<thead role="rowgroup"><tr role="row">${labels.map(cell)}</tr></thead>`;
}

function tableRow(head: Fragment, cells: readonly Cell[]): Markup {
  return html`<tr role="row"><th role="rowheader" scope="row">${head}</th>${cells.map(tableCell)}</tr>
`;
}

function tableCell([label, value, name]: Cell): Markup {
  return html`<td role="cell" data-label="${label}"${name === undefined ? undefined : html` class="${name}"`}>${value}</td>`;
}

function sum<T>(items: readonly T[], figure: (item: T) => number): number {
  return items.reduce((total, item) => total + figure(item), 0);
}
