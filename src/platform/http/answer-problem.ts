import { HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventStoreUnavailable, RevisionConflict } from '../../event-store/errors.js';
import type { AllowedMethods } from './allowed-methods.js';
import { CORRELATION_HEADER } from './correlation-id.js';
import { challengeFor } from './identity-problems.js';
import { problemOf, PROBLEM_JSON, ProblemError } from './problem.js';

const logger = new Logger('Http');

/** Every error leaves as problem details; what is unexpected says nothing of its cause, the log says it. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, allowed: AllowedMethods): FastifyReply {
  const problem = toProblem(error, request, allowed);
  if (problem.status >= 500) logger.error({ err: error, correlationId: request.id }, 'A request failed.');
  if (problem.status === 401) void reply.header('www-authenticate', challengeFor(request.headers.authorization));
  for (const [name, value] of Object.entries(problem.headers)) void reply.header(name, value);
  void reply.header(CORRELATION_HEADER, request.id).header('content-type', PROBLEM_JSON);
  const body = problemOf(problem.status, problem.detail, request.id, problem.slug || undefined, problem.extensions);
  return reply.code(problem.status).serializer(String).send(JSON.stringify(body));
}

function toProblem(error: unknown, request: FastifyRequest, allowed: AllowedMethods): ProblemError {
  if (error instanceof ProblemError) return error;
  // A conflict that reaches this far was retried too often already.
  if (error instanceof EventStoreUnavailable || error instanceof RevisionConflict) return unavailable();
  const status = statusOf(error);
  if (status === 404) return notFound(request, allowed);
  if (status < 500) return new ProblemError(status, '', (error as Error).message);
  if (error instanceof HttpException) return new ProblemError(status, '', 'The service cannot do this now.', checksOf(error));
  return new ProblemError(500, '', 'Something went wrong here; the log has it under the correlation id.');
}

/** What the server itself refuses (media type, size, address) carries a status; anything else is a defect. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

/** A known path asked with a method it does not have is 405, not 404. */
function notFound(request: FastifyRequest, allowed: AllowedMethods): ProblemError {
  const methods = allowed.of(request.url);
  if (methods.length === 0 || methods.includes(request.method)) return new ProblemError(404, '', 'There is nothing at this address.');
  return new ProblemError(405, '', `This address answers ${methods.join(', ')}.`, {}, { allow: methods.join(', ') });
}

function unavailable(): ProblemError {
  const detail = 'The event store cannot answer now. Send the same again, unchanged: what was recorded is not recorded twice.';
  return new ProblemError(503, 'event-store-unavailable', detail, { retryable: true }, { 'retry-after': '2' });
}

/** The health checks' answer rides on the exception that terminus throws. */
function checksOf(error: HttpException): Readonly<Record<string, unknown>> {
  const response = error.getResponse();
  return typeof response === 'object' && 'details' in response ? { checks: response.details } : {};
}
