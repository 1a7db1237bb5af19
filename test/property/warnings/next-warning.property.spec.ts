import fc from 'fast-check';
import { stateOf, turnsYellowAt } from '../../../src/working-time/clock-state.js';
import { compileCalendar } from '../../../src/working-time/compile-calendar.js';
import { decideWarnings, nextWarningAt, NOTHING_TOLD, type Told } from '../../../src/warnings/domain/decide-warnings.js';
import type { ClockRow, WatchedRequest } from '../../../src/warnings/domain/watched-request.js';
import { officeCalendar } from '../../support/builders-reference.js';

const office = compileCalendar(officeCalendar);
const MONDAY_MS = Date.UTC(2026, 2, 2);
const DAY_MS = 86_400_000;
const ON = { requestRevision: 0, position: 0n };
const instants = fc.integer({ min: MONDAY_MS, max: MONDAY_MS + 10 * DAY_MS });
const shares = fc.oneof(fc.constantFrom(0.5, 0.8, 0.9, 0.95, 1), fc.double({ min: 0.01, max: 1, noNaN: true }));

/** Rows as they could follow each other, whether a history of theirs exists or not: running or stopped, due sooner or later. */
const rows = fc.array(fc.record({ sinceMs: instants, dueMs: fc.option(instants, { nil: null }), lateMs: fc.integer({ min: 0, max: 5 * DAY_MS }) }), { minLength: 1, maxLength: 4 })
  .map((found) => found.toSorted((a, b) => a.sinceMs - b.sinceMs).map(({ sinceMs, dueMs, lateMs }): ClockRow => {
    const usedFromW = office.workingMsUpTo(sinceMs - lateMs);
    return { sinceMs, dueMs, usedFromW, budgetMs: office.workingMsUpTo(dueMs ?? sinceMs) - usedFromW, stoppedAtMs: dueMs === null ? sinceMs : null, provisional: false };
  }));
const request = (warningShare: number, of: readonly ClockRow[]): WatchedRequest => ({
  hallId: 'hall', requestId: 'r', departmentId: 'd', officerId: null, serviceItemCode: 's', warningShare, calendarId: 'office', calendarVersion: 3, calendar: office,
  limits: [{ limit: 'PROMISED', rows: of }],
});
const before: fc.Arbitrary<Told> = fc.record({ 'PROMISED.YELLOW': instants, 'PROMISED.RED': instants }, { requiredKeys: [] });

describe('Laws of warnings', () => {
  it('a limit turns yellow at the instant it says, and not a millisecond of working time before', () => {
    fc.assert(fc.property(instants, fc.integer({ min: 1, max: 200 * 3_600_000 }), shares, (startMs, budgetMs, share) => {
      const usedFromW = office.workingMsUpTo(startMs);
      const due = { dueMs: office.earliestInstantWith(usedFromW + budgetMs), usedFromW, budgetMs, stoppedAtMs: null, provisional: false };
      const yellowMs = turnsYellowAt(due, office, share)!;
      expect(stateOf(due, office, yellowMs, share)).toBe('YELLOW');
      expect(office.workingMsUpTo(yellowMs) === usedFromW || stateOf(due, office, yellowMs - 1, share) === 'GREEN').toBe(true);
    }));
  });

  it('the next warning is due at the instant foretold and at none before, whatever was told', () => {
    fc.assert(fc.property(rows, shares, before, instants, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (of, share, told, nowMs, probes) => {
      const given = request(share, of);
      const nextMs = nextWarningAt(told, given, nowMs);
      const endMs = nextMs ?? MONDAY_MS + 30 * DAY_MS;
      if (nextMs !== null) expect(decideWarnings(told, given, nextMs, ON)).toHaveLength(1);
      for (const probe of probes) {
        const atMs = Math.floor(nowMs + probe * (endMs - nowMs - 1));
        if (atMs >= nowMs && atMs < endMs) expect(decideWarnings(told, given, atMs, ON)).toEqual([]);
      }
    }));
  });

  it('what was raised is not raised again at the same instant, nor later while the clock is the same', () => {
    fc.assert(fc.property(rows, shares, instants, fc.integer({ min: 0, max: 5 * DAY_MS }), (of, share, nowMs, laterMs) => {
      const given = request(share, of);
      const [raised] = decideWarnings(NOTHING_TOLD, given, nowMs, ON);
      fc.pre(raised !== undefined);
      const told: Told = { [`PROMISED.${raised.data.state}`]: nowMs };
      expect(decideWarnings(told, given, nowMs, ON)).toEqual([]);
      const next = of.find(({ sinceMs }) => sinceMs > nowMs)?.sinceMs ?? Infinity;
      const again = decideWarnings(told, given, Math.min(nowMs + laterMs, next - 1), ON);
      expect(again.map(({ data }) => data.state)).not.toContain(raised.data.state);
    }));
  });
});
