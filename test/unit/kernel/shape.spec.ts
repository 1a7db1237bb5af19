import { fields, instant, listOf, number, optional, orNull, recordOf, text, whole } from '../../../src/kernel/shape.js';

describe('A shape', () => {
  const shape = fields<{ name: string; parts: readonly { n: number }[]; by?: Record<string, number>; until: string | null }>({
    name: text, parts: listOf(fields<{ n: number }>({ n: whole })), by: optional(recordOf(number)), until: orNull(instant),
  });
  const fitting = { name: 'a', parts: [{ n: 1 }], until: null };

  it('takes what has at least its fields', () => {
    expect(shape(fitting)).toBeNull();
    expect(shape({ ...fitting, by: { a: 0.5 }, until: '2026-03-02T01:00:00.000Z', more: true })).toBeNull();
  });

  it.each([
    ['nothing', undefined, ''],
    ['a list for an object', [], ''],
    ['a field that is missing', { parts: [], until: null }, '.name'],
    ['a member of a list', { ...fitting, parts: [{ n: 1 }, { n: 1.5 }] }, '.parts[1].n'],
    ['null where only nothing is allowed', { ...fitting, by: null }, '.by'],
    ['a member of a record, whose key it keeps to itself', { ...fitting, by: { secret: 'x' } }, '.by.*'],
    ['a number that is none', { ...fitting, by: { a: Number.NaN } }, '.by.*'],
    ['an instant without a zone', { ...fitting, until: '2026-03-02T01:00:00.0000' }, '.until'],
    ['an instant in words of the same length', { ...fitting, until: 'Mon Mar 02 2026 09:00:00' }, '.until'],
    ['a day that does not exist', { ...fitting, until: '2026-02-30T01:00:00.000Z' }, '.until'],
  ])('names the place of %s', (_case, value, place) => {
    expect(shape(value)).toBe(place);
  });
});
