import { type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseTraceparent } from './traceparent.js';
import type { Tracing } from './tracing.js';

/** Asked every few seconds by machines: of no interest. */
const LEFT_OUT = /^\/(health|metrics)(\/|$)/;

/** A span for each request that got past the first hook: without a key nobody makes this service keep anything. */
export function traceHttp(server: Pick<FastifyInstance, 'addHook'>, tracing: Tracing): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  server.addHook('onRequest', (request, _reply, done) => {
    const { url: route } = request.routeOptions;
    if (route !== undefined && !LEFT_OUT.test(route)) {
      const attributes = { 'http.request.method': request.method, 'http.route': route };
      spans.set(request, tracing.start(`${request.method} ${route}`, parseTraceparent(request.headers.traceparent), { kind: SpanKind.SERVER, attributes }));
    }
    done();
  });
  // Reading the body leaves the asynchronous context of the hooks before it.
  server.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else tracing.under(span, done);
  });
  server.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}
