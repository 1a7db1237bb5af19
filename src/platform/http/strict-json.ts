export class StrictJsonError extends Error {
  override readonly name = 'StrictJsonError';
}

const QUOTE = 34, BACKSLASH = 92, OPEN_BRACE = 123, CLOSE_BRACE = 125, OPEN_BRACKET = 91, CLOSE_BRACKET = 93, COLON = 58;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const DEPTH_MAX = 32;

/**
 * JSON as RFC 7493 (I-JSON) has it: no name twice in an object, and no names that reach a prototype. Two readers of the
 * same bytes must not see two different events.
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

/** One pass before JSON.parse(), so that a body nested a million deep never becomes a million arrays. */
function checkStructure(text: string): void {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (open.push(code === OPEN_BRACE ? new Set() : null) > DEPTH_MAX) throw new StrictJsonError(`The body is nested more than ${DEPTH_MAX} deep.`);
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      open.pop();
    } else if (code === QUOTE) {
      const end = endOfString(text, at);
      if (isName(text, end)) checkName(text.slice(at, end + 1), open.at(-1) ?? null);
      at = end;
    }
  }
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
}

/** `"\u0069d"` is the same name as `"id"`. */
function unquote(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    throw new StrictJsonError('The body is not well-formed JSON.');
  }
}
