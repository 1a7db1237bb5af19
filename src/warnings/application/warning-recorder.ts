import { digestOf, sealChain } from '../../event-store/audit-hash.js';
import { newEventId } from '../../event-store/event-id.js';
import type { EventStore, JsonObject, NewEvent, RecordedEvent, Revision } from '../../event-store/event-store.port.js';
import { type Attempt, transact } from '../../event-store/transact.js';
import { toIso } from '../../kernel/instant.js';
import { type DecidedOn, decideWarnings, NOTHING_TOLD, type Told, told } from '../domain/decide-warnings.js';
import { decodeWarningEvent, type WarningEvent, warningStreamOf } from '../domain/warning-events.js';
import type { WatchedRequest } from '../domain/watched-request.js';

export const WARNINGS_PRINCIPAL = 'warnings';

/** One acquisition of the right to warn; what is written under it carries its fence. */
export interface WarningWriter extends Pick<EventStore, 'append'> {
  readonly fence: { readonly lease: string; readonly token: number };
}
export interface RequestIds {
  readonly hallId: string;
  readonly requestId: string;
}
/** A request as its stream tells it now; `watched` is null for one that is not open any more. */
export interface FreshRequest extends DecidedOn {
  readonly watched: WatchedRequest | null;
}
export interface WarningRecorderParts {
  readonly store: EventStore;
  readonly nowMs: () => number;
  /** Null when there is none. */
  readonly fresh: (ids: RequestIds) => Promise<FreshRequest | null>;
}

interface Stream {
  readonly stream: string;
  readonly revision: Revision | null;
  readonly hash: string | null;
  readonly told: Told;
}

/**
 * Raises what is due of one request: decided on its stream and on the stream of its warnings as they are now, and appended at
 * the revision that was read. So whoever else raises at the same time, or was killed half way, nothing is raised twice.
 */
export class WarningRecorder {
  constructor(private readonly parts: WarningRecorderParts) {}

  /**
   * @returns how many were raised.
   * @throws UndecodableEvent when the warnings raised so far cannot be read; EventStoreUnavailable; what the writer throws.
   */
  async raise(ids: RequestIds, writer: WarningWriter): Promise<number> {
    const stream = warningStreamOf(ids.hallId, ids.requestId);
    return transact(writer, stream, () => this.attempt(ids, stream, writer));
  }

  private async attempt(ids: RequestIds, name: string, { fence }: WarningWriter): Promise<Attempt<number>> {
    const before = await this.read(name);
    const request = await this.parts.fresh(ids);
    const nowMs = this.parts.nowMs();
    const warnings = request === null || request.watched === null ? [] : decideWarnings(before.told, request.watched, nowMs, request);
    return { expected: before.revision ?? 'no-stream', events: chained(before, warnings, { nowMs, fence }), settle: () => warnings.length };
  }

  private async read(stream: string): Promise<Stream> {
    let read: Stream = { stream, revision: null, hash: null, told: NOTHING_TOLD };
    for await (const event of this.parts.store.readStream(stream)) read = taken(read, event);
    return read;
  }
}

function taken({ stream, told: before }: Stream, { type, data, metadata, revision, unreadable }: RecordedEvent): Stream {
  const { hash } = metadata;
  return { stream, revision, hash: typeof hash === 'string' ? hash : null, told: told(before, decodeWarningEvent(type, data, unreadable)) };
}

function chained({ stream, revision, hash }: Stream, warnings: readonly WarningEvent[], by: { readonly nowMs: number; readonly fence: WarningWriter['fence'] }): NewEvent[] {
  const facts = warnings.map(({ type, data }) => {
    const id = newEventId();
    const source = { source: stream, id: `${data.limit}.${data.state}.${data.turnedAt}` };
    const metadata = {
      recordedAt: toIso(by.nowMs), principal: WARNINGS_PRINCIPAL, correlationId: id, causationId: `${source.source}#${source.id}`, source,
      contentDigest: digestOf({ type, data }), fence: { ...by.fence },
    };
    return { id, type, data: data as unknown as JsonObject, metadata };
  });
  return sealChain(stream, revision === null ? 0n : revision + 1n, hash, facts);
}
