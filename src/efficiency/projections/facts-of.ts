import { closuresOf, firstInquiryOf, reopeningsOf } from './closure-facts.js';
import { eraCalendars, type CalendarVersions, type EraCalendars } from './calendars.js';
import { cyclesOf } from './cycles.js';
import { NO_FACTS, type Facts } from './facts.js';
import type { RequestHistory } from './history.js';
import { countedHops, episodesOf } from './holder-sequence.js';
import { holdingsOf, transfersOf } from './holding-facts.js';
import { duesOf } from './limit-facts.js';
import { ratingDimensionsOf, ratingsOf } from './rating-facts.js';
import { rulingsOf } from './ruling-facts.js';
import { remindersOf } from './reminder-facts.js';
import { timelineOf, type Span, type Tail } from './spans.js';
import { suspensionsOf } from './suspension-facts.js';

/**
 * Everything the figures know of a request, as a function of its history and of the calendars known at a position.
 * A voided request has no facts.
 */
export function factsOf(history: RequestHistory, versions: CalendarVersions, knownAt: bigint): Facts {
  if (history.voided) return NO_FACTS;
  const calendars = eraCalendars(versions, history.pinned.calendarId, history.closures, knownAt);
  const { spans, tail } = timelineOf(history);
  const hops = countedHops(history);
  const holdings = holdingsOf(history, spans, calendars);
  const transfers = transfersOf(history, hops, holdings);
  const closures = closuresOf(history, spans, calendars);
  const dues = duesOf(history, calendars);
  return {
    // Follow-ups have streams of their own: their facts do not come out of the request's history.
    ...NO_FACTS,
    receipts: [receiptOf(history)],
    holdings,
    transfers,
    recalls: history.recalls.map(({ departmentId, atMs }) => ({ department: departmentId, atMs })),
    episodes: episodesOf(hops).map(({ pair, length, rounds, fromMs, untilMs }) => (
      { departmentA: pair[0], departmentB: pair[1], holders: length, rounds, fromMs, atMs: untilMs })),
    cycles: cyclesOf(hops, transfers),
    closures,
    reopenings: reopeningsOf(history),
    firstInquiryCompletions: firstInquiryOf(history, hops),
    ratings: ratingsOf(history, closures),
    ratingDimensions: ratingDimensionsOf(history, closures),
    rulings: rulingsOf(history),
    reminders: remindersOf(history),
    progress: history.progress.map(({ departmentId, officerId, atMs, step }) => ({ department: departmentId, officer: officerId, atMs, step })),
    suspensions: suspensionsOf(history, calendars),
    segments: spans.map((span) => segmentOf(span, history, calendars)),
    tails: [tailOf(tail, history, calendars)],
    dues,
  };
}

function receiptOf(history: RequestHistory): Facts['receipts'][number] {
  const { pinned } = history;
  return {
    department: history.firstDepartmentId, officer: history.firstOfficerId, atMs: history.receivedAtMs, hall: history.hallId,
    requestId: history.requestId, serviceItem: history.serviceItemCode, channel: history.channel, urgency: history.urgency,
    calendar: pinned.calendarId, warningShare: pinned.warningShare, hasPromised: pinned.promisedLimit !== null,
    hasStatutory: pinned.statutoryLimit !== null, route: JSON.stringify(pinned.route),
  };
}

function segmentOf(span: Span, history: RequestHistory, calendars: EraCalendars): Facts['segments'][number] {
  const { time, definition } = calendars.of(span.era);
  const closed = span.class === 'CLOSED';
  return {
    department: span.departmentId, officer: span.officerId, ledgerClass: span.class, fromMs: span.fromMs, untilMs: span.untilMs,
    wFrom: closed ? 0 : time.workingMsUpTo(span.fromMs), wUntil: closed ? 0 : time.workingMsUpTo(span.untilMs),
    calendar: history.pinned.calendarId, calendarVersion: definition.version,
  };
}

function tailOf(tail: Tail, history: RequestHistory, calendars: EraCalendars): Facts['tails'][number] {
  const { time } = calendars.of(tail.era);
  return {
    department: tail.departmentId, officer: tail.officerId, ledgerClass: tail.class, sinceMs: tail.fromMs,
    wSince: time.workingMsUpTo(tail.fromMs), calendar: history.pinned.calendarId,
    receivedDay: time.workingDaysUpTo(history.receivedAtMs),
    pendingSinceMs: history.pendingHop === null ? null : history.hops[history.pendingHop]!.atMs,
  };
}
