import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemOf, PROBLEM_JSON } from '../../http/problem.js';
import { CORRELATION_HEADER, correlationIdFrom } from '../../http/correlation-id.js';

export const SUBSCRIPTIONS_PATH = '/graphql';

/** Whether a request to become something else is one for subscriptions; any other is answered as the plain request it also is. */
export function isSubscriptionUpgrade({ headers, method, url = '' }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && url.split('?', 1)[0] === SUBSCRIPTIONS_PATH;
}

/** Says no before the connection is one. */
export function refuseUpgrade(request: IncomingMessage, socket: Duplex, detail: string): void {
  const problem = problemOf(503, detail, correlationIdFrom(request.headers[CORRELATION_HEADER]));
  const body = JSON.stringify(problem);
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 503 ${problem.title}\r\ncontent-type: ${PROBLEM_JSON}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `retry-after: 5\r\n${CORRELATION_HEADER}: ${problem.correlationId}\r\nconnection: close\r\n\r\n${body}`,
  );
}
