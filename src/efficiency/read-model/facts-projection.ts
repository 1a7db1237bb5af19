import type { EventStore, Position, RecordedEvent } from '../../event-store/event-store.port.js';
import { type BatchProjection, ProjectionStopped } from '../../projection-host/batch-projection.js';
import { isReferenceStream } from '../../reference-data/domain/reference-streams.js';
import { requestStreamPrefix } from '../../service-request/domain/events.js';
import type { CalendarRegistry } from '../projections/calendar-registry.js';
import type { ReferenceNames } from '../projections/reference-names.js';
import type { DuckDbReadModel } from './duckdb-read-model.js';
import { FactBuffer } from './fact-buffer.js';
import { FollowUpsProjection, isFollowUpStream } from './follow-ups-projection.js';
import { type ParkedFirst, Parking, TooManyParked } from './parking.js';
import { Poison } from './poison.js';
import { ProjectedRequests } from './projected-requests.js';
import { ReferenceProjection } from './reference-projection.js';
import { RequestsProjection } from './requests-projection.js';

const FACTS_IN_MEMORY_MAX = 200_000;

export interface FactsProjectionOptions {
  readonly factsInMemoryMax?: number;
  readonly parkedRequestsMax?: number;
  /** False for whoever retries what is parked by other means; default true. */
  readonly retriesAtStart?: boolean;
  /** A retry at the start that the store did not let finish; what is parked stays so until the next. */
  readonly onError?: (error: unknown) => void;
}
export interface Replayed {
  /** Parked requests that were tried, and those of them that are parked no more. */
  readonly tried: number;
  readonly released: number;
  /** Requests that are parked now. */
  readonly parked: number;
}

/** Folds the log into facts: pure folding per request, one DuckDB transaction per batch. */
export class FactsProjection implements BatchProjection {
  private readonly buffer = new FactBuffer();
  private readonly parking: Parking;
  private reference: ReferenceProjection;
  private requests: RequestsProjection;
  private followUps: FollowUpsProjection;
  private retried: boolean;

  constructor(
    private readonly store: EventStore,
    private readonly model: DuckDbReadModel,
    private readonly options: FactsProjectionOptions = {},
  ) {
    this.retried = options.retriesAtStart === false;
    this.parking = new Parking(this.buffer, options.parkedRequestsMax);
    this.reference = new ReferenceProjection(this.buffer, this.parking);
    [this.requests, this.followUps] = this.requestsWith(this.reference);
  }

  get calendars(): CalendarRegistry {
    return this.reference.calendars;
  }
  get names(): ReferenceNames {
    return this.reference.names;
  }
  parkedRequests(): number {
    return this.parking.size;
  }

  async restart(): Promise<Position | null> {
    await this.reset();
    if (!this.retried) await this.retryParked();
    return this.model.checkpoint();
  }

  apply(event: RecordedEvent): void | Promise<void> {
    try {
      if (event.stream.startsWith(requestStreamPrefix)) return this.requests.apply(event)?.catch((error: unknown) => stopAt(event, error));
      if (isFollowUpStream(event.stream)) return this.followUps.apply(event).catch((error: unknown) => stopAt(event, error));
      return isReferenceStream(event.stream) ? this.applyReference(event) : undefined;
    } catch (error) {
      return stopAt(event, error);
    }
  }

  async commit(position: Position): Promise<void> {
    await this.model.commit(this.buffer.take(position));
  }

  /**
   * Folds parked requests again, each in a transaction of its own: as far as its events can be taken now it is as if they
   * always could. To be called between two events, with nothing uncommitted; after an error the projection must restart.
   * @param stream only this one, if given.
   */
  async replayParked(stream: string | null, onProgress: (tried: number, of: number) => void = () => undefined): Promise<Replayed> {
    const checkpoint = await this.model.checkpoint();
    const wanted = this.parking.all().filter((first) => stream === null || first.stream === stream);
    let [tried, released] = [0, 0];
    for (const first of checkpoint === null ? [] : wanted) {
      tried += 1;
      if (await this.replayOne(first, checkpoint!)) released += 1;
      onProgress(tried, wanted.length);
    }
    return { tried, released, parked: this.parking.size };
  }

  /** @returns whether nothing of it is parked any more. */
  private async replayOne(first: ParkedFirst, checkpoint: Position): Promise<boolean> {
    const { stream, position } = first;
    this.parking.release(stream);
    try {
      if (isFollowUpStream(stream)) await this.followUps.replay(this.store.readStream(stream), position, checkpoint);
      else if (isReferenceStream(stream)) await this.replayReference(stream, position, checkpoint);
      else await this.requests.replay(this.store.readStream(stream), stream, position, checkpoint);
    } catch (error) {
      if (!(error instanceof Poison)) throw error;
      // What had been taken before it was parked cannot be read today: nothing is gained by touching it.
      this.buffer.clear();
      this.parking.restore(first);
      return false;
    }
    const again = this.parking.firstOf(stream);
    const changed = again === undefined || again.position !== position || again.code !== first.code || again.reason !== first.reason;
    if (changed) await this.model.commit(this.buffer.take(checkpoint));
    else this.buffer.clear();
    return again === undefined;
  }

  private async replayReference(stream: string, from: Position, upTo: Position): Promise<void> {
    for await (const event of this.store.readStream(stream)) {
      if (event.position >= from && event.position <= upTo) this.reference.apply(event);
    }
  }

  /** A newer program may read what an older one could not: the first start after it finds out. */
  private async retryParked(): Promise<void> {
    try {
      await this.replayParked(null);
      this.retried = true;
    } catch (error) {
      this.options.onError?.(error);
      await this.reset();
    }
  }

  private async reset(): Promise<void> {
    this.buffer.clear();
    this.parking.reset(await this.model.parkedFirsts());
    this.reference = new ReferenceProjection(this.buffer, this.parking);
    this.reference.load(await this.model.referenceEvents());
    [this.requests, this.followUps] = this.requestsWith(this.reference);
  }

  private requestsWith({ calendars }: ReferenceProjection): [RequestsProjection, FollowUpsProjection] {
    const { store, buffer, parking, model } = this;
    const requests = new ProjectedRequests(store, calendars, this.options.factsInMemoryMax ?? FACTS_IN_MEMORY_MAX);
    return [new RequestsProjection({ requests, calendars, buffer, parking, model }), new FollowUpsProjection({ store, requests, buffer, parking })];
  }

  private applyReference(event: RecordedEvent): void | Promise<void> {
    const revised = this.reference.apply(event);
    return revised === null ? undefined : this.requests.recalendar(revised, event.position);
  }
}

/** Too many parked at an event of their own stop the projection there: nothing of it is taken. */
function stopAt(event: RecordedEvent, error: unknown): never {
  if (!(error instanceof TooManyParked)) throw error;
  throw new ProjectionStopped(event.position, `${error.message}: the program or the log is at fault, not single requests`);
}
