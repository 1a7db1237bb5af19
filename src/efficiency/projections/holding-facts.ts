import type { EraCalendars } from './calendars.js';
import type { Facts } from './facts.js';
import type { RequestHistory } from './history.js';
import type { CountedHop } from './holder-sequence.js';
import { measure } from './measure.js';
import { officerAt } from './officers.js';
import type { Span } from './spans.js';

/** Ended holdings, in order: the index is the stay's. */
export function holdingsOf(history: RequestHistory, spans: readonly Span[], calendars: EraCalendars): Facts['holdings'] {
  return history.stays.flatMap((stay, index) => {
    if (stay.untilMs === null) return [];
    const ledger = measure(spans.filter((span) => span.stay === index && span.class !== 'CLOSED'), calendars.of(stay.era));
    return [{
      department: stay.departmentId, officer: officerAt(history, stay, stay.untilMs), fromMs: stay.fromMs, atMs: stay.untilMs,
      endedBy: stay.endedBy, holdingMs: ledger.HOLDING + ledger.HANDOVER, handoverMs: ledger.HANDOVER,
    }];
  });
}

/** Transfers with what the hot-potato rule asks of the holding each one ended. */
export function transfersOf(history: RequestHistory, hops: readonly CountedHop[], holdings: Facts['holdings']): Facts['transfers'] {
  return hops.map((hop) => {
    const stay = history.stays[hop.stay]!;
    const progress = history.progress.filter(({ departmentId, atMs }) =>
      departmentId === stay.departmentId && atMs >= stay.fromMs && atMs <= hop.atMs).length;
    return {
      fromDepartment: hop.fromDepartmentId, toDepartment: hop.toDepartmentId,
      officer: hop.officerId ?? officerAt(history, stay, hop.atMs), atMs: hop.atMs, revision: hop.revision,
      isRefusal: hop.kind === 'REFUSAL', planned: hop.planned, ruling: hop.ruling, isReturn: hop.isReturn, isPingPong: hop.isPingPong,
      heldMs: holdings[hop.stay]!.holdingMs, progress, reasonCode: hop.reasonCode,
    };
  });
}
