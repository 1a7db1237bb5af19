import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../kernel/clock.js';
import type { Authenticator } from '../auth/authenticator.js';
import { isSubscriptionUpgrade } from '../graphql/subscriptions/upgrade-requests.js';
import type { AppConfig } from '../config.js';
import type { Lifecycle } from '../lifecycle.js';
import type { AllowedMethods } from './allowed-methods.js';
import { answerProblem } from './answer-problem.js';
import { useStrictJsonBodies } from './content-parsers.js';
import { CORRELATION_HEADER, correlationIdFrom } from './correlation-id.js';
import { openDoor } from './door.js';
import type { DoorSettings } from './door-settings.js';
import { addFirstHook } from './first-hook.js';
import { logRequests } from './log-requests.js';
import { SignedRequests } from './signatures/signed-requests.js';
import { readCertificate } from './tls.js';
import { TrustedPeers } from './trusted-peers.js';
import { answerOutsideRoutes, answerUnreadableRequest } from './unreadable-request.js';

const CONNECTION_MS_MAX = 60_000;
const CONNECTIONS_MAX = 1000;
const HEADER_BYTES_MAX = 16 * 1024;

export interface ServerParts {
  readonly config: Pick<AppConfig, 'bodyBytesMax' | 'host' | 'doors'>;
  readonly authenticator: Authenticator;
  readonly allowed: AllowedMethods;
  readonly lifecycle: Lifecycle;
  /** What signatures' ages are told by. */
  readonly clock: Pick<Clock, 'nowMs'>;
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

/** The HTTP server as this service runs it; its hooks come before everything that Nest adds. @throws ConfigError for a bad certificate. */
export function createHttpAdapter(parts: ServerParts): FastifyAdapter {
  const { config: { bodyBytesMax, doors }, allowed } = parts;
  const certificate = readCertificate(doors);
  const parsing = parserSettings(doors);
  const adapter = new ProblemAdapter({
    trustProxy: new TrustedPeers(doors.trustedProxies).has,
    bodyLimit: bodyBytesMax,
    genReqId: (request: IncomingMessage) => correlationIdFrom(request.headers[CORRELATION_HEADER]),
    requestTimeout: doors.requestMs,
    keepAliveTimeout: doors.idleMs,
    connectionTimeout: CONNECTION_MS_MAX,
    ...(certificate === null ? { http: parsing } : { https: { ...parsing, ...certificate } }),
    forceCloseConnections: 'idle',
    // The hook below answers in this service's own form.
    return503OnClosing: false,
    clientErrorHandler: answerUnreadableRequest,
    // An address the router cannot read never reaches a hook.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => void answerProblem(error, request, reply, allowed),
  });
  const server: FastifyInstance = adapter.getInstance();
  server.setErrorHandler((error, request, reply) => answerProblem(error, request, reply, allowed));
  server.server.maxConnections = CONNECTIONS_MAX;
  answerOutsideRoutes(server.server);
  const signed = new SignedRequests(parts.clock);
  useStrictJsonBodies(server, signed);
  allowed.watch(server);
  logRequests(server);
  addFirstHook(server, { ...parts, signed, door: openDoor(parts.config, server) });
  return adapter;
}

/** Slow and idle clients give up their place. Node looks for them at intervals, which are half a minute unless it is told. */
const parserSettings = ({ headersMs, requestMs }: DoorSettings) => ({
  headersTimeout: Math.min(headersMs, requestMs),
  connectionsCheckingInterval: Math.max(20, Math.min(headersMs, requestMs) / 10),
  maxHeaderSize: HEADER_BYTES_MAX,
  // The first hook asks for the one Host, in this service's own form.
  requireHostHeader: false,
  shouldUpgradeCallback: isSubscriptionUpgrade,
});
