import { toIso } from '../../../src/kernel/instant.js';
import { decideWarnings, nextWarningAt, NOTHING_TOLD, type Told, told } from '../../../src/warnings/domain/decide-warnings.js';
import type { WarningEvent } from '../../../src/warnings/domain/warning-events.js';
import type { ClockRow, WatchedLimit, WatchedRequest } from '../../../src/warnings/domain/watched-request.js';
import { compileCalendar } from '../../../src/working-time/compile-calendar.js';
import { officeCalendar } from '../../support/builders-reference.js';

const office = compileCalendar(officeCalendar);
const HOUR_MS = 3_600_000;
/** 'Mon 09:00' to 'Sun 23:59' of the week from Monday 2026-03-02 on, in UTC. */
const at = (text: string): number => Date.UTC(2026, 2, 2 + ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(text.slice(0, 3)), ...text.slice(4).split(':').map(Number) as [number, number]);

/** Received Monday 09:00, an office day has 8 hours. Ten hours end on Tuesday at 11:00, nine tenths of them at 10:00. */
const START_W = office.workingMsUpTo(at('Mon 09:00'));
const row = (since: string, due: string | null, hours: number, over: Partial<ClockRow> = {}): ClockRow =>
  ({ sinceMs: at(since), dueMs: due === null ? null : at(due), usedFromW: START_W, budgetMs: hours * HOUR_MS, stoppedAtMs: null, provisional: false, ...over });
const TEN_HOURS = row('Mon 09:00', 'Tue 11:00', 10);
const request = (rows: readonly ClockRow[], limit: WatchedLimit['limit'] = 'PROMISED', over: Partial<WatchedRequest> = {}): WatchedRequest => ({
  hallId: 'hall', requestId: 'R-1', departmentId: 'planning', officerId: 'O-1', serviceItemCode: 'permit', warningShare: 0.9,
  calendarId: 'office', calendarVersion: 3, calendar: office, limits: [{ limit, rows }], ...over,
});
const ON = { requestRevision: 4, position: 77n };

const decide = (before: Told, given: WatchedRequest, now: string | number): readonly WarningEvent[] =>
  decideWarnings(before, given, typeof now === 'number' ? now : at(now), ON);
const states = (events: readonly WarningEvent[]): string[] => events.map(({ data }) => `${data.limit} ${data.state}`);
const after = (...events: readonly { limit: 'PROMISED' | 'STATUTORY'; state: 'YELLOW' | 'RED'; at: string }[]): Told =>
  events.reduce((before, { limit, state, at: text }) => told(before, { data: { limit, state, occurredAt: toIso(at(text)) } }), NOTHING_TOLD);
const YELLOW = { limit: 'PROMISED', state: 'YELLOW', at: 'Tue 10:00' } as const;
const RED = { limit: 'PROMISED', state: 'RED', at: 'Tue 11:01' } as const;

