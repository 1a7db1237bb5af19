import { explainDue } from '../../../src/working-time/due.js';
import type { ClockHistory, DueStep, Limit } from '../../../src/working-time/limit.js';
import { at, calendarOf, chineseHall } from './calendars.js';

const hall = chineseHall();
const shanghai = calendarOf('Asia/Shanghai', 'Mon-Fri 08:00-18:00');
const history = (start: string, more: Partial<ClockHistory> = {}): ClockHistory => ({
  startMs: at(start),
  suspensions: [],
  extensions: [],
  ...more,
});
const skipped = (date: string, name: string | null): DueStep => ({
  step: 'SKIPPED',
  date,
  reason: name === null ? 'WEEKLY_CLOSING' : 'HOLIDAY',
  name,
});
const stepsOf = (limit: Limit, clock: ClockHistory, calendar = hall): readonly DueStep[] => explainDue(limit, clock, calendar).steps;

describe('the explanation of a due instant', () => {
  it('names the holidays skipped and the make-up day used: two working days from 30 December 2025', () => {
    const start = '2025-12-30T02:00:00.000Z';
    expect(stepsOf({ unit: 'WORKING_DAY', amount: 2 }, history(start))).toEqual([
      { step: 'START', atMs: at(start) },
      { step: 'LIMIT', unit: 'WORKING_DAY', amount: 2 },
      skipped('2026-01-01', '元旦'),
      skipped('2026-01-02', '元旦'),
      skipped('2026-01-03', '元旦'),
      { step: 'MAKE_UP', date: '2026-01-04', name: '元旦' },
      { step: 'DUE', dueMs: at('2026-01-04T09:00:00.000Z'), provisional: false },
    ]);
  });

  it('says that a suspension after the due instant did not count', () => {
    const [start, fromMs, untilMs] = ['2026-03-05T02:00:00.000Z', at('2026-03-06T11:00:00.000Z'), at('2026-03-09T01:00:00.000Z')];
    expect(
      stepsOf({ unit: 'WORKING_DAY', amount: 1 }, history(start, { suspensions: [{ fromMs, untilMs, cause: 'APPLICANT' }] }), shanghai),
    ).toEqual([
      { step: 'START', atMs: at(start) },
      { step: 'LIMIT', unit: 'WORKING_DAY', amount: 1 },
      { step: 'SUSPENSION', fromMs, untilMs, cause: 'APPLICANT', counted: false, movedBy: 0, movedUnit: 'WORKING_DAY' },
      { step: 'DUE', dueMs: at('2026-03-06T10:00:00.000Z'), provisional: false },
    ]);
  });

  it('lists extensions and suspensions by time, and of calendar days only the closed ones at the end', () => {
    const start = '2026-03-02T02:00:00.000Z'; // Monday; 2 + 1 + 2 days later is Saturday
    const [fromMs, untilMs, extendedMs] = [at('2026-03-03T02:00:00.000Z'), at('2026-03-05T01:00:00.000Z'), at('2026-03-03T02:00:00.000Z')];
    const clock = history(start, {
      suspensions: [{ fromMs, untilMs, cause: 'STATUTORY' }],
      extensions: [{ atMs: extendedMs, amount: 1 }],
    });
    expect(stepsOf({ unit: 'CALENDAR_DAY', amount: 2 }, clock).slice(2)).toEqual([
      { step: 'EXTENSION', atMs: extendedMs, amount: 1, dueMs: null },
      { step: 'SUSPENSION', fromMs, untilMs, cause: 'STATUTORY', counted: true, movedBy: 2, movedUnit: 'CALENDAR_DAY' },
      skipped('2026-03-07', null),
      skipped('2026-03-08', null),
      { step: 'DUE', dueMs: at('2026-03-09T09:00:00.000Z'), provisional: false },
    ]);
  });

  it('of an explicit instant shows the new instant, what a suspension moved in milliseconds, and no day it did not skip', () => {
    const [fromMs, untilMs, atMs] = [at('2026-03-04T01:00:00.000Z'), at('2026-03-04T03:00:00.000Z'), at('2026-03-05T01:00:00.000Z')];
    const clock = history('2026-03-02T02:00:00.000Z', {
      suspensions: [{ fromMs, untilMs, cause: 'APPLICANT' }],
      extensions: [{ atMs, dueAt: '2026-03-07T02:00:00.000Z' }],
    });
    expect(stepsOf({ unit: 'INSTANT', dueAt: '2026-03-06T02:00:00.000Z' }, clock, shanghai).slice(1)).toEqual([
      { step: 'LIMIT', unit: 'INSTANT', amount: null },
      { step: 'SUSPENSION', fromMs, untilMs, cause: 'APPLICANT', counted: true, movedBy: 7_200_000, movedUnit: 'MS' },
      { step: 'EXTENSION', atMs, amount: null, dueMs: at('2026-03-07T02:00:00.000Z') },
      skipped('2026-03-07', null),
      skipped('2026-03-08', null),
      { step: 'DUE', dueMs: at('2026-03-09T02:00:00.000Z'), provisional: false },
    ]);
    expect(stepsOf({ unit: 'INSTANT', dueAt: '2026-03-07T02:00:00.000Z' }, history('2026-03-02T02:00:00.000Z'), shanghai)).toHaveLength(3);
  });

  it('ends with an unknown due instant and no days while a suspension that counts runs', () => {
    const fromMs = at('2025-12-31T02:00:00.000Z');
    const clock = history('2025-12-30T02:00:00.000Z', { suspensions: [{ fromMs, untilMs: null, cause: 'APPLICANT' }] });
    expect(stepsOf({ unit: 'WORKING_DAY', amount: 2 }, clock).slice(2)).toEqual([
      { step: 'SUSPENSION', fromMs, untilMs: null, cause: 'APPLICANT', counted: true, movedBy: 0, movedUnit: 'WORKING_DAY' },
      { step: 'DUE', dueMs: null, provisional: false },
    ]);
  });

  it('leaves out the day after a day that ends at 24:00', () => {
    const overrides = { '2026-03-07': { spans: [{ from: '09:00', until: '12:00' }], name: 'make-up' } };
    const open = calendarOf('UTC', 'Mon-Fri 00:00-24:00', { overrides });
    expect(stepsOf({ unit: 'WORKING_DAY', amount: 1 }, history('2026-03-05T12:00:00.000Z'), open).slice(2)).toEqual([
      { step: 'DUE', dueMs: at('2026-03-07T00:00:00.000Z'), provisional: false },
    ]);
  });

  it('lists 400 days at most, the first ones', () => {
    const steps = stepsOf({ unit: 'WORKING_DAY', amount: 3000 }, history('2026-03-02T02:00:00.000Z'), shanghai);
    expect(steps).toHaveLength(403);
    expect(steps[2]).toEqual(skipped('2026-03-07', null));
  });
});
