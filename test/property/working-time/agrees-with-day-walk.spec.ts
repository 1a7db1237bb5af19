import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { compileCalendar } from '../../../src/working-time/compile-calendar.js';
import { dueOf } from '../../../src/working-time/due.js';
import { localDateOf, localToInstant, startOfLocalDate } from '../../../src/working-time/local-time.js';
import { instantIn, instantsIn, limit, unbroken, world } from './arbitraries.js';
import { dayWalk } from './day-walk.js';

const RUNS = { numRuns: 80 };
const instants = world.chain((place) => fc.tuple(fc.constant(place), instantsIn(place, 4)));

describe('the day tables, for every calendar', () => {
  it('agree with a walk from day to day about working time and working days', () => {
    fc.assert(
      fc.property(instants, ([place, times]) => {
        const [calendar, walk] = [compileCalendar(place.definition), dayWalk(place.definition)];
        const [a, b] = [times[0]!, times.at(-1)!];
        expect(calendar.workingMsUpTo(b) - calendar.workingMsUpTo(a)).toBe(walk.workedMs(a, b));
        expect(calendar.workingDaysUpTo(b) - calendar.workingDaysUpTo(a)).toBe(walk.workingDays(walk.dateOf(a), walk.dateOf(b)));
      }),
      RUNS,
    );
  });

  it('agree with a walk from day to day about due instants', () => {
    const cases = world.chain((place) => fc.tuple(fc.constant(place), instantIn(place), limit(0)));
    fc.assert(
      fc.property(cases, ([place, startMs, { unit, amount }]) => {
        const [calendar, walk] = [compileCalendar(place.definition), dayWalk(place.definition)];
        const { dueMs, budgetMs } = dueOf({ unit, amount }, unbroken(startMs), calendar);
        const start = walk.dateOf(startMs);
        if (unit === 'WORKING_DAY' && amount > 0) expect(dueMs).toBe(walk.closingAfter(start, amount));
        else if (unit !== 'WORKING_HOUR') expect(dueMs).toBe(walk.closingFrom(start.add({ days: amount }), startMs));
        else if (amount > 0) expect(walk.workedMs(startMs, dueMs!)).toBe(amount * 3_600_000);
        if (unit !== 'WORKING_HOUR') expect(budgetMs).toBe(walk.workedMs(startMs, dueMs!));
      }),
      RUNS,
    );
  });
});

describe('local time, for every zone', () => {
  it('has the dates, first instants and readings that Temporal gives', () => {
    fc.assert(
      fc.property(instants, ([{ definition }, times]) => {
        const { zone } = definition;
        for (const t of times) {
          const moment = Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(zone);
          const date = moment.toPlainDate();
          expect(localDateOf(zone, t)).toBe(date.toString());
          expect(startOfLocalDate(zone, date.toString())).toBe(date.toZonedDateTime(zone).epochMilliseconds);
          const reading = moment.toPlainDateTime();
          expect(localToInstant(zone, reading.toString({ smallestUnit: 'millisecond' }))).toBe(
            reading.toZonedDateTime(zone).epochMilliseconds,
          );
        }
      }),
      RUNS,
    );
  });
});
