import { toIso } from '../../kernel/instant.js';
import { BAD_SCORE_MAX, type RectificationEventData } from '../../rectification/domain/rectification-events.js';
import { dueOf } from '../../working-time/due.js';
import type { CalendarVersions } from './calendars.js';
import type { RequestHistory } from './history.js';

/**
 * What a bad rating opens; null for any other revision, and for a voided request. Whoever works it out, and whenever, comes to
 * the same: the due instant counts from the rating's instant, by the calendar as it stood at the rating's position.
 */
export function openingOf(
  history: RequestHistory, rated: { readonly revision: number; readonly position: bigint }, versions: CalendarVersions, workingDays: number,
): RectificationEventData['RectificationOpened'] | null {
  const rating = history.ratings.find(({ revision }) => revision === rated.revision);
  const score = rating?.score;
  if (rating === undefined || history.voided || !isBad(score)) return null;
  const { hallId, requestId, pinned: { calendarId } } = history;
  const { departmentId } = history.closures[rating.closure]!;
  const { definition, time } = versions.at(calendarId, rated.position);
  const { dueMs } = dueOf({ unit: 'WORKING_DAY', amount: workingDays }, { startMs: rating.atMs, suspensions: [], extensions: [] }, time);
  return {
    hallId, requestId, occurredAt: toIso(rating.atMs), departmentId, closure: rating.closure + 1, ratingRevision: rating.revision, score, workingDays,
    dueAt: toIso(dueMs!), calendarId, calendarVersion: definition.version,
  };
}

const isBad = (score: number | undefined): score is 1 | 2 => score !== undefined && score <= BAD_SCORE_MAX;
