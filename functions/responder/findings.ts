/** What reconciliations came to, for people: what was found, done and verified, what is lost, and how to undo it. */
import type { Line } from './alert-text';
import { nameOf } from './aws';
import type { Difference } from './comparison';
import { madeText, type Reconciliation, type ReconciliationOutcome } from './reconcile';
import { commandOf } from './undo';

/** An undo carries a whole policy, and helps nobody when its end is missing. */
const LONGEST_COMMAND = 12_000;
const NOTHING = 'Nothing: there was nothing to repair.';

/** From the worst to the best. */
const ORDER: readonly ReconciliationOutcome[] = ['failed', 'watched', 'observed', 'repaired', 'intact'];

/** The one outcome that says how bad it is. */
export function worstOf(repairs: readonly Reconciliation[]): ReconciliationOutcome {
  return ORDER.find((outcome) => repairs.some((repair) => repair.outcome === outcome)) ?? 'intact';
}

/** The lines about what was looked at; several resources stand one after the other, each with its name. */
export function findings(repairs: readonly Reconciliation[]): Line[] {
  const several = repairs.length > 1;
  const of = (write: (repair: Reconciliation) => readonly string[]): string[] =>
    repairs.flatMap((repair) => write(repair).map((text) => (several ? `${repair.resource.name}: ${text}` : text)));
  return [
    { label: 'Found', text: of(foundText) },
    { label: 'Done', text: of(doneText) },
    { label: 'Verified', text: of(verifiedText) },
    { label: 'Lost', text: repairs.flatMap(({ losses }) => losses) },
    { label: 'Undo', text: of(undoText), most: LONGEST_COMMAND },
  ];
}

function foundText({ outcome, found, gone, calls, resource }: Reconciliation): string[] {
  if (gone) return [`The ${resource.type} did not exist.`];
  if (found.length > 0) return found.map(differenceText);
  if (outcome === 'failed') return ['It could not be looked at.'];
  if (calls.length > 0) return ['It was repaired at once, before it was looked at.'];
  return ['It is as declared.'];
}

function differenceText({ setting, declared, found }: Difference): string {
  return `${setting}: declared ${declared}, found ${found}`;
}

function doneText({ outcome, calls, resource }: Reconciliation): string[] {
  if (outcome === 'watched') return [`Nothing: ${resource.watchedOnly}.`];
  if (outcome === 'observed')
    return [`Nothing. When repairs are on: ${calls.map(({ call }) => nameOf(call)).join(', ')}.`];
  return calls.length === 0 ? [NOTHING] : calls.map(madeText);
}

function verifiedText({ outcome, left }: Reconciliation): string[] {
  if (outcome === 'observed' || outcome === 'watched') return ['Not applicable: it was not repaired.'];
  if (left.length > 0) return left.map((difference) => `Still ${differenceText(difference)}`);
  return outcome === 'failed' ? ['Not verified.'] : ['Every setting is as declared.'];
}

function undoText({ outcome, calls }: Reconciliation): string[] {
  if (outcome === 'observed') return [];
  return calls
    .flatMap(({ undo, error }) => (undo === undefined || error !== undefined ? [] : [commandOf(undo)]))
    .reverse();
}
