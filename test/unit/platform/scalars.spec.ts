import { parseValue } from 'graphql';
import { InstantScalar, MillisecondsScalar, PositionScalar } from '../../../src/platform/graphql/scalars.js';

describe('Position', () => {
  it('writes a position beyond 2^53 to the digit', () => expect(PositionScalar.serialize(9007199254740993n)).toBe('9007199254740993'));
  it('reads a string, and a literal beyond 2^53, to the digit', () => {
    expect(PositionScalar.parseValue('9007199254740993')).toBe(9007199254740993n);
    expect(PositionScalar.parseLiteral(parseValue('9007199254740993'))).toBe(9007199254740993n);
  });
  it.each(['-1', '1.5', '0x10', '', ' 1', '1e3', 2 ** 53, null, true])('refuses %j', (value) => {
    expect(() => PositionScalar.parseValue(value)).toThrow('Position takes');
  });
});

describe('Milliseconds', () => {
  it.each([
    [0, '0'], [-0, '0'], [86_400_000 * 25, '2160000000'], [9007199254740993n, '9007199254740993'], [1.5, '1.5'],
    [1 / 3, '0.333333'], [2.0000001, '2'], ['12.25', '12.25'],
  ])('writes %p as %s', (value, text) => expect(MillisecondsScalar.serialize(value)).toBe(text));
  it.each([Number.NaN, Infinity, 2 ** 53, 'ten', null])('never writes %p', (value) => {
    expect(() => MillisecondsScalar.serialize(value)).toThrow('Not a number of milliseconds');
  });
  it('reads a string and an integer literal', () => {
    expect(MillisecondsScalar.parseValue('1800000')).toBe(1_800_000);
    expect(MillisecondsScalar.parseLiteral(parseValue('1800000'))).toBe(1_800_000);
  });
  it.each(['1.1234567', 'PT1H', '', {}, []])('refuses %j', (value) => {
    expect(() => MillisecondsScalar.parseValue(value)).toThrow('Milliseconds takes');
  });
});

describe('Instant', () => {
  it('honours an offset and writes UTC with milliseconds', () => {
    expect(InstantScalar.parseValue('2026-03-02T09:00:00+08:00')).toBe('2026-03-02T01:00:00.000Z');
    expect(InstantScalar.serialize(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(InstantScalar.serialize(new Date(1))).toBe('1970-01-01T00:00:00.001Z');
  });
  it.each(['2026-03-02', 0, null, '2026-02-30T00:00:00Z'])('refuses %j', (value) => {
    expect(() => InstantScalar.parseValue(value)).toThrow('Instant takes');
  });
});
