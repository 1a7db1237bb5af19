import type { LogSchema } from './schema.js';

/** What the main thread and its workers say to each other. Types only: a worker imports nothing else of ours. */
export interface AppendWorkerSetup {
  readonly file: string;
  readonly busyTimeoutMs: number;
  readonly schema: LogSchema;
}
export interface ReadWorkerSetup {
  readonly file: string;
  readonly busyTimeoutMs: number;
  readonly pageCharactersMax: number;
}

/** Requests of one tick travel in one message, `null` asks the worker to end. */
export type ToWorker<Request> = readonly (readonly [number: number, request: Request])[] | null;
/** Number 0 says that the file is open. */
export type FromWorker<Answer> = readonly (readonly [number: number, answer: Answer])[];

/** One append. `expected` is -1n for no stream; ids are UUID text. */
export interface AppendCall {
  readonly stream: string;
  readonly expected: bigint;
  /** Of what the worker has to chain: the hash before it, null at the start of a stream. Undefined: it is chained already. */
  readonly previousHash: string | null | undefined;
  /** Of each event in turn id, type, data and metadata; of what is to be chained metadata in two: before and after the value of `previousHash`. */
  readonly texts: readonly string[];
}
/** One transaction. */
export type AppendGroup = readonly AppendCall[];
export interface AppendOutcome {
  readonly conflict: boolean;
  /** Of the last event of the call; on a conflict the stream's own. */
  readonly revision: bigint;
  readonly positions: readonly bigint[];
}
export type AppendGroupOutcome = readonly AppendOutcome[];

/** A group on its way: flat lists, because every object that is handed over brings the names of its fields along. */
export interface PackedGroup {
  readonly streams: readonly string[];
  readonly expected: BigInt64Array;
  readonly previousHashes: readonly (string | null | undefined)[];
  /** How many of `texts` are each call's. */
  readonly lengths: Int32Array;
  readonly texts: readonly string[];
}
/** Answers on their way: of calls that met a conflict no positions. */
export interface PackedOutcome {
  readonly conflicts: Uint8Array;
  readonly revisions: BigInt64Array;
  readonly counts: Int32Array;
  readonly positions: BigInt64Array;
  /** First and last position that this transaction gave away; null when it wrote nothing. */
  readonly written: readonly [first: bigint, last: bigint] | null;
}

export type ReadRequest =
  | { readonly kind: 'stream'; readonly stream: string; readonly from: bigint; readonly limit: number }
  | { readonly kind: 'all'; readonly after: bigint; readonly limit: number; readonly categories: readonly string[] | null }
  | { readonly kind: 'head' };
/** `id` as 32 hexadecimal digits. */
export type EventRow = readonly [
  position: bigint,
  revision: bigint,
  stream: string,
  id: string,
  type: string,
  data: string,
  metadata: string,
];
export interface ReadAnswer {
  readonly rows: readonly EventRow[];
  /** False when the page was cut, by its limit or its size, with more to follow. */
  readonly end: boolean;
  /** For `head`; for a page of some categories, how far the log was looked through. */
  readonly head: bigint | null;
}
