import { Metadata, status, type ServiceDefinition, type StatusObject } from '@grpc/grpc-js';
import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb.js';
import { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { StoredEvent } from './server-log.js';

export type Refusal = Partial<StatusObject> & { readonly code: status; readonly details: string };
interface Message {
  serializeBinary(): Uint8Array;
}

/**
 * The package's own definition, with two liberties that are the same on the wire: a response is a stream of any number
 * of messages, none included, and bytes are sent as they are, so that a handler can say what a sound server would not.
 */
export function loose(definition: ServiceDefinition): ServiceDefinition {
  const responseSerialize = (message: Message | Buffer): Buffer => (Buffer.isBuffer(message) ? message : bytesOf(message));
  return Object.fromEntries(
    Object.entries(definition).map(([name, method]) => [name, { ...method, responseStream: true, responseSerialize }]),
  );
}

/** What was made of an event for its first reader: a log is read by many, again and again. Who tampers with an event gives it other bytes. */
const responses = new WeakMap<StoredEvent, { readonly data: Uint8Array; readonly response: ReadResp }>();
const serialized = new WeakMap<Message, Buffer>();

function bytesOf(message: Message): Buffer {
  const known = serialized.get(message);
  if (known !== undefined) return known;
  const bytes = Buffer.from(message.serializeBinary());
  if (message instanceof ReadResp && message.hasEvent()) serialized.set(message, bytes);
  return bytes;
}

/** Bytes that no protobuf parser takes: there is no seventh wire type. (A length far past the end keeps the client's parser busy for seconds.) */
export const GARBAGE = Buffer.from([0x0f, 0xff, 0xff, 0xff]);

export const refusal = (code: status, details: string, trailer: Record<string, string> = {}): Refusal => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailer)) metadata.set(key, value);
  return { code, details, metadata };
};
export const unavailable = (): Refusal => refusal(status.UNAVAILABLE, 'Server Is Not Ready');
export const serverTimeout = (): Refusal => refusal(status.DEADLINE_EXCEEDED, 'Operation timed out');
export const tooLarge = (limitBytes: number): Refusal =>
  refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${limitBytes} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(limitBytes),
  });
export const notLeader = (host: string, port: number): Refusal =>
  refusal(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });

const hex = (bits: string): string => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');
export function idOf(uuid: UUID | undefined): string {
  const structured = uuid?.getStructured();
  if (!structured) return uuid?.getString() ?? '';
  const digits = hex(structured.getMostSignificantBits()) + hex(structured.getLeastSignificantBits());
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
export const streamOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? new Uint8Array()).toString('utf8');
export const identifierOf = (stream: string): StreamIdentifier => new StreamIdentifier().setStreamName(Buffer.from(stream));
export const empty = (): Empty => new Empty();

export function readResponse(event: StoredEvent): ReadResp {
  const { data } = event;
  const known = responses.get(event);
  if (known?.data === data) return known.response;
  const response = responseOf(event);
  responses.set(event, { data, response });
  return response;
}

function responseOf(event: StoredEvent): ReadResp {
  const recorded = new ReadResp.ReadEvent.RecordedEvent()
    .setId(new UUID().setString(event.id))
    .setStreamIdentifier(identifierOf(event.stream))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(String(event.position))
    .setPreparePosition(String(event.position))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  recorded.getMetadataMap().set('type', event.type).set('content-type', event.contentType).set('created', '17725248000000000');
  return new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(event.position)));
}
