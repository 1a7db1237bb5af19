import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CORRELATION_HEADER, correlationIdFrom } from '../../http/correlation-id.js';
import type { Door } from '../../http/door.js';
import { ProblemError } from '../../http/problem.js';
import { refuseAmbiguous } from '../../http/refused-outright.js';
import { rawProblem } from '../../http/unreadable-request.js';

export const SUBSCRIPTIONS_PATH = '/graphql';

/** Whether a request to become something else is one for subscriptions; any other is answered as the plain request it also is. */
export function isSubscriptionUpgrade({ headers, method, url = '' }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && url.split('?', 1)[0] === SUBSCRIPTIONS_PATH;
}

/** Says no before the connection is one. */
export function refuseUpgrade(request: IncomingMessage, socket: Duplex, detail: string, status = 503): void {
  socket.on('error', () => socket.destroy());
  socket.end(rawProblem(status, detail, status === 503 ? { 'retry-after': '5' } : {}, correlationIdFrom(request.headers[CORRELATION_HEADER])));
}

/** What the first hook asks of a plain request is asked of this one. Null when it may go on. */
export function refusalOf(request: IncomingMessage, door: Door): readonly [status: number, detail: string] | null {
  try {
    refuseAmbiguous({ raw: request });
  } catch (error) {
    return [400, error instanceof ProblemError ? error.detail : 'This is not a well-formed HTTP request.'];
  }
  if (!door.isFor({ raw: request, url: SUBSCRIPTIONS_PATH })) return [403, 'Ask by the proxy: nothing is answered in the clear to others.'];
  return door.origins.allows(request) ? null : [403, 'A page of another origin may not subscribe; ALLOWED_ORIGINS names those that may.'];
}
