import type { CountedRows } from './counted-rows.js';
import { describeCause } from './describe-cause.js';
import { describeRow, type Words } from './describe-row.js';
import type { FigureRow } from './figure-row.js';
import type { Step } from './walk.js';

/** Why a figure counts this event, or counts something no longer because of it. */
export interface Reason extends FigureRow, Words {
  readonly change: 'COUNTED' | 'NO_LONGER_COUNTED';
}

/**
 * What one event changed in the figures: rows that are counted since, and rows that are not any more. A row that is counted
 * otherwise (another officer, another instant) is both.
 * @param zone of the instants in words.
 */
export function reasonsOf(step: Step, rows: CountedRows, zone: string): readonly Reason[] {
  const [before, after] = [rows.at(step.before), rows.at(step.after)];
  const cause = describeCause(step, zone);
  const gone = [...before].filter(([identity]) => !after.has(identity)).map(([, { row, facts }]): Reason => {
    const words = describeRow(row, facts, step.before.history!, zone);
    return {
      ...row, change: 'NO_LONGER_COUNTED',
      en: `${cause.en}: no longer counted in ${row.figure}. It was: ${words.en}`, zh: `${cause.zh}：不再计入 ${row.figure}。此前：${words.zh}`,
    };
  });
  const come = [...after].filter(([identity]) => !before.has(identity)).map(([, { row, facts }]): Reason => {
    const words = describeRow(row, facts, step.after.history!, zone);
    return { ...row, change: 'COUNTED', en: `Counted in ${row.figure}: ${words.en}`, zh: `计入 ${row.figure}：${words.zh}` };
  });
  return [...gone, ...come];
}
