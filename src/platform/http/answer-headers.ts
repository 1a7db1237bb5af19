import type { FastifyReply } from 'fastify';

/** Of every answer. Nothing here is for a page of somebody else, nor for a cache on the way; a route may say otherwise of its own answers. */
export const ANSWER_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};
/** A year. Only over TLS: in the clear it says nothing. */
const STRICT_TRANSPORT = 'max-age=31536000';

export function sayHeaders(reply: FastifyReply, secure: boolean): void {
  void reply.headers(ANSWER_HEADERS);
  if (secure) void reply.header('strict-transport-security', STRICT_TRANSPORT);
}
