import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ANSWER_HEADERS } from './answer-headers.js';
import { CORRELATION_HEADER, correlationIdFrom } from './correlation-id.js';
import { problemOf, PROBLEM_JSON } from './problem.js';

const ANSWERS: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: [431, 'The header is too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The extensions of the chunks are too large.'],
};

/** What is last answered on each connection. */
const LAST = new WeakMap<object, ServerResponse>();

/** What the HTTP parser itself refuses (smuggled lengths, bad header lines, slow headers) never becomes a request. */
export function answerUnreadableRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || isBeingAnswered(LAST.get(socket))) return void socket.destroy();
  const [status, detail] = ANSWERS[error.code ?? ''] ?? [400, 'This is not a well-formed HTTP request.'];
  socket.end(rawProblem(status, detail));
}

/** A second answer in the middle of one, or after one whose request never ended, would be taken for another request's. */
const isBeingAnswered = (last: ServerResponse | undefined): boolean => last !== undefined && last.headersSent && !(last.writableFinished && last.req.complete);

/** An answer where there is no reply to write it with. */
export function rawProblem(status: number, detail: string, headers: Readonly<Record<string, string>> = {}, correlationId = correlationIdFrom(undefined)): string {
  const problem = problemOf(status, detail, correlationId);
  const body = JSON.stringify(problem);
  const all = { 'content-type': PROBLEM_JSON, 'content-length': String(Buffer.byteLength(body)), ...ANSWER_HEADERS, ...headers, [CORRELATION_HEADER]: correlationId, connection: 'close' };
  return `HTTP/1.1 ${status} ${problem.title}\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

/** What Node answers by itself, in this service's own form. */
export function answerOutsideRoutes(server: Server): void {
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => LAST.set(socket, response));
  server.on('checkExpectation', (request: IncomingMessage) => request.socket.end(rawProblem(417, 'Of expectations only 100-continue is met.')));
  server.on('connect', (_request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(rawProblem(405, 'This is no proxy.', { allow: 'GET, HEAD, POST' }));
  });
}
