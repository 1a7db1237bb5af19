import fc from 'fast-check';
import { timeReader } from '../../../src/import/mapping/time-format.js';
import { EARLIEST_MS, LATEST_MS, zoneClock } from '../../../src/import/mapping/zone-clock.js';
import { firstInstantAt, localMsAt, localToInstant } from '../../../src/working-time/local-time.js';
import { zoneRules } from '../../../src/working-time/zone-rules.js';

const ZONES = ['America/New_York', 'Asia/Shanghai', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca', 'America/Caracas', 'UTC'];
const zone = fc.constantFrom(...ZONES);
const MINUTE_MS = 60_000;

/** Readings of its clock, mostly near to where it changes. */
const readingsOf = (name: string): fc.Arbitrary<number> => {
  const { endsMs, offsetsMs } = zoneRules(name);
  const anywhere = fc.integer({ min: -100_000, max: LATEST_MS + 100_000_000 });
  if (endsMs.length === 0) return anywhere;
  const near = fc.tuple(fc.nat(endsMs.length - 1), fc.integer({ min: -130, max: 130 })).map(([index, minutes]) => (endsMs[index] ?? 0) + (offsetsMs[index] ?? 0) + minutes * MINUTE_MS);
  return fc.oneof({ weight: 4, arbitrary: near }, { weight: 1, arbitrary: anywhere });
};

describe('the clock of a zone', () => {
  it('gives of each reading the instant that working time has for it, whichever reading came before', () => {
    fc.assert(fc.property(zone.chain((name) => fc.tuple(fc.constant(name), fc.array(readingsOf(name), { minLength: 1, maxLength: 30 }))), ([name, readings]) => {
      const rules = zoneRules(name);
      const plain = (local: number): number | null => {
        if (local < EARLIEST_MS || local >= LATEST_MS) return null;
        const instant = firstInstantAt(rules, local);
        return localMsAt(rules, instant) === local ? instant : localToInstant(name, new Date(local).toISOString().slice(0, -1));
      };
      expect(readings.map(zoneClock(name))).toEqual(readings.map(plain));
    }), { numRuns: 300 });
  });
});

describe('a time whose digits always stand at the same places', () => {
  const part = (max: number): fc.Arbitrary<string> =>
    fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max }) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 99 }) }).map((n) => String(n).padStart(2, '0'));
  const year = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1968, max: 2102 }) }, { weight: 1, arbitrary: fc.nat(9999) }).map((n) => String(n).padStart(4, '0'));

  it('is what it is when it is taken apart', () => {
    fc.assert(fc.property(zone, year, fc.tuple(part(12), part(31), part(23), part(59), part(59)), (name, yyyy, [month, day, hour, minute, second]) => {
      const apart = timeReader('iso', name)(`${yyyy}-${month}-${day} ${hour}:${minute}:${second}`);
      expect(timeReader('YYYY-MM-DD HH:mm:ss', name)(`${yyyy}-${month}-${day} ${hour}:${minute}:${second}`)).toBe(apart);
      expect(timeReader('ss.mm 😀HH DD/MM/YYYY', name)(`${second}.${minute} 😀${hour} ${day}/${month}/${yyyy}`)).toBe(apart);
    }), { numRuns: 500 });
  });
});
