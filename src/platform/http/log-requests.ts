import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { actorOf } from '../auth/current-actor.js';

const logger = new Logger('Http');

/** A line for each answer, refusals included: who asked, for what address, how it came out. No body, no header, no query. */
export function logRequests(server: FastifyInstance): void {
  server.addHook('onResponse', (request, reply, done) => {
    const [path = ''] = request.url.split('?', 1);
    if (!path.startsWith('/health/')) {
      const { id: correlationId, method, ip: address } = request;
      logger.log({ correlationId, method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime), principal: actorOf(request)?.principal ?? null, address }, 'A request was answered.');
    }
    done();
  });
}
