/** What was seen after `time` of waiting: so many were done, so many were still open when they were last looked at. */
export interface TimeRow {
  readonly time: number;
  readonly events: number;
  readonly censored: number;
}

/** The curve after an instant at which something was done: it stays so until the next step. */
export interface Step {
  readonly time: number;
  readonly events: number;
  /** Still waiting just before; one that was last looked at in this very instant is among them. */
  readonly atRisk: number;
  /** Share still open, as a float; `compareOpenShare` decides exactly. */
  readonly open: number;
  /** Which run without any censoring it belongs to. */
  readonly run: number;
}

/**
 * A Kaplan-Meier curve. Between two censorings the factors (n - d) / n cancel down to (left at the end) / (at risk at the
 * start) of the run, so the exact share is a product of as few fractions as there are runs.
 */
export interface Curve {
  readonly rows: readonly TimeRow[];
  readonly n: number;
  readonly events: number;
  readonly steps: readonly Step[];
  /** At risk at the start of each run, and left at its end. */
  readonly runs: readonly { readonly atRisk: number; readonly left: number }[];
  /** Longest time anybody was observed for; the curve is not known beyond. Null for nobody. */
  readonly observedUntil: number | null;
}

/** @param rows ascending, one per time; at one time what is done comes before what is censored. */
export function kaplanMeier(rows: readonly TimeRow[]): Curve {
  const n = rows.reduce((sum, { events, censored }) => sum + events + censored, 0);
  const steps: Step[] = [];
  const runs: { atRisk: number; left: number }[] = [];
  let [atRisk, before, censoredSince] = [n, 1, true];
  for (const { time, events, censored } of rows) {
    if (events > 0) {
      if (censoredSince) {
        before = steps.at(-1)?.open ?? 1;
        runs.push({ atRisk, left: atRisk });
        censoredSince = false;
      }
      const run = runs[runs.length - 1]!;
      run.left = atRisk - events;
      steps.push({ time, events, atRisk, open: (before * run.left) / run.atRisk, run: runs.length - 1 });
    }
    if (censored > 0) censoredSince = true;
    atRisk -= events + censored;
  }
  return { rows, n, events: steps.reduce((sum, step) => sum + step.events, 0), steps, runs, observedUntil: rows.at(-1)?.time ?? null };
}

/** Share done by then, without the rounding of 1 - open where nobody was censored before. */
export const doneShare = ({ runs }: Curve, { open, run, atRisk, events }: Step): number =>
  (run === 0 ? (runs[0]!.atRisk - (atRisk - events)) / runs[0]!.atRisk : 1 - open);

/** The last step at or before a time; null before the first. */
export function stepAt({ steps }: Curve, time: number): Step | null {
  const after = firstIndex(steps, (step) => step.time > time);
  return steps[after - 1] ?? null;
}

/** Index of the first that fits, of a list in which all that fit come last. */
export function firstIndex<T>(list: readonly T[], fits: (one: T) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fits(list[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
