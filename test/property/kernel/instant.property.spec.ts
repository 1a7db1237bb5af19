import fc from 'fast-check';
import { toIso, toMs } from '../../../src/kernel/instant.js';

describe('toIso', () => {
  it('writes every whole millisecond as Date does, whatever was written before it', () => {
    const anyMs = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });
    fc.assert(fc.property(fc.array(anyMs, { minLength: 1, maxLength: 20 }), (instants) => {
      expect(instants.map(toIso)).toEqual(instants.map((ms) => new Date(ms).toISOString()));
      expect(instants.map(toIso).map(toMs)).toEqual(instants);
    }), { verbose: 1 });
  });

  it('writes what was read before as Date does, however it was written there', () => {
    const part = (min: number, max: number) => fc.integer({ min, max }).map((n) => String(n).padStart(2, '0'));
    // Among them dates and times that are none: the 31st of June, the 13th month, minute 60.
    const text = fc.tuple(fc.constantFrom('0000', '0099', '1969', '2024', '2026'), part(0, 13), part(0, 32), part(0, 24), part(0, 60), part(0, 60),
      fc.constantFrom('.000Z', '.007Z', 'Z', '.000+08:00', '.0000Z'))
      .map(([year, month, day, hour, minute, second, end]) => `${year}-${month}-${day}T${hour}:${minute}:${second}${end}`);
    fc.assert(fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (texts) => {
      const read = texts.map(toMs);
      expect(read).toEqual(texts.map((one) => Date.parse(one)));
      const known = read.filter((ms) => !Number.isNaN(ms));
      expect(known.map(toIso)).toEqual(known.map((ms) => new Date(ms).toISOString()));
    }), { numRuns: 500, verbose: 1 });
  });

  it.each([0, -1, 86_399_999, 86_400_000, Date.UTC(2026, 1, 28, 23, 59, 59, 999)])('writes %d at the edge of a day', (ms) => {
    expect(toIso(ms)).toBe(new Date(ms).toISOString());
  });

  it('throws for what is no instant, as Date does', () => {
    expect(() => toIso(NaN)).toThrow(RangeError);
    expect(() => toIso(1e20)).toThrow(RangeError);
  });
});

describe('toMs', () => {
  it.each(['2026-02-30T00:00:00.000Z', '2026-13-01T00:00:00.000Z', 'no instant', '2026-03-02T24:00:00.000Z', '2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000+08:00'])(
    'reads %s as Date does', (text) => {
      expect(toMs(text)).toBe(Date.parse(text));
    });
});
