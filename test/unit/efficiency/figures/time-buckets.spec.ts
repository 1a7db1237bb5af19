import { bucketsOf, BUCKETS_MAX, slotsOf, TIME_UNITS } from '../../../../src/efficiency/read-model/figures/time-buckets.js';
import fc from 'fast-check';

const HOUR_MS = 3_600_000;
const ms = (text: string): number => Date.parse(text);
const keys = (...asked: Parameters<typeof bucketsOf>): readonly string[] => bucketsOf(...asked)!.map(({ key }) => key);

describe('buckets of time', () => {
  it('number weeks as ISO 8601 does: a week belongs to the year of its Thursday', () => {
    expect(keys('WEEK', 'UTC', ms('2024-12-29T00:00:00Z'), ms('2025-01-07T00:00:00Z'))).toEqual(['2024-W52', '2025-W01', '2025-W02']);
    // 2026 begins on a Thursday, so it has 53 weeks, and its first one began in 2025.
    expect(keys('WEEK', 'UTC', ms('2025-12-28T23:59:59.999Z'), ms('2025-12-29T00:00:00.001Z'))).toEqual(['2025-W52', '2026-W01']);
    expect(keys('WEEK', 'UTC', ms('2026-12-31T00:00:00Z'), ms('2027-01-04T00:00:00.001Z'))).toEqual(['2026-W53', '2027-W01']);
  });

  it('name days, months, quarters and years so that text order is time order', () => {
    const [from, to] = [ms('2025-11-30T16:00:00Z'), ms('2026-03-31T16:00:00Z')];
    expect(keys('MONTH', 'Asia/Shanghai', from, to)).toEqual(['2025-12', '2026-01', '2026-02', '2026-03']);
    expect(keys('QUARTER', 'Asia/Shanghai', from, to)).toEqual(['2025-Q4', '2026-Q1']);
    expect(keys('YEAR', 'Asia/Shanghai', from, to)).toEqual(['2025', '2026']);
    expect(keys('DAY', 'Asia/Shanghai', to - 1, to + 1)).toEqual(['2026-03-31', '2026-04-01']);
  });

  it('are cut to the period at both ends', () => {
    const [from, to] = [ms('2026-03-10T02:00:00Z'), ms('2026-04-05T05:00:00Z')];
    expect(bucketsOf('MONTH', 'UTC', from, to)!.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([[from, ms('2026-04-01T00:00:00Z')], [ms('2026-04-01T00:00:00Z'), to]]);
  });

  it('have days of 23 and 25 hours where the clock is changed', () => {
    const lengths = (from: string, to: string) => bucketsOf('DAY', 'America/New_York', ms(from), ms(to))!.map(({ key, fromMs, toMs }) => [key, (toMs - fromMs) / HOUR_MS]);
    expect(lengths('2026-03-07T05:00:00Z', '2026-03-10T04:00:00Z')).toEqual([['2026-03-07', 24], ['2026-03-08', 23], ['2026-03-09', 24]]);
    expect(lengths('2026-10-31T04:00:00Z', '2026-11-02T05:00:00Z')).toEqual([['2026-10-31', 24], ['2026-11-01', 25]]);
  });

  it('leave out a date that the zone skipped', () => {
    // Samoa went from 29 to 31 December 2011.
    expect(keys('DAY', 'Pacific/Apia', ms('2011-12-29T10:00:00Z'), ms('2011-12-31T09:00:00Z'))).toEqual(['2011-12-29', '2011-12-31']);
  });

  it('are refused when there are too many', () => {
    const from = ms('2020-01-01T00:00:00Z');
    expect(bucketsOf('DAY', 'UTC', from, from + BUCKETS_MAX * 24 * HOUR_MS)).toHaveLength(1_500);
    expect(bucketsOf('DAY', 'UTC', from, from + BUCKETS_MAX * 24 * HOUR_MS + 1)).toBeNull();
  });

  it('tile any period in any zone without gap or overlap, each instant in the unit its local date says', () => {
    const zone = fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/Stockholm', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'UTC');
    const period = fc.tuple(fc.integer({ min: ms('2005-01-01T00:00:00Z'), max: ms('2027-01-01T00:00:00Z') }), fc.integer({ min: 1, max: 90 * 24 * HOUR_MS }));
    fc.assert(fc.property(fc.constantFrom(...TIME_UNITS), zone, period, (unit, zoneName, [fromMs, lengthMs]) => {
      const buckets = bucketsOf(unit, zoneName, fromMs, fromMs + lengthMs)!;
      expect([buckets[0]!.fromMs, buckets.at(-1)!.toMs]).toEqual([fromMs, fromMs + lengthMs]);
      for (const [index, bucket] of buckets.entries()) {
        if (index > 0) expect(bucket.fromMs).toBe(buckets[index - 1]!.toMs);
        const local = new Intl.DateTimeFormat('sv-SE', { timeZone: zoneName }).format(bucket.toMs - 1);
        if (unit !== 'WEEK' && unit !== 'QUARTER') expect(local.startsWith(bucket.key)).toBe(true);
      }
    }), { numRuns: 150 });
  });
});

describe('slots of buckets', () => {
  it('say of every instant the bucket it lies in, at every edge and beside it', () => {
    const periods: readonly (readonly [string, string, string])[] = [
      // Two days of London begin on one day of Greenwich when its clock goes forward.
      ['Europe/London', '2026-03-20T10:00:00Z', '2026-04-20T10:00:00Z'], ['Asia/Shanghai', '2025-12-28T16:00:00Z', '2026-03-01T00:00:00Z'],
    ];
    for (const unit of TIME_UNITS) {
      for (const [zone, from, to] of periods) {
        const buckets = bucketsOf(unit, zone, ms(from), ms(to))!;
        const { slotMs, first, bucket, edge } = slotsOf(buckets);
        const bucketAt = (at: number): number => bucket[Math.floor(at / slotMs) - first]! + Number(at >= edge[Math.floor(at / slotMs) - first]!);
        for (const [index, { fromMs, toMs }] of buckets.entries()) expect([fromMs, Math.floor((fromMs + toMs) / 2), toMs - 1].map(bucketAt)).toEqual([index, index, index]);
      }
    }
  });
});
