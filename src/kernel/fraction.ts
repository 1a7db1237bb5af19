/** An exact number, in lowest terms; the denominator is above 0. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** @throws RangeError for a denominator of 0. */
export function fraction(numerator: bigint, denominator = 1n): Fraction {
  if (denominator === 0n) throw new RangeError('A fraction has no denominator of 0');
  const divisor = denominator < 0n ? -gcd(numerator, denominator) : gcd(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

export const ZERO = fraction(0n);
export const ONE = fraction(1n);

export const add = (a: Fraction, b: Fraction): Fraction => fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
export const subtract = (a: Fraction, b: Fraction): Fraction => add(a, { numerator: -b.numerator, denominator: b.denominator });
export const multiply = (a: Fraction, b: Fraction): Fraction => fraction(a.numerator * b.numerator, a.denominator * b.denominator);
/** @throws RangeError for a division by 0. */
export const divide = (a: Fraction, b: Fraction): Fraction => fraction(a.numerator * b.denominator, a.denominator * b.numerator);
export const isBelow = (a: Fraction, b: Fraction): boolean => a.numerator * b.denominator < b.numerator * a.denominator;
export const clamp = (value: Fraction, low: Fraction, high: Fraction): Fraction => (isBelow(value, low) ? low : isBelow(high, value) ? high : value);

/** What a number says when it is written in decimal: 0.1 is one tenth. @throws RangeError for one that is not written plainly. */
export function ofDecimal(value: number): Fraction {
  const [, whole = '', decimals = ''] = /^(-?\d+)(?:\.(\d+))?$/.exec(String(value)) ?? [];
  if (whole === '') throw new RangeError(`${value} is no plain decimal`);
  return fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
}

/** The very number that the bits mean: 0.1 is a little more than one tenth. @throws RangeError for what is no number. */
export function ofBinary(value: number): Fraction {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no number`);
  let [scaled, denominator] = [value, 1n];
  while (!Number.isInteger(scaled)) [scaled, denominator] = [scaled * 2, denominator * 2n];
  return fraction(BigInt(scaled), denominator);
}

/** Enough bits for a double and one that tells the rest from nothing. */
const QUOTIENT_BITS = 64n;

/** The nearest double, of what is no closer to nothing than 1e-300. */
export function toNumber({ numerator, denominator }: Fraction): number {
  const size = numerator < 0n ? -numerator : numerator;
  const shift = QUOTIENT_BITS + bits(denominator) - bits(size);
  const [up, down] = shift > 0n ? [size << shift, denominator] : [size, denominator << -shift];
  const quotient = (up / down) | (up % down === 0n ? 0n : 1n);
  const value = Number(quotient) * 2 ** Number(-shift);
  return numerator < 0n ? -value : value;
}

/** In decimal, half away from nothing. */
export function toText({ numerator, denominator }: Fraction, decimals: number): string {
  const size = numerator < 0n ? -numerator : numerator;
  const scaled = (2n * size * 10n ** BigInt(decimals) + denominator) / (2n * denominator);
  const digits = scaled.toString().padStart(decimals + 1, '0');
  const sign = numerator < 0n && scaled > 0n ? '-' : '';
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

const bits = (value: bigint): bigint => BigInt(value.toString(2).length);

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y > 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
