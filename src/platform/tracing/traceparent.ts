/** Where a span stands, as it travels: W3C Trace Context, version 00. */
export interface SpanPlace {
  /** 32 and 16 lower-case hex digits, not all zero. */
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

const FORM = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const ZEROS = /^0+$/;
const SAMPLED = 1;
const CHARACTERS_MAX = 256;

/** Null for what is no traceparent: then a trace begins here. A later version may say more; its first four parts are these. */
export function parseTraceparent(text: unknown): SpanPlace | null {
  const parts = typeof text === 'string' && text.length <= CHARACTERS_MAX ? FORM.exec(text) : null;
  if (parts === null) return null;
  const [, version, traceId = '', spanId = '', flags = '', more] = parts;
  const unknown = version === 'ff' || (version === '00' && more !== undefined);
  if (unknown || ZEROS.test(traceId) || ZEROS.test(spanId)) return null;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED };
}

export const formatTraceparent = ({ traceId, spanId, sampled }: SpanPlace): string => `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