describe('A warning', () => {
  it('is due from the very millisecond on at which the share is used, with everything it went by', () => {
    const given = request([TEN_HOURS]);
    expect(decide(NOTHING_TOLD, given, at('Tue 10:00') - 1)).toEqual([]);
    expect(decide(NOTHING_TOLD, given, 'Tue 10:05')).toEqual([{
      type: 'WarningRaised',
      data: {
        hallId: 'hall', requestId: 'R-1', occurredAt: '2026-03-03T10:05:00.000Z', departmentId: 'planning', officerId: 'O-1', serviceItemCode: 'permit',
        limit: 'PROMISED', state: 'YELLOW', turnedAt: '2026-03-03T10:00:00.000Z', dueAt: '2026-03-03T11:00:00.000Z', provisional: false,
        usedMs: 9 * HOUR_MS + 300_000, budgetMs: 10 * HOUR_MS,
        rule: { id: 'LIMIT_STATE', version: 1, warningShare: 0.9, calendarId: 'office', calendarVersion: 3, requestRevision: 4, position: '77' },
      },
    }]);
  });

  it('is raised once for yellow and once for red, and at the due instant itself it is not red yet', () => {
    const given = request([TEN_HOURS]);
    expect(decide(after(YELLOW), given, 'Tue 10:30')).toEqual([]);
    expect(decide(after(YELLOW), given, 'Tue 11:00')).toEqual([]);
    const [red, ...more] = decide(after(YELLOW), given, at('Tue 11:00') + 1);
    expect([red?.data.state, red?.data.turnedAt, more]).toEqual(['RED', '2026-03-03T11:00:00.001Z', []]);
    expect(decide(after(YELLOW, RED), given, 'Fri 09:00')).toEqual([]);
  });

  it('for yellow is left out when nobody looked before it was red', () => {
    expect(states(decide(NOTHING_TOLD, request([TEN_HOURS]), 'Fri 09:00'))).toEqual(['PROMISED RED']);
  });

  it('is raised again when an extension took it back to green and it turns yellow again', () => {
    // Five hours more at 10:30: 9.5 of 15 hours are used; 13.5 are at 14:30.
    const given = request([TEN_HOURS, row('Tue 10:30', 'Tue 16:00', 15)]);
    expect(decide(after(YELLOW), given, at('Tue 14:30') - 1)).toEqual([]);
    expect(states(decide(after(YELLOW), given, 'Tue 14:30'))).toEqual(['PROMISED YELLOW']);
    expect(decide(after(YELLOW, { ...YELLOW, at: 'Tue 14:30' }), given, 'Tue 15:00')).toEqual([]);
  });

  it('is raised again also when it was green only while nobody looked', () => {
    const given = request([TEN_HOURS, row('Tue 10:30', 'Tue 16:00', 15), row('Tue 15:00', 'Tue 16:30', 15.5)]);
    // By 15:00 it had turned yellow at 14:30, unseen; half an hour more leaves it at 14 of 15.5 hours.
    expect(states(decide(after(YELLOW), given, 'Tue 15:10'))).toEqual(['PROMISED YELLOW']);
  });

  it('is not raised again when an extension leaves it yellow', () => {
    // 12 minutes more at 10:30: 9.5 of 10.2 hours are used.
    const given = request([TEN_HOURS, row('Tue 10:30', 'Tue 11:12', 10.2)]);
    expect(decide(after(YELLOW), given, 'Tue 11:05')).toEqual([]);
    expect(states(decide(after(YELLOW), given, 'Tue 11:13'))).toEqual(['PROMISED RED']);
  });

  it('tells since when it has been so, over a change that left it so', () => {
    const given = request([TEN_HOURS, row('Tue 10:30', 'Tue 11:12', 10.2)]);
    expect(decide(NOTHING_TOLD, given, 'Tue 11:05').map(({ data }) => data.turnedAt)).toEqual(['2026-03-03T10:00:00.000Z']);
  });

  it('waits while the clock stands still, and a suspension alone does not raise it again', () => {
    const stopped = row('Tue 10:30', null, 10, { stoppedAtMs: at('Tue 10:30') });
    expect(decide(NOTHING_TOLD, request([TEN_HOURS, stopped]), 'Fri 09:00')).toEqual([]);
    expect(nextWarningAt(after(YELLOW), request([TEN_HOURS, stopped]), at('Tue 12:00'))).toBeNull();
    // Resumed after two hours without a word of yellow: 9.5 of 10 hours are used still.
    const resumed = row('Tue 12:30', 'Tue 13:00', 10, { usedFromW: START_W + 2 * HOUR_MS });
    expect(decide(after(YELLOW), request([TEN_HOURS, stopped, resumed]), 'Tue 12:40')).toEqual([]);
    expect(states(decide(NOTHING_TOLD, request([TEN_HOURS, stopped, resumed]), 'Tue 12:40'))).toEqual(['PROMISED YELLOW']);
  });

  it('is raised again when a changed calendar says that it was green at the warning', () => {
    // Tuesday became a day off after the warning: the ten hours end on Wednesday at 11:00.
    const closed = compileCalendar({ ...officeCalendar, version: 4, overrides: { '2026-03-03': { spans: [] } } });
    const given = request([row('Mon 09:00', 'Wed 11:00', 10, { usedFromW: closed.workingMsUpTo(at('Mon 09:00')) })], 'PROMISED', { calendar: closed, calendarVersion: 4 });
    expect(decide(after(YELLOW), given, 'Wed 09:30')).toEqual([]);
    expect(states(decide(after(YELLOW), given, 'Wed 10:00'))).toEqual(['PROMISED YELLOW']);
  });

  it('is raised for each limit by itself', () => {
    const both = request([], 'PROMISED', { limits: [{ limit: 'PROMISED', rows: [TEN_HOURS] }, { limit: 'STATUTORY', rows: [row('Mon 09:00', 'Wed 17:00', 24)] }] });
    expect(states(decide(after(YELLOW), both, 'Wed 16:00'))).toEqual(['PROMISED RED', 'STATUTORY YELLOW']);
    expect(states(decide(after(YELLOW, RED), both, 'Wed 16:00'))).toEqual(['STATUTORY YELLOW']);
  });

  it('of a budget of nothing is yellow from the start', () => {
    expect(states(decide(NOTHING_TOLD, request([row('Mon 09:00', 'Mon 17:00', 0)]), 'Mon 09:00'))).toEqual(['PROMISED YELLOW']);
  });

  it('of a request without an officer names none, and of one without limits there is none', () => {
    expect(decide(NOTHING_TOLD, request([TEN_HOURS], 'PROMISED', { officerId: null }), 'Tue 10:00')[0]?.data).not.toHaveProperty('officerId');
    expect(decide(NOTHING_TOLD, request([], 'PROMISED', { limits: [] }), 'Tue 10:00')).toEqual([]);
  });
});

describe('The next warning', () => {
  it('is at the turn to yellow, then right after the due instant, then never', () => {
    const given = request([TEN_HOURS]);
    expect(nextWarningAt(NOTHING_TOLD, given, at('Mon 09:00'))).toBe(at('Tue 10:00'));
    expect(nextWarningAt(after(YELLOW), given, at('Tue 10:00'))).toBe(at('Tue 11:00') + 1);
    expect(nextWarningAt(after(YELLOW, RED), given, at('Tue 11:02'))).toBeNull();
  });

  it('is now when it is overdue', () => {
    expect(nextWarningAt(NOTHING_TOLD, request([TEN_HOURS]), at('Fri 09:00'))).toBe(at('Fri 09:00'));
  });

  it('looks past what is recorded a moment ahead of the clock', () => {
    const given = request([TEN_HOURS, row('Tue 09:30', 'Tue 16:00', 15)]);
    expect(nextWarningAt(NOTHING_TOLD, given, at('Tue 09:28'))).toBe(at('Tue 14:30'));
  });
});
