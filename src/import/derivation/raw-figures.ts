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

type Closing = 'withoutEnd' | 'closedWithoutDue' | 'closedOnTime' | 'closedLate';

/** The same of one case. */
export interface RawCase {
  readonly handovers: number;
  readonly pingPongs: number;
  readonly closing: Closing;
}

export function rawCaseOf(facts: CaseFacts): RawCase {
  const closing = closingOf(facts);
  if (facts.rows.length === 1) return { handovers: 0, pingPongs: 0, closing };
  const { rows } = facts;
  const holders = [rows[0].holder, ...handoversOf(rows).map(([, to]) => to.holder)];
  const pingPongs = holders.filter((holder, index) => index >= 2 && holder === holders[index - 2]).length;
  return { handovers: holders.length - 1, pingPongs, closing };
}

function closingOf({ closedMs, dueMs }: CaseFacts): Closing {
  if (closedMs === null) return 'withoutEnd';
  if (dueMs === null) return 'closedWithoutDue';
  return closedMs <= dueMs ? 'closedOnTime' : 'closedLate';
}

/** Adds up the raw figures, case by case. */
export class RawCounter {
  private readonly sum: { -readonly [K in keyof RawFigures]: number } = {
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

  get figures(): RawFigures {
    return { ...this.sum };
  }

  add({ handovers, pingPongs, closing }: RawCase): void {
    this.sum.handovers += handovers;
    this.sum.casesWithHandover += handovers > 0 ? 1 : 0;
    this.sum.maxHandoversInOneCase = Math.max(this.sum.maxHandoversInOneCase, handovers);
    this.sum.pingPongs += pingPongs;
    this.sum.casesWithPingPong += pingPongs > 0 ? 1 : 0;
    this.sum[closing] += 1;
  }
}
