import { HttpException, Logger } from '@nestjs/common';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { MercuriusContext } from 'mercurius';
import { EventStoreUnavailable, RevisionConflict } from '../../event-store/errors.js';
import { ProblemError } from '../http/problem.js';

interface Coded {
  readonly code: string;
  readonly message: string;
  readonly status?: number;
}

const logger = new Logger('GraphQL');
const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST', 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN', 404: 'NOT_FOUND', 405: 'METHOD_NOT_ALLOWED',
  413: 'TOO_LARGE', 415: 'UNSUPPORTED_MEDIA_TYPE', 422: 'BAD_USER_INPUT', 429: 'RATE_LIMITED', 503: 'UNAVAILABLE',
};

const INTERNAL: Coded = { code: 'INTERNAL', message: 'Something went wrong here; the log has it under the correlation id.' };
/** What a compiled query says, without a cause, of an answer that does not fit the schema. */
const OWN_FAULTS = /^(Cannot return null for non-nullable field|Expected Iterable|Enum ".*" cannot represent value)/;

/** Every error carries `extensions.code`; what was not meant for the caller says nothing but its correlation id. */
export function formatGraphqlErrors(execution: ExecutionResult, context: MercuriusContext, production = false): { statusCode: number; response: ExecutionResult } {
  const correlationId = context.reply?.request.id;
  const errors = (execution.errors ?? []).flatMap(splitValidation);
  const coded = errors.map((error) => ({ error, ...codeOf(error) }));
  for (const { error, code } of coded) noteCause(error, code, context, correlationId);
  // Partial answers are 200; a request that could not start says so in its status.
  const status = execution.data ? undefined : coded.find((one) => one.status !== undefined)?.status;
  const formatted = coded.map(({ error, code, message }) => fitForCaller(error, code, production ? withoutSuggestions(message) : message, correlationId));
  return { statusCode: status ?? 200, response: { data: execution.data ?? null, errors: formatted } };
}

/** What the log is told, and what a refusal says beside its body, e.g. when to come again. */
function noteCause(error: GraphQLError, code: string, { reply }: MercuriusContext, correlationId: string | undefined): void {
  const { originalError, path } = error;
  if (code === 'INTERNAL') logger.error({ err: originalError ?? error, path, correlationId }, 'A resolver failed.');
  if (path === undefined && originalError instanceof ProblemError && reply !== undefined && 'headers' in reply) void reply.headers({ ...originalError.headers });
}

/** The names of a schema that somebody guesses at are no answer to a wrong guess. */
export const withoutSuggestions = (message: string): string => message.replace(/\s*Did you mean .*$/s, '');

/** mercurius wraps the errors of parsing and validation in one of its own. */
function splitValidation(error: GraphQLError): readonly GraphQLError[] {
  const inner = (error.originalError as { errors?: unknown } | undefined)?.errors;
  if (!Array.isArray(inner)) return [error];
  const status = statusOf(error.originalError) ?? 400;
  const code = status === 405 ? 'METHOD_NOT_ALLOWED' : 'GRAPHQL_VALIDATION_FAILED';
  return inner.map((one: unknown) => {
    const { message, nodes, source, positions, path, extensions } = one as GraphQLError;
    return new GraphQLError(message, { nodes, source, positions, path, extensions: { code, ...extensions, status } });
  });
}

function codeOf(error: GraphQLError): Coded {
  // A compiled query's errors have no extensions at all.
  const { code, status } = (error.extensions as Record<string, unknown> | undefined) ?? {};
  if (typeof code === 'string') return { code, message: error.message, ...statusBeside(error, status) };
  const cause = error.originalError;
  if (cause !== undefined && !(cause instanceof GraphQLError)) return codeOfCause(cause);
  if (error.path !== undefined && OWN_FAULTS.test(error.message)) return INTERNAL;
  // Without a path it never came to a resolver: the request could not start.
  return { code: 'GRAPHQL_VALIDATION_FAILED', message: error.message, ...(error.path === undefined ? { status: 400 } : {}) };
}

/** Of a request that could not start, e.g. because nobody could tell who asks, the cause has the status; its code came with it. */
function statusBeside({ path, originalError }: GraphQLError, given: unknown): { readonly status?: number } {
  const status = typeof given === 'number' || path !== undefined ? given : statusOf(originalError);
  return typeof status === 'number' ? { status } : {};
}

function codeOfCause(cause: Error): Coded {
  if (cause instanceof EventStoreUnavailable || cause instanceof RevisionConflict) {
    return { code: 'UNAVAILABLE', message: 'The event store cannot answer now. Send the same again, unchanged.' };
  }
  const status = statusOf(cause);
  const meant = status !== undefined && (status < 500 || status === 503);
  if (meant) return { code: CODE_OF_STATUS[status] ?? 'BAD_REQUEST', message: cause.message, status };
  return INTERNAL;
}

function statusOf(cause: unknown): number | undefined {
  if (cause instanceof HttpException) return cause.getStatus();
  if (cause instanceof ProblemError) return cause.status;
  const status = typeof cause === 'object' && cause !== null && 'statusCode' in cause ? cause.statusCode : undefined;
  return typeof status === 'number' && status >= 400 ? status : undefined;
}

function fitForCaller(error: GraphQLError, code: string, message: string, correlationId: string | undefined): GraphQLError {
  const { nodes, source, positions, path, locations } = error;
  const given: Record<string, unknown> = code === 'INTERNAL' ? {} : { ...error.extensions };
  const { status: _status, ...extensions } = given;
  const fit = new GraphQLError(message, { nodes, source, positions, path, extensions: { ...extensions, code, correlationId } });
  return locations === undefined ? fit : Object.assign(fit, { locations });
}
