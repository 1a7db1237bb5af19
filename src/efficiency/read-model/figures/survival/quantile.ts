import { firstIndex, type Curve, type Step } from './kaplan-meier.js';

/** An exact share, as part of whole. */
export interface Share {
  readonly part: number;
  readonly whole: number;
}
export const HALF: Share = { part: 1, whole: 2 };

/** Wider than any rounding of the floats: a product of a million fractions is off by less than 1e-9 of its value. */
const FLOAT_DOUBT = 1e-6;

/**
 * The time by which a share is done: the midpoint of the interval on which exactly the rest is open, else the first instant
 * at which less is open; null where the curve never gets so far. The last interval ends where nobody was observed any longer.
 */
export function quantileOf(curve: Curve, done: Share): number | null {
  const rest = { part: done.whole - done.part, whole: done.whole };
  const index = firstIndex(curve.steps, (step) => compareOpenShare(curve, step, rest) <= 0);
  const step = curve.steps[index];
  if (step === undefined) return null;
  if (compareOpenShare(curve, step, rest) < 0) return step.time;
  const until = curve.steps[index + 1]?.time ?? curve.observedUntil ?? step.time;
  return (step.time + until) / 2;
}

/** Sign of (open after the step) - share. Floats decide where they cannot be wrong, whole numbers where they could. */
export function compareOpenShare(curve: Curve, step: Step, { part, whole }: Share): -1 | 0 | 1 {
  const difference = step.open - part / whole;
  if (Math.abs(difference) > FLOAT_DOUBT) return difference < 0 ? -1 : 1;
  const runs = curve.runs.slice(0, step.run);
  const over = productOf([...runs.map(({ left }) => left), step.atRisk - step.events, whole]);
  const under = productOf([...runs.map(({ atRisk }) => atRisk), curve.runs[step.run]!.atRisk, part]);
  if (over === under) return 0;
  return over < under ? -1 : 1;
}

/** By halves: numbers of equal length are multiplied much faster than one growing number by many small ones. */
function productOf(factors: readonly number[]): bigint {
  let level = factors.map(BigInt);
  while (level.length > 1) {
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, index) => level[2 * index]! * (level[2 * index + 1] ?? 1n));
  }
  return level[0] ?? 1n;
}
