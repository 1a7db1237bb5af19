import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { parseInstant } from '../rfc3339.js';

const badInput = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

/** Digits may come as a GraphQL string or as an integer literal; an integer literal is read from its text, so 2^53 is no limit. */
function textOf(node: ValueNode, scalar: string): string {
  if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT) return node.value;
  throw badInput(`${scalar} takes a string.`);
}

function toPosition(value: unknown): bigint {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text === 'string' && /^\d{1,19}$/.test(text)) return BigInt(text);
  throw badInput('Position takes a decimal string of at most 19 digits, e.g. "1024".');
}

/** A place in the whole log. In code a bigint, on the wire a decimal string. */
export const PositionScalar = new GraphQLScalarType<bigint, string>({
  name: 'Position',
  description: 'A place in the whole event log, as a decimal string; it grows and may pass 2^53 (日志位置).',
  serialize: (value) => (typeof value === 'bigint' ? value : toPosition(value)).toString(),
  parseValue: toPosition,
  parseLiteral: (node) => toPosition(textOf(node, 'Position')),
});

const DECIMAL = /^-?\d{1,19}(\.\d{1,6})?$/;

function toMillisecondsText(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string' && DECIMAL.test(value)) return value;
  if (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER) {
    const text = Number.isInteger(value) ? String(value) : value.toFixed(6).replace(/\.?0+$/, '');
    return text === '-0' ? '0' : text;
  }
  throw new TypeError(`Not a number of milliseconds: ${String(value)}`);
}

function toMilliseconds(value: unknown): number {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string' && DECIMAL.test(text) && Math.abs(Number(text)) <= Number.MAX_SAFE_INTEGER) return Number(text);
  throw badInput('Milliseconds takes a decimal string with at most 6 fraction digits, e.g. "1800000".');
}

/** A duration. Resolvers return bigint, number or decimal text; an argument arrives as a number. */
export const MillisecondsScalar = new GraphQLScalarType<number, string>({
  name: 'Milliseconds',
  description: 'A duration in milliseconds as a decimal string: whole where it is a sum, up to 6 fraction digits where it is a mean or percentile (毫秒).',
  serialize: toMillisecondsText,
  parseValue: toMilliseconds,
  parseLiteral: (node) => toMilliseconds(textOf(node, 'Milliseconds')),
});

function toInstant(value: unknown): string {
  const instant = typeof value === 'string' ? parseInstant(value) : null;
  if (instant !== null) return instant;
  throw badInput('Instant takes an RFC 3339 date and time with a zone, e.g. "2026-03-02T09:00:00+08:00".');
}

function toInstantText(value: unknown): string {
  if (value instanceof Date || typeof value === 'number') return new Date(value).toISOString();
  return toInstant(value);
}

/** A point in time. In code the 24 characters of `Date.toISOString()`; resolvers may also return a Date or epoch milliseconds. */
export const InstantScalar = new GraphQLScalarType<string, string>({
  name: 'Instant',
  description: 'A point in time: RFC 3339 with a zone in, UTC with milliseconds out (时刻).',
  serialize: toInstantText,
  parseValue: toInstant,
  parseLiteral: (node) => toInstant(node.kind === Kind.STRING ? node.value : null),
});
