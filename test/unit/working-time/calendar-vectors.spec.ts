import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dueOf, explainDue } from '../../../src/working-time/due.js';
import type { LimitUnit } from '../../../src/working-time/limit.js';
import type { WorkingCalendar } from '../../../src/working-time/working-calendar.js';
import { at, calendarOf, chineseHall } from './calendars.js';

interface Vector {
  readonly calendar: string;
  readonly start: string;
  readonly unit: LimitUnit;
  readonly amount: number;
  readonly extended: number;
  readonly suspensions: readonly (readonly [string, string])[];
  readonly due: string;
  readonly why?: string;
  readonly until?: string;
  readonly workingMsFromStartUntil?: number;
}
interface Vectors {
  readonly calendars: Readonly<Record<string, { readonly zone: string; readonly week: string; readonly overrides?: string }>>;
  readonly byHand: readonly Vector[];
  readonly computed: readonly Vector[];
}

const vectors = JSON.parse(readFileSync(join(import.meta.dirname, '../../calendar-vectors.json'), 'utf8')) as Vectors;
const calendars = new Map<string, WorkingCalendar>(
  Object.entries(vectors.calendars).map(([name, { zone, week, overrides }]) => [name, overrides ? chineseHall() : calendarOf(zone, week)]),
);

/** Extensions of the vectors are granted at the start. */
function judge(vector: Vector) {
  const calendar = calendars.get(vector.calendar)!;
  const startMs = at(vector.start);
  const suspensions = vector.suspensions.map(([from, until]) => ({ fromMs: at(from), untilMs: at(until), cause: 'APPLICANT' as const }));
  const extensions = vector.extended === 0 ? [] : [{ atMs: startMs, amount: vector.extended }];
  const limit = { unit: vector.unit, amount: vector.amount };
  return { calendar, startMs, limit, history: { startMs, suspensions, extensions } };
}

describe('the calendar vectors', () => {
  it('are all here', () => {
    expect([vectors.byHand.length, vectors.computed.length, calendars.size]).toEqual([7, 240, 4]);
  });

  it.each(vectors.byHand.map((vector) => [vector.why, vector] as const))('worked by hand: %s', (_why, vector) => {
    const { limit, history, calendar } = judge(vector);
    expect(new Date(dueOf(limit, history, calendar).dueMs!).toISOString()).toBe(vector.due);
  });

  it.each(vectors.computed.map((vector, index) => [index, vector] as const))(
    'computed %i: due instant and working time agree',
    (_i, vector) => {
      const { limit, history, calendar, startMs } = judge(vector);
      expect(new Date(dueOf(limit, history, calendar).dueMs!).toISOString()).toBe(vector.due);
      expect(calendar.workingMsUpTo(at(vector.until!)) - calendar.workingMsUpTo(startMs)).toBe(vector.workingMsFromStartUntil);
    },
  );

  it('are explained with the same due instant as they are answered with', () => {
    for (const vector of [...vectors.byHand, ...vectors.computed]) {
      const { limit, history, calendar } = judge(vector);
      const { due, steps } = explainDue(limit, history, calendar);
      expect(due).toEqual(dueOf(limit, history, calendar));
      expect(steps.at(-1)).toEqual({
        step: 'DUE',
        dueMs: at(vector.due),
        provisional: vector.calendar === 'cn-hall' && vector.due > '2027',
      });
    }
  });
});
