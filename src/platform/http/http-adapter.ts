import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticator } from '../auth/authenticator.js';
import { rememberActor } from '../auth/current-actor.js';
import { asProblem, tokenNeeded } from './identity-problems.js';
import { isSubscriptionUpgrade } from '../graphql/subscriptions/upgrade-requests.js';
import type { AppConfig } from '../config.js';
import type { Lifecycle } from '../lifecycle.js';
import type { AllowedMethods } from './allowed-methods.js';
import { answerProblem } from './answer-problem.js';
import { useStrictJsonBodies } from './content-parsers.js';
import { CORRELATION_HEADER, correlationIdFrom } from './correlation-id.js';
import { problemOf, PROBLEM_JSON, ProblemError } from './problem.js';

/** Slow and idle clients give up their place: milliseconds, and connections at a time. */
const LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 10_000, connectionTimeout: 60_000 };
const CONNECTIONS_MAX = 1000;
const HEADER_BYTES_MAX = 16 * 1024;

export interface ServerParts {
  readonly config: Pick<AppConfig, 'bodyBytesMax'>;
  readonly authenticator: Authenticator;
  readonly allowed: AllowedMethods;
  readonly lifecycle: Lifecycle;
}

/**
 * Errors outside routes (hooks, parsers) are answered by the handler set at the start: Nest sets its own only after the
 * routes have taken up the one they found.
 */
class ProblemAdapter extends FastifyAdapter {
  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }
}

/** The HTTP server as this service runs it; its hooks come before everything that Nest adds. */
export function createHttpAdapter(parts: ServerParts): FastifyAdapter {
  const adapter = new ProblemAdapter({
    trustProxy: false,
    bodyLimit: parts.config.bodyBytesMax,
    genReqId: (request: IncomingMessage) => correlationIdFrom(request.headers[CORRELATION_HEADER]),
    requestTimeout: LIMITS.requestTimeout,
    keepAliveTimeout: LIMITS.keepAliveTimeout,
    connectionTimeout: LIMITS.connectionTimeout,
    http: { headersTimeout: LIMITS.headersTimeout, maxHeaderSize: HEADER_BYTES_MAX, shouldUpgradeCallback: isSubscriptionUpgrade },
    forceCloseConnections: 'idle',
    // The hook below answers in this service's own form.
    return503OnClosing: false,
    clientErrorHandler: answerUnreadableRequest,
    // An address the router cannot read never reaches a hook.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => void answerProblem(error, request, reply, parts.allowed),
  });
  const server: FastifyInstance = adapter.getInstance();
  server.setErrorHandler((error, request, reply) => answerProblem(error, request, reply, parts.allowed));
  server.server.maxConnections = CONNECTIONS_MAX;
  useStrictJsonBodies(server);
  parts.allowed.watch(server);
  addFirstHook(server, parts);
  return adapter;
}

/** Before a byte of the body is read: an id for the logs, who asks, and no writing without a key. */
function addFirstHook(server: FastifyInstance, { authenticator, lifecycle }: ServerParts): void {
  server.addHook('onRequest', async (request, reply) => {
    void reply.header(CORRELATION_HEADER, request.id).header('x-content-type-options', 'nosniff');
    if (lifecycle.stopping) {
      void reply.header('connection', 'close');
      throw new ProblemError(503, 'stopping', 'The service is stopping. Send the same again in a moment.', { retryable: true }, { 'retry-after': '5' });
    }
    const actor = await authenticator.authenticate(request.headers.authorization).catch(asProblem);
    rememberActor(request, actor);
    const reads = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
    if (actor === null && !reads) throw tokenNeeded();
  });
}

/** What the HTTP parser itself refuses (smuggled lengths, bad header lines, slow headers) never becomes a request. */
function answerUnreadableRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, detail] = statusOfClientError(error.code);
  const problem = problemOf(status, detail, correlationIdFrom(undefined));
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${status} ${problem.title}\r\ncontent-type: ${PROBLEM_JSON}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `${CORRELATION_HEADER}: ${problem.correlationId}\r\nconnection: close\r\n\r\n${body}`,
  );
}

function statusOfClientError(code: string | undefined): readonly [number, string] {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'The request took too long to arrive.'];
  if (code === 'HPE_HEADER_OVERFLOW') return [431, 'The header is too large.'];
  return [400, 'This is not a well-formed HTTP request.'];
}
