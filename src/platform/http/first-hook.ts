import { Logger, NotFoundException } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../kernel/actor.js';
import type { Authenticator } from '../auth/authenticator.js';
import { rememberActor } from '../auth/current-actor.js';
import type { Lifecycle } from '../lifecycle.js';
import { sayHeaders } from './answer-headers.js';
import { CORRELATION_HEADER } from './correlation-id.js';
import type { Door } from './door.js';
import { asProblem, tokenNeeded } from './identity-problems.js';
import { ProblemError } from './problem.js';
import { refuseAmbiguous, refuseForeignMedia } from './refused-outright.js';
import type { SignatureFault, SignedRequests } from './signatures/signed-requests.js';

const logger = new Logger('Http');
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface FirstHookParts {
  readonly authenticator: Authenticator;
  readonly lifecycle: Lifecycle;
  readonly door: Door;
  readonly signed: SignedRequests;
}

/** Before a byte of the body is read: an id for the logs, whether this door is for it, who asks, how often, and no writing without a token or, where it is due, a signature. */
export function addFirstHook(server: FastifyInstance, { authenticator, lifecycle, door, signed }: FirstHookParts): void {
  server.addHook('onRequest', async (request, reply) => {
    void reply.header(CORRELATION_HEADER, request.id);
    sayHeaders(reply, request.protocol === 'https');
    if (lifecycle.stopping) refuseWhileStopping(reply);
    refuseAmbiguous(request);
    if (!door.isFor(request)) throw byTheProxyOnly();
    if (!READING.has(request.method) && !door.origins.allows(request.raw)) throw foreignOrigin();
    const actor = await authenticator.authenticate(request.headers.authorization).catch(asProblem);
    rememberActor(request, actor);
    const writesAsNobody = actor === null && !READING.has(request.method);
    if (writesAsNobody || (actor === null && request.headers.authorization !== undefined)) await noteFailure(request, door);
    if (writesAsNobody) throw tokenNeeded(request.headers.authorization);
    await refuseFault(beginSigned(signed, request, actor), request, door);
    await door.limits.spend(request, actor);
    // Here, because a body that nobody reads need not be well formed first.
    if (request.is404) throw new NotFoundException();
    refuseForeignMedia(request);
  });
  // The first thing after the body, and before anything is done with it.
  server.addHook('preValidation', async (request) => refuseFault(signed.faultOf(request), request, door));
}

const beginSigned = (signed: SignedRequests, request: FastifyRequest, actor: Actor | null): SignatureFault | null =>
  (actor?.signingKey === undefined || READING.has(request.method) ? null : signed.begin(request, actor.signingKey));

/** Answered like a token that is none; which fault it was, the log says. */
async function refuseFault(fault: SignatureFault | null, request: FastifyRequest, door: Door): Promise<void> {
  if (fault === null) return;
  await noteFailure(request, door, fault);
  throw tokenNeeded(request.headers.authorization);
}

/** Beyond its limit an address is not logged either. */
async function noteFailure(request: FastifyRequest, { limits }: Door, signature?: SignatureFault): Promise<void> {
  await limits.failed(request);
  const known = { address: request.ip, correlationId: request.id };
  if (signature === undefined) logger.warn(known, 'A request came without a valid token.');
  else logger.warn({ ...known, signature }, 'A request came without the signature that its terminal owes.');
}

function refuseWhileStopping(reply: FastifyReply): never {
  void reply.header('connection', 'close');
  throw new ProblemError(503, 'stopping', 'The service is stopping. Send the same again in a moment.', { retryable: true }, { 'retry-after': '5' });
}

const byTheProxyOnly = (): ProblemError => new ProblemError(403, 'by-the-proxy-only', 'Ask by the proxy: nothing is answered in the clear to others.',
  { messageZh: '请通过代理访问：不向其他地址提供明文服务。' }, { connection: 'close' });
const foreignOrigin = (): ProblemError => new ProblemError(403, 'foreign-origin', 'A page of another origin may not do this; ALLOWED_ORIGINS names those that may.',
  { messageZh: '其他来源的页面无权执行该操作；允许的来源由 ALLOWED_ORIGINS 指定。' });

