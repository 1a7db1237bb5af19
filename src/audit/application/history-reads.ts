import { Inject, Injectable } from '@nestjs/common';
import { EventStoreUnavailable } from '../../event-store/errors.js';
import { EventStore, type JsonObject, type Position, type RecordedEvent } from '../../event-store/event-store.port.js';
import type { Actor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { type IsoInstant, toIso } from '../../kernel/instant.js';
import { Keyring, KeysUnavailable, type SealedText } from '../../privacy/keyring.js';
import { streamOf } from '../../service-request/domain/events.js';
import { type HistoryReadData, historyReadStream, type ReadThrough } from '../domain/audit-events.js';
import { AuditTrail } from './audit-trail.js';

/** Characters of a reason. */
export const REASON_CHARACTERS_MAX = 2_000;

/** One look at one request's history, by somebody who may: the caller has seen to that. */
export interface HistoryReading {
  readonly hallId: string;
  readonly requestId: string;
  readonly actor: Actor;
  readonly through: ReadThrough;
  /** The log position the answer is of. */
  readonly position: Position;
  readonly asOf?: IsoInstant | null;
  readonly asKnownAt?: Position | IsoInstant | null;
  /** Why, in the reader's words; sealed like every text of the request. At most REASON_CHARACTERS_MAX characters. */
  readonly reason?: string | null;
  readonly correlationId: string;
}

/** Every read of a history is an event of its own, recorded before anything is shown. */
@Injectable()
export class HistoryReads {
  private readonly trail: AuditTrail;

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.trail = new AuditTrail(store, () => clock.nowMs());
  }

  /**
   * Durable when it resolves; its position.
   * @throws EventStoreUnavailable (503, retryable): then nothing of the history may be shown. RangeError for too long a reason.
   */
  async record(reading: HistoryReading): Promise<Position> {
    const { hallId, requestId, actor, through, position, asOf = null, asKnownAt = null, reason = null, correlationId } = reading;
    if (reason !== null && reason.length > REASON_CHARACTERS_MAX) throw new RangeError(`A reason has at most ${REASON_CHARACTERS_MAX} characters`);
    const plain: HistoryReadData = {
      hallId, requestId, occurredAt: toIso(this.clock.nowMs()), role: actor.role, through, position: String(position), asOf, asKnownAt: asKnownAt === null ? null : String(asKnownAt),
    };
    const sealing = reason === null ? null : await this.sealing(hallId, requestId, reason);
    const data = sealing === null ? plain : { ...plain, reason: sealing.sealed };
    const said: JsonObject = sealing === null ? { ...plain } : { ...plain, reason: { mac: sealing.mac } };
    return this.trail.record(historyReadStream(hallId, requestId), { event: { type: 'HistoryRead', data }, principal: actor.principal, correlationId, said });
  }

  /** How often a history was read so far. */
  count(hallId: string, requestId: string): Promise<number> {
    return this.trail.count(historyReadStream(hallId, requestId));
  }

  /** Readings of one history in their order, exclusive of revision `after`. */
  async list(hallId: string, requestId: string, first: number, after: number | null): Promise<readonly RecordedEvent[]> {
    const page: RecordedEvent[] = [];
    for await (const event of this.store.readStream(historyReadStream(hallId, requestId), BigInt((after ?? -1) + 1))) {
      page.push(event);
      if (page.length >= first) break;
    }
    return page;
  }

  private async sealing(hallId: string, requestId: string, text: string): Promise<{ readonly sealed: SealedText; readonly mac: string }> {
    try {
      return await this.sealed(hallId, requestId, text);
    } catch (error) {
      if (error instanceof KeysUnavailable) throw new EventStoreUnavailable(error.message, { cause: error });
      throw error;
    }
  }

  /** Under the applicant's key; under the request's own where there is none, or it was erased. */
  private async sealed(hallId: string, requestId: string, text: string): Promise<{ readonly sealed: SealedText; readonly mac: string }> {
    const own = (): Promise<string> => this.keyring.keyIdFor(`request:${hallId}.${requestId}`);
    const keyId = (await this.applicantKeyId(hallId, requestId)) ?? (await own());
    const sealed = (await this.keyring.seal(keyId, text)) ?? (await this.keyring.seal(await own(), text));
    const mac = sealed && (await this.keyring.mac(sealed.keyId, text));
    if (sealed === null || mac === null) throw new Error(`The key of ${hallId}.${requestId} was erased while it was used`);
    return { sealed, mac };
  }

  private async applicantKeyId(hallId: string, requestId: string): Promise<string | null> {
    for await (const { data } of this.store.readStream(streamOf(hallId, requestId))) return (data['applicant'] as { readonly keyId?: string } | null | undefined)?.keyId ?? null;
    return null;
  }
}
