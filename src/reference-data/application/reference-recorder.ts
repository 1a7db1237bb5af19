import { Inject, Injectable } from '@nestjs/common';
import { digestOf, sealChain } from '../../event-store/audit-hash.js';
import { newEventId } from '../../event-store/event-id.js';
import { EventStore, type AppendResult, type NewEvent } from '../../event-store/event-store.port.js';
import { transact } from '../../event-store/transact.js';
import { Clock } from '../../kernel/clock.js';
import type { Decision } from '../../kernel/decider.js';
import { type EpochMs, toIso } from '../../kernel/instant.js';
import type { ReferenceEvent } from '../domain/events.js';
import type { CatalogueRefusal } from '../domain/refusal.js';
import { ReferenceDirectory } from './reference-directory.js';

export interface Author {
  readonly principal: string;
  readonly correlationId: string;
  readonly traceparent?: string | undefined;
}
export type RecordOutcome = 'recorded' | 'unchanged' | CatalogueRefusal;

const SOURCE = 'catalogue';

/** Appends what a decision says to one reference stream, and has the directory know it at once. */
@Injectable()
export class ReferenceRecorder {
  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(ReferenceDirectory) private readonly directory: ReferenceDirectory,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @param decide asked again, after reading what is new in the stream, when another process was faster. */
  record(stream: string, author: Author, decide: (nowMs: EpochMs) => Decision<ReferenceEvent, CatalogueRefusal>): Promise<RecordOutcome> {
    return transact<RecordOutcome>(this.store, stream, async (attempt) => {
      if (attempt > 0) await this.directory.refresh(stream);
      const nowMs = this.clock.nowMs();
      const decision = decide(nowMs);
      const end = this.directory.endOf(stream);
      const expected = end?.revision ?? 'no-stream';
      if (decision.outcome === 'rejected') return { expected, events: [], settle: () => decision.rejection };
      const first = end === undefined ? 0n : end.revision + 1n;
      const facts = decision.events.map((event, index) => newEventOf(stream, first + BigInt(index), event, author, nowMs));
      const events = sealChain(stream, first, end?.hash ?? null, facts);
      return { expected, events, settle: (appended) => this.settle(stream, first, events, appended) };
    });
  }

  private settle(stream: string, first: bigint, events: readonly NewEvent[], appended: AppendResult | null): RecordOutcome {
    if (appended === null) return 'unchanged';
    events.forEach((event, index) =>
      this.directory.absorb({ ...event, stream, revision: first + BigInt(index), position: appended.positions[index] ?? appended.position }),
    );
    return 'recorded';
  }
}

function newEventOf(stream: string, revision: bigint, { type, data }: ReferenceEvent, author: Author, nowMs: EpochMs): NewEvent {
  const fact = { type, data: { ...data } };
  const id = digestOf({ stream, revision: revision.toString(), ...fact });
  const metadata = {
    recordedAt: toIso(nowMs),
    principal: author.principal,
    correlationId: author.correlationId,
    causationId: `${SOURCE}#${id}`,
    source: { source: SOURCE, id },
    contentDigest: digestOf(fact),
    ...(author.traceparent !== undefined && { traceparent: author.traceparent }),
  };
  return { id: newEventId(), ...fact, metadata };
}
