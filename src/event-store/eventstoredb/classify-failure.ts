import { convertToCommandError, ErrorType, isCommandError, type StreamNotFoundError, type WrongExpectedVersionError } from '@eventstore/db-client';
import { EventStoreUnavailable, RevisionConflict } from '../errors.js';
import type { ExpectedRevision } from '../event-store.port.js';
import { Silence } from './within.js';

/**
 * `silent`: no answer in time. `unreachable`: the client connects anew by itself. `undiscovered`: it does not, and must
 * be made anew. `internal`: as `undiscovered`, if it goes on. `refused`: the server understood and will not.
 */
export type Failure =
  | { readonly kind: 'conflict'; readonly actual: ExpectedRevision }
  | { readonly kind: 'stream-missing' | 'too-large' | 'not-leader' | 'silent' | 'unreachable' | 'undiscovered' | 'internal' | 'refused' };

const BY_TYPE: Partial<Record<ErrorType, Exclude<Failure['kind'], 'conflict'>>> = {
  [ErrorType.STREAM_NOT_FOUND]: 'stream-missing',
  [ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED]: 'too-large',
  [ErrorType.NOT_LEADER]: 'not-leader',
  [ErrorType.TIMEOUT]: 'silent',
  [ErrorType.DEADLINE_EXCEEDED]: 'silent',
  [ErrorType.UNAVAILABLE]: 'unreachable',
  [ErrorType.CANCELLED]: 'unreachable',
  [ErrorType.ACCESS_DENIED]: 'refused',
  [ErrorType.STREAM_DELETED]: 'refused',
  [ErrorType.INVALID_ARGUMENT]: 'refused',
};
/** gRPC status codes: a refused connection comes as a plain error that has nothing else. */
const BY_CODE: Record<number, Exclude<Failure['kind'], 'conflict'>> = {
  1: 'unreachable',
  4: 'silent',
  7: 'refused',
  10: 'silent',
  14: 'unreachable',
  16: 'refused',
};

/** By type, then by code, then by message. Whatever is not known is `internal`. */
export function classifyFailure(raw: unknown): Failure {
  if (raw instanceof Silence) return { kind: 'silent' };
  const error = converted(raw);
  const type = (error as { type?: ErrorType }).type;
  if (type === ErrorType.WRONG_EXPECTED_VERSION) return { kind: 'conflict', actual: actualOf(error as WrongExpectedVersionError) };
  const byType = type === undefined ? undefined : BY_TYPE[type];
  const code = (error as { code?: unknown }).code;
  const byCode = typeof code === 'number' ? BY_CODE[code] : undefined;
  return { kind: byType ?? byCode ?? byMessage(error) };
}

const byMessage = (error: Error): 'undiscovered' | 'unreachable' | 'internal' => {
  if (/failed to discover/i.test(error.message)) return 'undiscovered';
  return /ECONNREFUSED|ECONNRESET|EPIPE|write after end|server is not ready|channel (has been )?closed/i.test(error.message) ? 'unreachable' : 'internal';
};

const actualOf = ({ actualVersion }: WrongExpectedVersionError): ExpectedRevision => (typeof actualVersion === 'bigint' ? actualVersion : 'no-stream');

/** The client's own conversion throws where a server leaves out what it promised. */
function converted(raw: unknown): Error {
  if (!(raw instanceof Error)) return new Error(String(raw));
  if (isCommandError(raw)) return raw;
  try {
    return convertToCommandError(raw);
  } catch {
    return raw;
  }
}

export const isMissingStream = (error: unknown): error is StreamNotFoundError => classifyFailure(error).kind === 'stream-missing';

/** What the port throws for it. */
export function appendError(stream: string, expected: ExpectedRevision, raw: unknown): Error {
  if (raw instanceof EventStoreUnavailable) return raw;
  const failure = classifyFailure(raw);
  if (failure.kind === 'conflict') return new RevisionConflict(stream, expected, failure.actual);
  if (failure.kind === 'too-large') return new RangeError('The append is larger than the server takes');
  return unavailable(`Append to ${stream}`, raw);
}

export function unavailable(what: string, raw: unknown): EventStoreUnavailable {
  if (raw instanceof EventStoreUnavailable) return raw;
  const { kind } = classifyFailure(raw);
  const text = raw instanceof Error ? raw.message : String(raw);
  return new EventStoreUnavailable(`${what}: ${kind}${text === '' ? '' : ` (${text.slice(0, 200)})`}`, { cause: raw });
}
