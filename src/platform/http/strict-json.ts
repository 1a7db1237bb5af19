export class StrictJsonError extends Error {
  override readonly name = 'StrictJsonError';
}

const QUOTE = 34, BACKSLASH = 92, OPEN_BRACE = 123, CLOSE_BRACE = 125, OPEN_BRACKET = 91, CLOSE_BRACKET = 93, COLON = 58;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const DEPTH_MAX = 32;
/** Of one object, and of a whole body: what a batch of a thousand events holds, and room. */
const NAMES_MAX = 1_000;
const VALUES_MAX = 200_000;
const COMMA = 44, MINUS = 45, DIGIT_0 = 48, DIGIT_9 = 57;

/**
 * JSON as RFC 7493 (I-JSON) has it: no name twice in an object, no half of a surrogate pair, no number that a double does not
 * hold, and no names that reach a prototype. Two readers of the same bytes must not see two different events.
 * @throws StrictJsonError with a sentence fit for the sender.
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  checkStructure(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message would quote the body.
    throw new StrictJsonError('The body is not well-formed JSON.');
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new StrictJsonError('The body is not UTF-8.');
  }
}

/** One pass before JSON.parse(), so that a body nested a million deep, or of a million members, never becomes as many objects. */
function checkStructure(text: string): void {
  const open: (Set<string> | null)[] = [];
  let commas = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = checkString(text, at, open.at(-1) ?? null);
    else if (code === MINUS || (code >= DIGIT_0 && code <= DIGIT_9)) at = checkNumber(text, at);
    else if (code === COMMA) commas = countComma(commas);
    else nest(open, code);
  }
}

function nest(open: (Set<string> | null)[], code: number): void {
  if (code === CLOSE_BRACE || code === CLOSE_BRACKET) open.pop();
  if (code !== OPEN_BRACE && code !== OPEN_BRACKET) return;
  if (open.push(code === OPEN_BRACE ? new Set() : null) > DEPTH_MAX) throw new StrictJsonError(`The body is nested more than ${DEPTH_MAX} deep.`);
}

function countComma(before: number): number {
  if (before + 1 >= VALUES_MAX) throw new StrictJsonError(`The body holds more than ${VALUES_MAX} values.`);
  return before + 1;
}

/** Returns where the string ends, as the others do. */
function checkString(text: string, start: number, names: Set<string> | null): number {
  const end = endOfString(text, start);
  const literal = text.slice(start, end + 1);
  if (isName(text, end)) checkName(literal, names);
  // Half of a pair comes in by an escape only: the bytes were UTF-8.
  else if (literal.includes('\\u')) unquote(literal);
  return end;
}

const NUMBER = /-?\d+(?:\.\d*)?(?:[eE][+-]?\d*)?/y;

function checkNumber(text: string, start: number): number {
  NUMBER.lastIndex = start;
  const literal = NUMBER.exec(text)?.[0];
  if (literal === undefined) return start;
  if (!(Math.abs(Number(literal)) <= Number.MAX_SAFE_INTEGER) && !Number.isNaN(Number(literal)))
    throw new StrictJsonError('The body holds a number beyond 2^53 - 1, which readers read differently: send it as a string.');
  return start + literal.length - 1;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

/** In well-formed JSON exactly the names of members are followed by a colon. */
function isName(text: string, end: number): boolean {
  let at = end + 1;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  return text.charCodeAt(at) === COLON;
}

function checkName(literal: string, names: Set<string> | null): void {
  const name = unquote(literal);
  if (FORBIDDEN_KEYS.has(name)) throw new StrictJsonError('The body uses a forbidden member name.');
  if (names?.has(name)) throw new StrictJsonError('The body names the same member twice in one object.');
  names?.add(name);
  if (names !== null && names.size > NAMES_MAX) throw new StrictJsonError(`An object of the body has more than ${NAMES_MAX} members.`);
}

/** `"\u0069d"` is the same name as `"id"`. */
function unquote(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  const text = unescaped(literal);
  if (!text.isWellFormed()) throw new StrictJsonError('The body holds half of a surrogate pair, which is no character.');
  return text;
}

function unescaped(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    throw new StrictJsonError('The body is not well-formed JSON.');
  }
}
