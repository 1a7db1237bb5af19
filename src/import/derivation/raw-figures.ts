import type { CaseFacts } from './case-facts.js';
import { handoversOf } from './handovers.js';

/** What the file's rows say before any rule was applied; beside the imported figures it shows what the rules refused. */
export interface RawFigures {
  readonly handovers: number;
  readonly casesWithHandover: number;
  readonly maxHandoversInOneCase: number;
  readonly pingPongs: number;
  readonly casesWithPingPong: number;
  readonly closedOnTime: number;
  readonly closedLate: number;
  readonly closedWithoutDue: number;
  readonly withoutEnd: number;
}

export const NO_RAW_FIGURES: RawFigures = {
  handovers: 0,
  casesWithHandover: 0,
  maxHandoversInOneCase: 0,
  pingPongs: 0,
  casesWithPingPong: 0,
  closedOnTime: 0,
  closedLate: 0,
  closedWithoutDue: 0,
  withoutEnd: 0,
};

export function addRawFigures(sum: RawFigures, facts: CaseFacts): RawFigures {
  const holders = [facts.rows[0].holder, ...handoversOf(facts.rows).map(([, to]) => to.holder)];
  const handovers = holders.length - 1;
  const pingPongs = holders.filter((holder, index) => index >= 2 && holder === holders[index - 2]).length;
  const { closedMs, dueMs } = facts;
  const one = (yes: boolean): number => (yes ? 1 : 0);
  return {
    handovers: sum.handovers + handovers,
    casesWithHandover: sum.casesWithHandover + one(handovers > 0),
    maxHandoversInOneCase: Math.max(sum.maxHandoversInOneCase, handovers),
    pingPongs: sum.pingPongs + pingPongs,
    casesWithPingPong: sum.casesWithPingPong + one(pingPongs > 0),
    closedOnTime: sum.closedOnTime + one(closedMs !== null && dueMs !== null && closedMs <= dueMs),
    closedLate: sum.closedLate + one(closedMs !== null && dueMs !== null && closedMs > dueMs),
    closedWithoutDue: sum.closedWithoutDue + one(closedMs !== null && dueMs === null),
    withoutEnd: sum.withoutEnd + one(closedMs === null),
  };
}
