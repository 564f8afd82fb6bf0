/** One attack of the picture: what it was, its way, what people were told. */

import type { AttackResult, ReceivedAlert, Step } from './drill-run';
import { exactly, measured, waited } from './durations';
import { html, type Markup } from './html';
import { lanes, waitsOf } from './lanes';
import { alertingOf, detectionOf, endedWell, shortAttacker } from './verdict';

export interface NumberedAttack {
  readonly attack: AttackResult;
  /** Counted from 1: ids made of it are valid and unique, whatever the attack is called. */
  readonly number: number;
}

export function anchorOf(number: number): string {
  return `attack-${number}`;
}

/** How it ended, with a sign for those who do not see the colour. */
export function ending(attack: AttackResult): Markup {
  const [name, sign] = endedWell(attack) ? ['good', '✓'] : ['bad', '✗'];
  return html`<span class="end ${name}"><span class="mark" aria-hidden="true">${sign}</span>${attack.outcome}</span>`;
}

/** Folded, unless it did not end as it had to: a line that says how it ended, and the whole way behind it. */
export function attackSection({ attack, number }: NumberedAttack, openAlerts: boolean): Markup {
  const id = anchorOf(number);
  return html`<details class="attack" id="${id}"${endedWell(attack) ? undefined : html` open`}>
<summary>${ending(attack)}<span class="attack-name" id="${id}-name">${number}. ${attack.title}</span><span class="quiet">${shortAttacker(attack)}</span><span class="quiet"><span class="aside">alerted: </span>${alertingOf(attack)}</span><span class="quiet number">${measured(attack.durationMs)}</span></summary>
<div class="attack-body">
<p class="attack-meta">By ${attack.attacker}. Detected: ${detectionOf(attack)}. ${expectation(attack)}</p>
${problems(attack)}
<div class="way">
${lanes(attack, `${id}-way`)}
${stepsTable(attack)}
</div>
${alerts(attack, openAlerts || !endedWell(attack))}
</div>
</details>
`;
}

function expectation({ expected }: AttackResult): string {
  const { outcome, alerts: told, names } = expected;
  if (told.length > 0) return `Had to be ${outcome}, with an alert of ${told.map(quoted).join(' and of ')}.`;
  if (names !== undefined) return `Had to be ${outcome}, with an alert that names ${names} and says what to do.`;
  return `Had to be ${outcome}, without an alert.`;
}

function quoted(text: string): string {
  return `“${text}”`;
}

function problems(attack: AttackResult): Markup | undefined {
  if (endedWell(attack)) return undefined;
  const item = (problem: string): Markup => html`<li>Problem: ${problem}</li>`;
  return html`<ul class="problems">${attack.problems.map(item)}</ul>`;
}

function stepsTable({ steps }: AttackResult): Markup {
  if (steps.length === 0) return html`<p class="quiet">Nothing was seen of it.</p>`;
  const waits = new Map(waitsOf(steps).map(({ before, seconds }) => [before, seconds]));
  return html`<table class="steps">
<thead><tr><th scope="col">Stage</th><th scope="col" class="number">At</th><th scope="col">What happened</th></tr></thead>
<tbody>
${steps.map((step, index) => [waitRow(waits.get(index)), stepRow(step)])}
</tbody>
</table>`;
}

function stepRow({ stage, atMs, text }: Step): Markup {
  return html`<tr><th scope="row">${stage}</th><td class="number">${exactly(atMs)}</td><td>${text}</td></tr>
`;
}

function waitRow(seconds: number | undefined): Markup | undefined {
  if (seconds === undefined) return undefined;
  return html`<tr class="waiting"><td colspan="3">${waited(seconds)} later in virtual time: nobody sat it out</td></tr>
`;
}

function alerts({ alerts: received }: AttackResult, open: boolean): Markup {
  if (received.length === 0) return html`<h4>No alert was received</h4>`;
  const heading =
    received.length === 1 ? 'The alert that people received' : `The ${received.length} alerts that people received`;
  return html`<h4>${heading}</h4>
${received.map((alert) => alertCard(alert, open))}`;
}

function alertCard({ subject, body }: ReceivedAlert, open: boolean): Markup {
  return html`<details class="alert-card"${open ? html` open` : undefined}>
<summary>${subject}</summary>
<div class="alert">${body.trimEnd().split('\n').map(alertLine)}</div>
</details>
`;
}

/** A label and its text stand side by side, so that a long text stays beside its label on a narrow screen. */
function alertLine(line: string): Markup {
  const [, label, text] = /^(\S+ {2,})(.+)$/.exec(line) ?? [];
  if (label === undefined) return html`<div>${line}</div>`;
  return html`<div class="field"><span>${label}</span><span>${text}</span></div>`;
}
