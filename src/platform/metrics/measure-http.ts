import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** Every answer, by the route's pattern: an address that is no route could be anything, and is `none`. */
export function measureHttp(server: Pick<FastifyInstance, 'addHook'>, metrics: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    const method = METHODS.has(request.method) ? request.method : 'other';
    const route = request.routeOptions.url ?? 'none';
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    metrics.httpDuration.observe({ method, route, status }, reply.elapsedTime / 1000);
    done();
  });
}
