import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { KeyOperation, KeyOutcome } from '../key-operations.js';
import type { KeyVault } from '../key-vault.js';
import { GROUP_BYTES_MAX, KEYS_PATH, outcomesText, readOperations } from '../key-wire.js';
import { KeysUnavailable } from '../keyring.js';
import { bearerCheck } from './bearer-check.js';

/** Milliseconds. A replica opens 8 connections at most. */
const LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionTimeout: 20_000,
  keepAliveTimeout: 60_000,
  handshakeTimeout: 5_000,
};
const CHECK_MS = 1_000;
const CONNECTIONS_MAX = 256;
const HEADER_BYTES_MAX = 8 * 1024;
/** Above it a group is answered 503, and its replica waits a little: what a file vault lets wait is never exceeded. */
const GROUPS_AT_ONCE_MAX = 16;
const NO_KEY = 'health';
const OPEN: ReadonlySet<string> = new Set(['/health/live', '/health/ready']);

export interface KeyServerParts {
  readonly vault: KeyVault;
  readonly secret: string;
  /** PEM texts; null: without TLS, for loopback only. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly complain: (sentence: string) => void;
}

/** Answers the operations of a vault to whoever has the secret. Not yet listening; what it answers is never logged. */
export function createKeyServer({ vault, secret, tls, complain }: KeyServerParts): FastifyInstance {
  const server = withLimits(tls);
  const isKnown = bearerCheck(secret);
  let groups = 0;
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    if (isOpen(request)) return done();
    // Before a byte of the body is read.
    if (!isKnown(request.headers.authorization)) return refuse(reply.header('www-authenticate', 'Bearer'), 401, 'SECRET_REFUSED');
    if (groups >= GROUPS_AT_ONCE_MAX) return refuse(reply.header('retry-after', '1'), 503, 'BUSY');
    groups += 1;
    reply.raw.once('close', () => (groups -= 1));
    done();
  });
  server.get('/health/live', () => ({ status: 'ok' }));
  server.get('/health/ready', async (_request, reply) => {
    await vault.load(NO_KEY);
    return reply.send({ status: 'ok' });
  });
  server.post(KEYS_PATH, async (request, reply) => {
    const operations = readOperations(request.body);
    if (operations === null) return refuse(reply, 400, 'NO_GROUP');
    const outcomes = await Promise.all(operations.map((operation) => perform(vault, operation)));
    return reply.type('application/json').send(outcomesText(outcomes));
  });
  server.setErrorHandler((error, _request, reply) => answerError(error, reply, complain));
  server.setNotFoundHandler((_request: FastifyRequest, reply: FastifyReply) => refuse(reply, 404, 'NOTHING_HERE'));
  return server;
}

function withLimits(tls: KeyServerParts['tls']): FastifyInstance {
  const { headersTimeout, requestTimeout, connectionTimeout, keepAliveTimeout, handshakeTimeout } = LIMITS;
  const http = { headersTimeout, requestTimeout, keepAliveTimeout, connectionsCheckingInterval: CHECK_MS, maxHeaderSize: HEADER_BYTES_MAX };
  const options = {
    bodyLimit: GROUP_BYTES_MAX,
    requestTimeout,
    connectionTimeout,
    keepAliveTimeout,
    forceCloseConnections: 'idle',
    logger: false,
  } as const;
  const server =
    tls === null
      ? fastify({ ...options, http })
      : (fastify({ ...options, https: { ...http, ...tls, minVersion: 'TLSv1.2', handshakeTimeout } }) as unknown as FastifyInstance);
  server.server.maxConnections = CONNECTIONS_MAX;
  return server;
}

/** To everybody: it takes no body, and says nothing of the keys. */
const isOpen = ({ method, url }: FastifyRequest): boolean => (method === 'GET' || method === 'HEAD') && OPEN.has(url);

async function perform(vault: KeyVault, { kind, name }: KeyOperation): Promise<KeyOutcome> {
  if (kind === 'find') return vault.find(name);
  if (kind === 'lookup') return vault.lookup(name);
  if (kind === 'load') return vault.load(name);
  await vault.erase(name);
  return null;
}

function answerError(error: unknown, reply: FastifyReply, complain: (sentence: string) => void): FastifyReply {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status < 500) return refuse(reply, status, 'NOT_TAKEN');
  complain(error instanceof Error ? error.message : String(error));
  return refuse(reply, 503, error instanceof KeysUnavailable ? 'KEYS_UNAVAILABLE' : 'FAILED');
}

const refuse = (reply: FastifyReply, status: number, code: string): FastifyReply => reply.code(status).send({ code });
