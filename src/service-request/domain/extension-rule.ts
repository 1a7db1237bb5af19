import { toIso, type EpochMs } from '../../kernel/instant.js';
import { dueOf } from '../../working-time/due.js';
import type { Limit } from '../../working-time/limit.js';
import { clockHistoryAt, extensionsAt } from './clock-history.js';
import { closureInForceAt } from './history.js';
import { refuse } from './refuse.js';
import type { Rejection } from './rejection.js';
import type { Asked } from './rule.js';
import type { LiveRequest } from './state.js';
import { readInstant, refuseOutOfRange } from './time-rule.js';

/** Of all extensions of one limit together, in its own unit: no due instant may leave the calendars' tables. */
export const EXTENSION_AMOUNT_MAX = 1_000;

/** Asked at the instant of granting, which may lie before a closure: open then, and not yet due as it then stood. */
export function refuseExtension(state: LiveRequest, { data, claimedMs, reference }: Asked<'ExtendLimit'>): Rejection | null {
  const closure = closureInForceAt(state, claimedMs);
  if (closure !== null) return refuse('NOT_OPEN', { requestId: data.requestId, completedAt: toIso(closure.atMs) });
  const limit = state.limits[data.limit];
  if (limit === null) return refuse('NO_SUCH_LIMIT', { limit: data.limit });
  const misfit = refuseMisfit(state, limit, data, claimedMs);
  if (misfit !== null) return misfit;
  const calendar = reference.calendar(state.calendarId);
  if (calendar === undefined) return refuse('UNKNOWN_CALENDAR', { calendarId: state.calendarId });
  // No due instant while suspended: then it cannot have passed.
  const { dueMs } = dueOf(limit, clockHistoryAt(state, data.limit, claimedMs), calendar.time);
  if (dueMs === null || claimedMs < dueMs) return null;
  return refuse('LIMIT_PASSED', { limit: data.limit, dueAt: toIso(dueMs) });
}

type Extension = Asked<'ExtendLimit'>['data'];

/** An extension is counted as its limit is: a later instant for an instant, more of the unit for an amount. */
function refuseMisfit(state: LiveRequest, limit: Limit, data: Extension, atMs: EpochMs): Rejection | null {
  if (limit.unit === 'INSTANT' && data.dueAt !== undefined) {
    const outOfRange = refuseOutOfRange(readInstant(data.dueAt));
    if (outOfRange !== null) return outOfRange;
  }
  const fits =
    limit.unit === 'INSTANT'
      ? data.amount === undefined && isLaterInstant(state, limit.dueAt, data, atMs)
      : data.dueAt === undefined && isMore(state, limit.unit, data);
  if (fits) return null;
  return refuse('LIMIT_UNIT_MISMATCH', { limit: data.limit, unit: limit.unit, amountMax: String(EXTENSION_AMOUNT_MAX) });
}

function isLaterInstant(state: LiveRequest, limitDueAt: string, data: Extension, atMs: EpochMs): boolean {
  const inForce = extensionsAt(state, data.limit, atMs).findLast((extension) => 'dueAt' in extension);
  const dueAt = inForce !== undefined && 'dueAt' in inForce ? inForce.dueAt : limitDueAt;
  return data.dueAt !== undefined && readInstant(data.dueAt) > readInstant(dueAt);
}

function isMore(state: LiveRequest, unit: Limit['unit'], { limit, amount }: Extension): boolean {
  if (amount === undefined || !(amount > 0)) return false;
  if (unit !== 'WORKING_HOUR' && !Number.isInteger(amount)) return false;
  const granted = state.extensions.map((extension) => (extension.limit === limit && 'amount' in extension ? extension.amount : 0));
  return granted.reduce((sum, one) => sum + one, amount) <= EXTENSION_AMOUNT_MAX;
}
