import type { AmountPlace } from '../read-model/figures/request-summaries.js';

/** A place in a list of requests that falls by an amount: `<ms>:<request>`. */
export const AMOUNT_CURSOR = /^\d{1,18}:\d{1,18}$/;
export const amountCursor = ({ ms, request }: AmountPlace): string => `${ms}:${request}`;

export function placeOf(cursor: string | null | undefined): AmountPlace | null {
  if (cursor == null) return null;
  const [ms = '0', request = '0'] = cursor.split(':');
  return { ms: BigInt(ms), request: BigInt(request) };
}
