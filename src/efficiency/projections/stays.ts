import type { EpochMs } from '../../kernel/instant.js';
import type { RequestHistory, Stay } from './history.js';

export const endStay = (stays: readonly Stay[], atMs: EpochMs, endedBy: NonNullable<Stay['endedBy']>): readonly Stay[] =>
  stays.map((stay, index) => (index === stays.length - 1 ? { ...stay, untilMs: atMs, endedBy } : stay));

/** Ends the running stay and begins the next holder's. */
export const passOn = (history: RequestHistory, departmentId: string, atMs: EpochMs, endedBy: NonNullable<Stay['endedBy']>): readonly Stay[] => [
  ...endStay(history.stays, atMs, endedBy),
  { departmentId, fromMs: atMs, untilMs: null, endedBy: null, era: history.closures.length },
];
