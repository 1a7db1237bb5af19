import { QuestionRefused } from '../../read-model/figures/question-refused.js';
import { doneShare, type Curve } from '../../read-model/figures/survival/kaplan-meier.js';
import { Duration } from '../duration.type.js';
import { POINTS_MAX, type CompletionPoint } from './completion-curves.type.js';

/** So many steps of the curve at most, the first and the last among them. @throws QuestionRefused `TOO_MANY_POINTS`. */
export function pointsOf(curve: Curve, max: number): CompletionPoint[] {
  if (max < 2 || max > POINTS_MAX) throw tooManyPoints();
  const { steps } = curve;
  const chosen = steps.length <= max ? steps
    : Array.from({ length: max }, (_, index) => steps[Math.round((index * (steps.length - 1)) / (max - 1))]!);
  return chosen.map((step) => {
    const done = doneShare(curve, step);
    return { time: new Duration(step.time), done, open: step.open, atRisk: step.atRisk, closures: step.events };
  });
}

const tooManyPoints = (): QuestionRefused => new QuestionRefused(
  'TOO_MANY_POINTS', `A curve has 2 to ${POINTS_MAX} points here: ask for so many.`, `曲线点数须为 2 到 ${POINTS_MAX}。`);
