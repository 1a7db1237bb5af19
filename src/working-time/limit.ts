import type { EpochMs, IsoInstant } from '../kernel/instant.js';

export type LimitUnit = 'WORKING_HOUR' | 'WORKING_DAY' | 'CALENDAR_DAY';
export type Limit = { readonly unit: LimitUnit; readonly amount: number } | { readonly unit: 'INSTANT'; readonly dueAt: IsoInstant };

/** The clock of one request as far as a limit is concerned; all lists ascend. */
export interface ClockHistory {
  readonly startMs: EpochMs;
  /** `untilMs` null: still running. The time between a closure and a reopening is listed too, as CLOSED. */
  readonly suspensions: readonly {
    readonly fromMs: EpochMs;
    readonly untilMs: EpochMs | null;
    readonly cause: 'APPLICANT' | 'STATUTORY' | 'CLOSED';
  }[];
  /** Granted extensions of this limit, in its own unit; for an explicit instant the new instant. */
  readonly extensions: readonly ({ readonly atMs: EpochMs } & ({ readonly amount: number } | { readonly dueAt: IsoInstant }))[];
}

/** Why a due instant came out as it did, one step a line, for people. */
export type DueStep =
  | { readonly step: 'START'; readonly atMs: EpochMs }
  | { readonly step: 'LIMIT'; readonly unit: Limit['unit']; readonly amount: number | null }
  | { readonly step: 'EXTENSION'; readonly atMs: EpochMs; readonly amount: number | null; readonly dueMs: EpochMs | null }
  | {
      readonly step: 'SUSPENSION';
      readonly fromMs: EpochMs;
      readonly untilMs: EpochMs | null;
      readonly cause: string;
      readonly counted: boolean;
      readonly movedBy: number;
      readonly movedUnit: 'MS' | 'WORKING_DAY' | 'CALENDAR_DAY';
    }
  | { readonly step: 'SKIPPED'; readonly date: string; readonly reason: 'WEEKLY_CLOSING' | 'HOLIDAY'; readonly name: string | null }
  | { readonly step: 'MAKE_UP'; readonly date: string; readonly name: string | null }
  | { readonly step: 'DUE'; readonly dueMs: EpochMs | null; readonly provisional: boolean };

export interface Due {
  /** Null while a suspension that counts is running. */
  readonly dueMs: EpochMs | null;
  /** The local date of the due instant is after the last one whose holidays are announced; false while there is none. */
  readonly provisional: boolean;
  /** W(s) plus the working time of the suspensions that counted and ended: `used = (W(now) - usedFromW) / budgetMs`. */
  readonly usedFromW: number;
  /** W(due) - W(s) - suspended; while suspended, as if the running suspension had ended where it began. */
  readonly budgetMs: number;
  /** Where the running suspension that counts stopped the clock, else null: `used` then takes this for `now`. */
  readonly stoppedAtMs: EpochMs | null;
}
