// Working time by day tables against the obvious peer: a walk over the days between two instants, with the same local dates.
import { compileCalendar } from '../../dist/working-time/compile-calendar.js';
import { parseWeek } from '../../dist/working-time/parse-week.js';

const week = parseWeek('Mon-Fri 09:00-12:00 13:30-17:00');
const calendar = compileCalendar({ calendarId: 'office', version: 1, zone: 'UTC', weeks: [{ effectiveFrom: null, week }], overrides: {}, announcedThrough: null });
const DAY = 86_400_000;
const SPANS = [[9 * 3_600_000, 12 * 3_600_000], [13.5 * 3_600_000, 17 * 3_600_000]];

function walked(from, until) {
  let total = 0;
  for (let day = Math.floor(from / DAY) * DAY; day < until; day += DAY) {
    const weekday = new Date(day).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    for (const [opens, closes] of SPANS) total += Math.max(0, Math.min(until, day + closes) - Math.max(from, day + opens));
  }
  return total;
}
const tabled = (from, until) => calendar.workingMsUpTo(until) - calendar.workingMsUpTo(from);

const intervals = Array.from({ length: 100_000 }, (_, index) => {
  const from = Date.UTC(2020, 0, 1) + index * 1_234_567;
  return [from, from + ((index * 7919) % 365) * DAY + index];
});
const time = (measure) => {
  const started = performance.now();
  let sum = 0;
  for (const [from, until] of intervals) sum += measure(from, until);
  return { ms: performance.now() - started, sum };
};

time(tabled);
const [table, walk] = [time(tabled), time(walked)];
if (table.sum !== walk.sum) throw new Error(`They disagree: ${table.sum} and ${walk.sum}`);
console.log(`100,000 intervals of up to a year: tables ${table.ms.toFixed(1)} ms, walk over days ${walk.ms.toFixed(1)} ms`);
console.log(`ratio walk ÷ tables: ${(walk.ms / table.ms).toFixed(1)}`);
