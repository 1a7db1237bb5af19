import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventStoreUnavailable, RevisionConflict } from '../../event-store/errors.js';
import { AllowedMethods } from './allowed-methods.js';
import { CORRELATION_HEADER } from './correlation-id.js';
import { problemOf, PROBLEM_JSON, ProblemError } from './problem.js';

/** Every error of every route, 404 and parse errors included, leaves as problem details; what is unexpected says nothing of its cause. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(private readonly allowed: AllowedMethods) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    // In a resolver the GraphQL error formatter answers.
    if (host.getType<'http' | 'graphql'>() === 'graphql') throw error;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.toProblem(error, request);
    if (problem.status >= 500) this.logger.error({ err: error, correlationId: request.id }, 'A request failed.');
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="service-efficiency-tracker"');
    for (const [name, value] of Object.entries(problem.headers)) void reply.header(name, value);
    void reply.header(CORRELATION_HEADER, request.id).header('content-type', PROBLEM_JSON);
    const body = problemOf(problem.status, problem.detail, request.id, problem.slug || undefined, problem.extensions);
    return reply.code(problem.status).send(JSON.stringify(body));
  }

  private toProblem(error: unknown, request: FastifyRequest): ProblemError {
    if (error instanceof ProblemError) return error;
    // A conflict that reaches this far was retried too often already.
    if (error instanceof EventStoreUnavailable || error instanceof RevisionConflict) return unavailable();
    if (!(error instanceof HttpException)) return new ProblemError(500, '', 'Something went wrong here; the log has it under the correlation id.');
    const status = error.getStatus();
    if (status === 404) return this.notFound(request);
    const detail = status < 500 ? error.message : 'The service cannot do this now.';
    return new ProblemError(status, '', detail, checksOf(error));
  }

  /** A known path asked with a method it does not have is 405, not 404. */
  private notFound(request: FastifyRequest): ProblemError {
    const methods = this.allowed.of(request.url);
    if (methods.length === 0 || methods.includes(request.method)) return new ProblemError(404, '', 'There is nothing at this address.');
    return new ProblemError(405, '', `This address answers ${methods.join(', ')}.`, {}, { allow: methods.join(', ') });
  }
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
