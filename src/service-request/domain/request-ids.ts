export interface RequestIds {
  readonly hallId: string;
  readonly requestId: string;
}

const HALL_ID = /^[A-Za-z0-9_-]{1,64}$/;
/** Control, format and lone-surrogate characters and line breaks: two ids that look the same would be two requests. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const REQUEST_ID_CHARACTERS_MAX = 128;
/** What nearly all ids are made of: printable ASCII. */
const PLAIN = /^[ -~]{1,128}$/;

export const isHallId = (text: string): boolean => HALL_ID.test(text);

/** 1 to 128 printable characters (code points); dots are allowed. */
export function isRequestId(text: string): boolean {
  if (PLAIN.test(text)) return true;
  if (text.length === 0 || text.length > 2 * REQUEST_ID_CHARACTERS_MAX || UNPRINTABLE.test(text)) return false;
  return [...text].length <= REQUEST_ID_CHARACTERS_MAX;
}

/** Reads `<hallId>.<requestId>`, split at the first dot; null when either part is not an id. */
export function parseSubject(subject: string): RequestIds | null {
  const dot = subject.indexOf('.');
  if (dot < 0) return null;
  const ids = { hallId: subject.slice(0, dot), requestId: subject.slice(dot + 1) };
  return isHallId(ids.hallId) && isRequestId(ids.requestId) ? ids : null;
}
