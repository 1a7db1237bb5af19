import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';
import type { SignedRequests } from './signatures/signed-requests.js';
import { parseStrictJson, StrictJsonError } from './strict-json.js';

const JSON_TYPES = ['application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json'];

/** JSON only, and strict; every other content type is answered 415 by the server. What is not as it was signed is not read at all. */
export function useStrictJsonBodies(server: FastifyInstance, signed: SignedRequests): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(JSON_TYPES, { parseAs: 'buffer' }, (request: FastifyRequest, body: Buffer, done) => {
    if (!signed.takeBody(request, body)) return done(null, null);
    try {
      requireUtf8(request.headers['content-type'] ?? '');
      done(null, parseStrictJson(body));
    } catch (error) {
      done(error instanceof StrictJsonError ? new ProblemError(400, 'malformed-json', error.message) : (error as Error));
    }
  });
}

function requireUtf8(contentType: string): void {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) throw new ProblemError(415, '', 'JSON is read as UTF-8 only.');
}
