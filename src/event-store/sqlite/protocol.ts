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

/** One transaction. `expected` and `revision` are -1n for no stream; ids are UUID text. */
export interface AppendCall {
  readonly stream: string;
  readonly expected: bigint;
  /** id, type, data, metadata of each event in turn: one flat list is the cheapest to hand over. */
  readonly events: readonly string[];
}
export type AppendGroup = readonly AppendCall[];
export interface AppendOutcome {
  readonly conflict: boolean;
  /** Of the last event of the call; on a conflict the stream's own. */
  readonly revision: bigint;
  readonly positions: readonly bigint[];
}
export type AppendGroupOutcome = readonly AppendOutcome[];

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
