import {
  AccessDeniedError, CancelledError, DeadlineExceededError, MaxAppendSizeExceededError, StreamNotFoundError, TimeoutError, UnavailableError, UnknownError, WrongExpectedVersionError,
} from '@eventstore/db-client';
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { EventStoreUnavailable, RevisionConflict } from '../../../../src/event-store/errors.js';
import { appendError, classifyFailure, unavailable } from '../../../../src/event-store/eventstoredb/classify-failure.js';
import { Silence } from '../../../../src/event-store/eventstoredb/within.js';

const plain = (code: number, message: string): Error => Object.assign(new Error(message), { code });
const service = (code: number, details: string, entries: Record<string, string> = {}): ServiceError => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(entries)) metadata.set(key, value);
  return Object.assign(new Error(`${code} ${details}`), { code, details, metadata });
};
const raw = service(status.UNKNOWN, '');
const wrongVersion = (current: bigint | 'no_stream'): Error => new WrongExpectedVersionError(null as never, { streamName: 'a', current, expected: 3n });

describe('What the client throws', () => {
  it.each<[string, unknown, string]>([
    ['by type: a missing stream', new StreamNotFoundError(null as never, 'a'), 'stream-missing'],
    ['by type: too large', new MaxAppendSizeExceededError(undefined, 5), 'too-large'],
    ['by type: unavailable', new UnavailableError(raw), 'unreachable'],
    ['by type: a killed server, which is called cancelled', new CancelledError(raw), 'unreachable'],
    ['by type: the deadline', new DeadlineExceededError(raw), 'silent'],
    ['by type: the server\u2019s own timeout', new TimeoutError(raw), 'silent'],
    ['by type: access denied', new AccessDeniedError(raw), 'refused'],
    ['by type: unknown', new UnknownError(raw), 'internal'],
    ['by code: a refused connection, which is a plain error', plain(14, 'No connection established'), 'unreachable'],
    ['by code: cancelled', plain(1, 'killed'), 'unreachable'],
    ['by code: no deadline kept', plain(4, ''), 'silent'],
    ['by code: data loss', service(status.DATA_LOSS, 'broken'), 'internal'],
    ['by code: internal', service(status.INTERNAL, 'broken'), 'internal'],
    ['after conversion: not the leader', service(status.NOT_FOUND, 'Leader info available', { exception: 'not-leader', 'leader-endpoint-host': 'b', 'leader-endpoint-port': '1' }), 'not-leader'],
    ['after a conversion that fails: not the leader, and none named', service(status.NOT_FOUND, 'none', { exception: 'not-leader' }), 'internal'],
    ['by message: discovery', new Error('Failed to discover after 10 attempts.'), 'undiscovered'],
    ['by message: after a restart', new Error('Server Is Not Ready'), 'unreachable'],
    ['by message: write after end', new Error('write after end'), 'unreachable'],
    ['our own deadline', new Silence('no answer'), 'silent'],
    ['something that is no error', 'Impossible situation', 'internal'],
  ])('is known %s', (_case, error, kind) => {
    expect(classifyFailure(error).kind).toBe(kind);
  });

  it('is a conflict, with the revision found, or none where there is no stream', () => {
    expect(classifyFailure(wrongVersion(7n))).toEqual({ kind: 'conflict', actual: 7n });
    expect(classifyFailure(wrongVersion('no_stream'))).toEqual({ kind: 'conflict', actual: 'no-stream' });
  });

  it('becomes what the port promises of an append', () => {
    const conflict = appendError('a', 3n, wrongVersion('no_stream'));
    expect(conflict).toBeInstanceOf(RevisionConflict);
    expect(conflict).toMatchObject({ stream: 'a', expected: 3n, actual: 'no-stream' });
    expect(appendError('a', 3n, new MaxAppendSizeExceededError(undefined, 5))).toBeInstanceOf(RangeError);
    for (const error of [new UnavailableError(raw), new AccessDeniedError(raw), new UnknownError(raw), new Error('anything'), 'text', undefined])
      expect(appendError('a', 3n, error)).toBeInstanceOf(EventStoreUnavailable);
  });

  it('keeps its sentence, cut short, and is not wrapped twice', () => {
    const once = unavailable('Read of a', new Error('x'.repeat(5000)));
    expect(once.message.length).toBeLessThan(300);
    expect(unavailable('Again', once)).toBe(once);
  });
});
