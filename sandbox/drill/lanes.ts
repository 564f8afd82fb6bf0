/** The way of an attack as lanes: a stage each, time from left to right, and waiting that no clock had to sit out. */

import { type AttackResult, STAGES, type Stage, type Step } from './drill-run';
import { exactly, waited } from './durations';
import { html, type Markup } from './html';

const LANE = 24;
const LANES = STAGES.length * LANE;
/** Room for the ticks below the lanes, and for what was waited above them. */
const BELOW = 24;
const ABOVE = 26;
/** Percent of the width that a wait takes, however long it was, and that all of them take at most. */
const WAIT_WIDTH = 14;
const WAITS_WIDTH = 50;

interface Point {
  readonly stage: Stage;
  /** Percent of the width. */
  readonly x: number;
  readonly y: number;
}

interface Wait {
  /** Where it is among the measured milliseconds. */
  readonly atMs: number;
  readonly seconds: number;
  /** The index of the first step after it. */
  readonly before: number;
}

/**
 * Positions are percent of the width, so that the picture fits any screen without its text shrinking. The line joins what
 * happened in its order; the echo runs beside it.
 */
export function lanes({ steps, title }: Pick<AttackResult, 'steps' | 'title'>, id: string): Markup {
  const waits = waitsOf(steps);
  const scale = scaleOf(steps, waits);
  const top = waits.length === 0 ? 0 : ABOVE;
  const points = steps.map(({ atMs, stage }, index) => ({
    stage,
    x: scale.at(atMs, waits.filter(({ before }) => before <= index).length),
    y: laneOf(stage),
  }));
  const way = points.filter(({ stage }) => stage !== 'echo');
  return html`<svg class="lanes" role="img" height="${top + LANES + BELOW}" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">The way of “${title}”</title>
<desc id="${id}-desc">${description(steps, waits)}</desc>
<g transform="translate(0 ${top})">
${waits.map((wait, index) => waitBand(wait, scale.at(wait.atMs, index), scale.waitWidth))}
${STAGES.map((stage, index) => lane(stage, index, steps))}
${ticksOf(scale.lastMs).map((tick) => tickMark(tick, scale.at(tick, waits.filter(({ atMs }) => atMs < tick).length)))}
${way.slice(1).map((point, index) => leg(way[index] ?? point, point))}
${points.map(dot)}
</g>
</svg>`;
}

function lane(stage: Stage, index: number, steps: readonly Step[]): Markup {
  const y = laneOf(stage);
  const reached = steps.some((step) => step.stage === stage);
  return html`<line class="${reached ? 'reached' : 'missed'}" x1="0" x2="100%" y1="${y}" y2="${y}"/>
<text class="${reached ? 'reached' : 'missed'}" x="-7" y="${y + 4}" text-anchor="end">${index + 1} ${stage}</text>`;
}

function waitBand({ seconds }: Wait, x: number, width: number): Markup {
  return html`<rect class="wait" x="${percent(x)}" y="-4" width="${percent(width)}" height="${LANES + 4}"/>
<text x="${percent(x + width / 2)}" y="-11" text-anchor="middle">${waited(seconds)} later</text>`;
}

function tickMark(tick: number, x: number): Markup {
  return html`<line x1="${percent(x)}" x2="${percent(x)}" y1="${LANES}" y2="${LANES + 5}"/>
<text x="${percent(x)}" y="${LANES + 19}" text-anchor="middle">${tickLabel(tick)}</text>`;
}

function tickLabel(tick: number): string {
  if (tick === 0) return '0';
  return tick < 1000 ? exactly(tick) : `${tick / 1000} s`;
}

function dot({ stage, x, y }: Point): Markup {
  const name = stage === 'call' || stage === 'echo' ? html` class="${stage}"` : undefined;
  return html`<circle${name} cx="${percent(x)}" cy="${y}" r="5.5"/>`;
}

/** Along the lane first, then over to the next one. */
function leg(from: Point, to: Point): Markup {
  return html`<line class="leg" x1="${percent(from.x)}" x2="${percent(to.x)}" y1="${from.y}" y2="${from.y}"/>
<line class="leg" x1="${percent(to.x)}" x2="${percent(to.x)}" y1="${from.y}" y2="${to.y}"/>`;
}

/** Where the organization's own time went on between two steps. */
export function waitsOf(steps: readonly Step[]): Wait[] {
  return steps.slice(1).flatMap((step, index) => {
    const previous = steps[index] ?? step;
    const seconds = step.afterSeconds - previous.afterSeconds;
    return seconds > 0 ? [{ atMs: (previous.atMs + step.atMs) / 2, seconds, before: index + 1 }] : [];
  });
}

interface Scale {
  readonly lastMs: number;
  readonly waitWidth: number;
  at(ms: number, waitsBefore: number): number;
}

function scaleOf(steps: readonly Step[], waits: readonly Wait[]): Scale {
  const lastMs = Math.max(1, ...steps.map(({ atMs }) => atMs));
  const waitWidth = Math.min(WAIT_WIDTH, WAITS_WIDTH / Math.max(1, waits.length));
  const measuredWidth = 100 - waits.length * waitWidth;
  return { lastMs, waitWidth, at: (ms, before) => (ms / lastMs) * measuredWidth + before * waitWidth };
}

/** Zero and up to four round figures: 1, 2 or 5 of a power of ten apart. */
export function ticksOf(lastMs: number): number[] {
  const rough = lastMs / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const apart = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? rough);
  return Array.from({ length: Math.floor(lastMs / apart) + 1 }, (_, index) => index * apart);
}

function laneOf(stage: Stage): number {
  return (STAGES.indexOf(stage) + 0.5) * LANE;
}

function description(steps: readonly Step[], waits: readonly Wait[]): string {
  if (steps.length === 0) return 'Nothing was seen of it.';
  const first = new Map<Stage, number>();
  for (const { stage, atMs } of steps) if (!first.has(stage)) first.set(stage, atMs);
  const reached = [...first].map(([stage, atMs]) => `${stage} after ${exactly(atMs)}`).join(', ');
  const missed = STAGES.filter((stage) => !first.has(stage)).join(', ');
  const waiting = waits.map(({ seconds }) => ` ${waited(seconds)} passed in virtual time.`).join('');
  return `First reached: ${reached}.${waiting}${missed === '' ? '' : ` Not part of it: ${missed}.`}`;
}

function percent(value: number): string {
  return `${Number(value.toFixed(2))}%`;
}
