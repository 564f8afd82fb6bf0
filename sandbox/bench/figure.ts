/** What a figure is: a number that is measured, and the target that it is held against, where there is one. */

export type Unit = 's' | 'KB' | 'clients' | '×' | 'calls' | 'MiB' | 'GiB' | 'events/s';

/** `under` and `over` leave the value itself out, `at most` takes it in. */
export interface Target {
  readonly bound: 'under' | 'over' | 'at most';
  readonly value: number;
}

/** How thorough a run is. */
export interface Scope {
  /** Everything at its full size, however long that takes. */
  readonly all: boolean;
}

export interface Measurement {
  readonly value: number;
  /** Set when the value was computed from a smaller run. */
  readonly extrapolated?: true;
  /** What stands behind the value, as sentences or lists for people. */
  readonly notes: readonly string[];
}

export interface Figure {
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  /** @default - the figure is watched, and held against nothing */
  readonly target?: Target;
  /** Measured only when it is named, or when everything is measured. */
  readonly onRequest?: true;
  readonly measure: (scope: Scope) => Promise<Measurement>;
}

/** What became of a figure in one run. */
export type Finding = Pick<Figure, 'name' | 'title' | 'unit' | 'target'> &
  /** `met` is there where there is a target. */
  (
    | ({ readonly status: 'measured'; readonly met?: boolean } & Measurement)
    | { readonly status: 'skipped'; readonly reason: string }
    | { readonly status: 'failed'; readonly error: string }
  );

export function isMet({ bound, value: limit }: Target, value: number): boolean {
  if (bound === 'under') return value < limit;
  return bound === 'over' ? value > limit : value <= limit;
}

/** The value in the middle; of an even number the mean of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const [lower, upper] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (lower === undefined || upper === undefined) throw new Error('There is no median of no values.');
  return (lower + upper) / 2;
}
