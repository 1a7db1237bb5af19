import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { hashOf } from '../../event-store/audit-hash.js';
import type { Position, RecordedEvent, Revision } from '../../event-store/event-store.port.js';

/** Streams whose last event is remembered; of any other the predecessor is read again. */
export const STREAMS_REMEMBERED_MAX = 50_000;

/** The first place where the log is not what was recorded. */
export class BrokenLog extends Error {
  override readonly name = 'BrokenLog';
  constructor(
    readonly event: RecordedEvent,
    readonly reason: BrokenReason,
  ) {
    super(`position ${event.position}, ${event.stream} revision ${event.revision} (${event.type}): ${BROKEN_TEXTS[reason].en}`);
  }
  get zh(): string {
    return `位置 ${this.event.position}，流 ${this.event.stream} 版本 ${this.event.revision}（${this.event.type}）：${BROKEN_TEXTS[this.reason].zh}`;
  }
}

export type BrokenReason = 'edited' | 'link' | 'missing' | 'unreadable' | 'unchained';
const BROKEN_TEXTS: Readonly<Record<BrokenReason, { readonly en: string; readonly zh: string }>> = {
  edited: { en: 'the event is not what its hash says', zh: '事件内容与其散列值不符' },
  link: { en: 'it does not follow from the event before it', zh: '与前一事件的散列链不衔接' },
  missing: { en: 'an event before it is missing, or it stands out of order', zh: '其前有事件缺失，或次序错乱' },
  unreadable: { en: 'it cannot be read', zh: '无法读取' },
  unchained: { en: 'it carries no hash', zh: '没有散列值' },
};

interface Link {
  readonly revision: Revision;
  readonly hash: unknown;
}

/**
 * Walks the events of a log in the order of positions and holds each stream's chain, as `verifyStream` does for one
 * stream, in bounded memory. `digest` is the SHA-256 over (stream, revision, hash) in that order: equal for two logs
 * that hold the same events in the same order, whatever their positions are.
 */
export class ChainWalk {
  private readonly last: LRUCache<string, Link>;
  private readonly running = createHash('sha256');
  events = 0;
  head: Position | null = null;

  /** @param predecessor reads the event at a revision; null when there is none. */
  constructor(
    private readonly predecessor: (stream: string, revision: Revision) => Promise<RecordedEvent | null>,
    streamsRemembered = STREAMS_REMEMBERED_MAX,
  ) {
    this.last = new LRUCache({ max: streamsRemembered });
  }

  /** @throws BrokenLog */
  async take(event: RecordedEvent): Promise<string> {
    const hash = checkedHash(event);
    const { stream, revision, metadata } = event;
    const before = this.last.get(stream) ?? (await this.readBefore(stream, revision));
    if (revision !== (before === null ? 0n : before.revision + 1n)) throw new BrokenLog(event, 'missing');
    if (metadata['previousHash'] !== (before?.hash ?? null)) throw new BrokenLog(event, 'link');
    this.last.set(stream, { revision, hash });
    this.running.update(`${stream}\0${revision}\0${hash}\n`);
    this.events += 1;
    this.head = event.position;
    return hash;
  }

  /** Of the events taken so far. */
  digest(): string {
    return this.running.copy().digest('hex');
  }

  private async readBefore(stream: string, revision: Revision): Promise<Link | null> {
    if (revision === 0n) return null;
    const event = await this.predecessor(stream, revision - 1n);
    return event === null ? null : { revision: event.revision, hash: event.metadata['hash'] ?? null };
  }
}

/** The hash as it should be, which is also the one that is stored. @throws BrokenLog */
function checkedHash(event: RecordedEvent): string {
  if (event.unreadable !== undefined) throw new BrokenLog(event, 'unreadable');
  const stored = event.metadata['hash'];
  if (stored === undefined) throw new BrokenLog(event, 'unchained');
  const hash = hashOrNull(event);
  if (hash === null || hash !== stored) throw new BrokenLog(event, 'edited');
  return hash;
}

/** Null for what has no canonical form, which only an edit can leave. */
function hashOrNull(event: RecordedEvent): string | null {
  try {
    return hashOf(event);
  } catch {
    return null;
  }
}
