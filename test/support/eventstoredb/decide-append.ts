import type { RawEvent, ServerLog, StoredEvent } from './server-log.js';

export type Expected = bigint | 'no_stream' | 'stream_exists' | 'any';
export interface ProposedEvent extends RawEvent {
  readonly id: string;
}
export type AppendDecision =
  | { readonly kind: 'written' | 'repeated'; readonly last: StoredEvent }
  | { readonly kind: 'wrong-version'; readonly current: bigint | null }
  | { readonly kind: 'too-large'; readonly limitBytes: number };

const LIMIT_BYTES = 1024 * 1024;
const sizeOf = ({ type, data, metadata = '' }: RawEvent): number => 2 * type.length + Buffer.byteLength(data) + Buffer.byteLength(metadata);

/** The events of the call where they stand already, if all of them do, one after the other from `first`. */
function alreadyThere(stored: readonly StoredEvent[], first: number, events: readonly ProposedEvent[]): StoredEvent | null {
  const same = events.every(({ id }, index) => stored[first + index]?.id === id);
  return same ? (stored[first + events.length - 1] ?? null) : null;
}

const repeated = (last: StoredEvent | null): AppendDecision | null => last && { kind: 'repeated', last };

/** Answers what needs no write, or null. With an exact revision the place is known; without one the first id is looked for. */
function withoutWriting(stored: readonly StoredEvent[], expected: Expected, events: readonly ProposedEvent[]): AppendDecision | null {
  const current = BigInt(stored.length) - 1n;
  const wrong: AppendDecision = { kind: 'wrong-version', current: current < 0n ? null : current };
  const exact = expected === 'no_stream' ? -1n : expected;
  if (typeof exact === 'bigint') {
    if (exact < current) return repeated(alreadyThere(stored, Number(exact) + 1, events)) ?? wrong;
    return exact > current ? wrong : null;
  }
  if (exact === 'stream_exists' && current < 0n) return wrong;
  const first = stored.findIndex(({ id }) => id === events[0]?.id);
  return first < 0 ? null : (repeated(alreadyThere(stored, first, events)) ?? wrong);
}

/** Writes, or refuses, as the server does: the same ids at the same place are answered as they were the first time. */
export function append(log: ServerLog, stream: string, expected: Expected, events: readonly ProposedEvent[]): AppendDecision {
  if (events.reduce((sum, event) => sum + sizeOf(event), 0) > LIMIT_BYTES) return { kind: 'too-large', limitBytes: LIMIT_BYTES };
  const stored = log.stream(stream);
  const decided = withoutWriting(stored, expected, events);
  if (decided) return decided;
  const written = events.map((event) => log.append(stream, event));
  const last = written.at(-1) ?? stored.at(-1);
  if (!last) throw new RangeError('An append of no event to no stream');
  return { kind: 'written', last };
}
