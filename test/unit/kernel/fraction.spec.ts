import fc from 'fast-check';
import { add, clamp, divide, fraction, isBelow, multiply, ofBinary, ofDecimal, ONE, subtract, toNumber, toText, ZERO } from '../../../src/kernel/fraction.js';

describe('A fraction', () => {
  it('is in lowest terms, the sign above', () => {
    expect(fraction(6n, 4n)).toEqual({ numerator: 3n, denominator: 2n });
    expect(fraction(6n, -4n)).toEqual({ numerator: -3n, denominator: 2n });
    expect(fraction(0n, -7n)).toEqual({ numerator: 0n, denominator: 1n });
    expect(() => fraction(1n, 0n)).toThrow(RangeError);
  });

  it('is added, subtracted, multiplied, divided, compared and cut exactly', () => {
    const [third, half] = [fraction(1n, 3n), fraction(1n, 2n)];
    expect(add(third, half)).toEqual(fraction(5n, 6n));
    expect(subtract(third, half)).toEqual(fraction(-1n, 6n));
    expect(multiply(third, half)).toEqual(fraction(1n, 6n));
    expect(divide(third, half)).toEqual(fraction(2n, 3n));
    expect([isBelow(third, half), isBelow(half, third), isBelow(half, half)]).toEqual([true, false, false]);
    expect([fraction(-1n), third, fraction(3n)].map((value) => clamp(value, ZERO, ONE))).toEqual([ZERO, third, ONE]);
  });

  it('is what a decimal says, or what its bits mean', () => {
    expect(ofDecimal(0.1)).toEqual(fraction(1n, 10n));
    expect(ofDecimal(-12.5)).toEqual(fraction(-25n, 2n));
    expect(ofDecimal(40)).toEqual(fraction(40n));
    expect(() => ofDecimal(1e-7)).toThrow(RangeError);
    expect(ofBinary(0.5)).toEqual(fraction(1n, 2n));
    expect(ofBinary(0.1)).toEqual(fraction(3602879701896397n, 36028797018963968n));
  });

  it('is shown half away from nothing', () => {
    expect([fraction(2n, 3n), fraction(-2n, 3n), fraction(1n, 8n), fraction(-1n, 8n), fraction(200n), fraction(-1n, 1000n)].map((value) => toText(value, 2)))
      .toEqual(['0.67', '-0.67', '0.13', '-0.13', '200.00', '0.00']);
    expect(toText(fraction(5n, 2n), 0)).toBe('3');
  });

  it('has a nearest number, and every number is the one nearest to itself', () => {
    expect(toNumber(fraction(1n, 3n))).toBe(1 / 3);
    expect(toNumber(fraction(2n ** 70n + 1n, 2n ** 70n))).toBe(1);
    const plain = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }).filter((value) => Math.abs(value) > 1e-300);
    fc.assert(fc.property(plain, (value) => { expect(toNumber(ofBinary(value))).toBe(value); }));
    fc.assert(fc.property(fc.maxSafeInteger(), fc.integer({ min: 1 }), (a, b) => {
      expect(toNumber(fraction(BigInt(a), BigInt(b)))).toBe(a === 0 ? 0 : a / b);
    }));
  });
});
