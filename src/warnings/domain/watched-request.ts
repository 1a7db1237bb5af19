import type { EpochMs } from '../../kernel/instant.js';
import type { LimitKind } from '../../service-request/domain/events.js';
import { type ClockState, stateOf, turnsRedAt, turnsYellowAt } from '../../working-time/clock-state.js';
import type { Due } from '../../working-time/limit.js';
import type { WorkingCalendar } from '../../working-time/working-calendar.js';

/** A limit's clock from `sinceMs` on, until the next row. */
export interface ClockRow extends Due {
  readonly sinceMs: EpochMs;
}
export interface WatchedLimit {
  readonly limit: LimitKind;
  /** Ascending. */
  readonly rows: readonly ClockRow[];
}

/** An open request as far as warnings are concerned. */
export interface WatchedRequest {
  readonly hallId: string;
  readonly requestId: string;
  /** The holder, who is warned. */
  readonly departmentId: string;
  readonly officerId: string | null;
  readonly serviceItemCode: string;
  readonly warningShare: number;
  readonly calendarId: string;
  readonly calendarVersion: number;
  readonly calendar: WorkingCalendar;
  readonly limits: readonly WatchedLimit[];
}

/** What the clock said last, at an instant; null before the limit's clock began. */
export const rowAt = ({ rows }: WatchedLimit, atMs: EpochMs): ClockRow | null => rows.findLast(({ sinceMs }) => sinceMs <= atMs) ?? null;

export function stateAt({ calendar, warningShare }: Terms, limit: WatchedLimit, atMs: EpochMs): ClockState | null {
  const row = rowAt(limit, atMs);
  return row === null ? null : stateOf(row, calendar, atMs, warningShare);
}
type Terms = Pick<WatchedRequest, 'calendar' | 'warningShare'>;

/** When a row's clock turns, if nothing else happens; null while it stands still. */
export const turnsOf = ({ calendar, warningShare }: Terms, row: ClockRow): { readonly yellowMs: EpochMs | null; readonly redMs: EpochMs | null } => {
  const yellowMs = turnsYellowAt(row, calendar, warningShare);
  return { yellowMs: yellowMs === null ? null : Math.max(yellowMs, row.sinceMs), redMs: turnsRedAt(row) };
};

/** Since when the limit has been in the state it is in at `atMs`. */
export function turnedAt(terms: Terms, limit: WatchedLimit, state: 'YELLOW' | 'RED', atMs: EpochMs): EpochMs {
  let turnedMs = atMs;
  for (let row = rowAt(limit, atMs); row !== null; row = rowAt(limit, turnedMs - 1)) {
    const { yellowMs, redMs } = turnsOf(terms, row);
    const began = Math.max(row.sinceMs, (state === 'RED' ? redMs : yellowMs) ?? row.sinceMs);
    if (began >= turnedMs) return turnedMs;
    turnedMs = began;
    if (began > row.sinceMs || stateAt(terms, limit, began - 1) !== state) return began;
  }
  return turnedMs;
}
