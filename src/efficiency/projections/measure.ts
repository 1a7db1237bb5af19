import type { CalendarVersion } from './calendars.js';
import type { Span } from './spans.js';

/** The ledger's classes over some spans, in milliseconds; they add up to the wall clock. */
export interface Ledger {
  readonly CLOSED: number;
  readonly OFF_HOURS: number;
  readonly STATUTORY: number;
  readonly APPLICANT: number;
  readonly HANDOVER: number;
  readonly HOLDING: number;
}

/** Measures spans with one calendar version. */
export function measure(spans: readonly Span[], { time }: CalendarVersion): Ledger {
  const ledger = { CLOSED: 0, OFF_HOURS: 0, STATUTORY: 0, APPLICANT: 0, HANDOVER: 0, HOLDING: 0 };
  for (const span of spans) {
    const wallMs = span.untilMs - span.fromMs;
    if (span.class === 'CLOSED') {
      ledger.CLOSED += wallMs;
      continue;
    }
    const workingMs = time.workingMsUpTo(span.untilMs) - time.workingMsUpTo(span.fromMs);
    ledger[span.class] += workingMs;
    ledger.OFF_HOURS += wallMs - workingMs;
  }
  return ledger;
}
