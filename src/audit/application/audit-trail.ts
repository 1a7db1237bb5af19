import { digestOf, sealChain } from '../../event-store/audit-hash.js';
import { newEventId } from '../../event-store/event-id.js';
import type { EventStore, JsonObject, NewEvent, Position, Revision } from '../../event-store/event-store.port.js';
import { type Attempt, transact } from '../../event-store/transact.js';
import { toIso } from '../../kernel/instant.js';
import { KeyedQueue } from '../../kernel/keyed-queue.js';
import { RecentlyUsed } from '../../kernel/recently-used.js';
import { EventStoreUnavailable } from '../../event-store/errors.js';
import type { AuditEvent } from '../domain/audit-events.js';

const ENDS_MAX = 10_000;
const WAITING_MAX = 1_000;
const SOURCE = 'audit';

interface End {
  readonly revision: Revision;
  readonly hash: string | null;
}
export interface Trace {
  readonly event: AuditEvent;
  readonly principal: string;
  readonly correlationId: string;
  /** Stands in the digest for what is sealed. */
  readonly said: JsonObject;
}

/** Appends what was looked at. Where a stream ends is remembered: a history that is read every day must not be read to its end each time. */
export class AuditTrail {
  private readonly ends = new RecentlyUsed<End>(ENDS_MAX);
  private readonly queue = new KeyedQueue(WAITING_MAX, () => new EventStoreUnavailable('Too many readings wait to be recorded'));

  constructor(
    private readonly store: EventStore,
    private readonly nowMs: () => number,
  ) {}

  /** Durable when it resolves. @throws EventStoreUnavailable: then nothing may be shown. */
  record(stream: string, trace: Trace): Promise<Position> {
    return this.queue.run(stream, async () => {
      try {
        return await transact(this.store, stream, (attempt) => this.attempt(stream, trace, attempt));
      } catch (error) {
        this.ends.delete(stream);
        throw error;
      }
    });
  }

  /** Events recorded there so far. */
  async count(stream: string): Promise<number> {
    return Number((this.ends.get(stream) ?? (await this.read(stream))).revision) + 1;
  }

  private async attempt(stream: string, trace: Trace, attempt: number): Promise<Attempt<Position>> {
    const known = attempt === 0 ? this.ends.get(stream) : undefined;
    const end = known ?? (await this.read(stream));
    const events = sealChain(stream, end.revision + 1n, end.hash, [this.factOf(trace)]);
    return {
      expected: end.revision < 0n ? 'no-stream' : end.revision,
      events,
      settle: (appended) => {
        if (appended === null) throw new Error('A reading was recorded as no event');
        this.ends.set(stream, { revision: appended.revision, hash: events.at(-1)?.metadata['hash'] as string });
        return appended.position;
      },
    };
  }

  private async read(stream: string): Promise<End> {
    let end: End = { revision: -1n, hash: null };
    for await (const { revision, metadata } of this.store.readStream(stream))
      end = { revision, hash: typeof metadata['hash'] === 'string' ? metadata['hash'] : null };
    return end;
  }

  private factOf({ event: { type, data }, principal, correlationId, said }: Trace): NewEvent {
    const id = newEventId();
    const metadata = {
      recordedAt: toIso(this.nowMs()), principal, correlationId, causationId: `${SOURCE}#${id}`, source: { source: SOURCE, id }, contentDigest: digestOf({ type, data: said }),
    };
    return { id, type, data: data as unknown as JsonObject, metadata };
  }
}
