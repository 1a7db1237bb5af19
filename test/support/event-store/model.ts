import type { ExpectedRevision } from '../../../src/event-store/event-store.port.js';

/** The store as simply as it can be said: a list of ids for each stream, and one for the log. */
export class StoreModel {
  readonly log: string[] = [];
  private readonly streams = new Map<string, string[]>();

  stream(name: string): readonly string[] {
    return this.streams.get(name) ?? [];
  }

  revision(name: string): ExpectedRevision {
    const { length } = this.stream(name);
    return length === 0 ? 'no-stream' : BigInt(length - 1);
  }

  /** The revision of the last event of the call; or null for a conflict. */
  append(name: string, expected: ExpectedRevision, ids: readonly string[]): bigint | null {
    const past = this.stream(name);
    const first = expected === 'no-stream' ? 0 : Number(expected) + 1;
    const last = BigInt(first + ids.length - 1);
    if (past.slice(first, first + ids.length).join() === ids.join()) return last;
    if (first !== past.length || ids.some((id) => this.log.includes(id))) return null;
    this.streams.set(name, [...past, ...ids]);
    this.log.push(...ids);
    return last;
  }
}
