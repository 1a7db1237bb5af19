import type { ResolvedEvent } from '@eventstore/db-client';
import { EventStoreUnavailable } from '../errors.js';
import { type Categories, categoryOf, type Position, type SubscriptionMessage } from '../event-store.port.js';
import { unavailable } from './classify-failure.js';
import type { Connection } from './connection.js';
import type { LogReads } from './log-reads.js';
import type { EventStoreDbOptions } from './options.js';
import { eventOf, isSystem, positionOf, recordedEvent } from './recorded-event.js';
import { END, QUIET } from './stream-reader.js';
import { openSubscription, type Sent } from './subscription-call.js';
import { SubscriptionPlace } from './subscription-place.js';
import { backoffMs, pause } from './within.js';

const SCAN_PAGE = 1000;
type Messages = AsyncGenerator<SubscriptionMessage, void, undefined>;

export interface SubscriptionParts {
  readonly connection: Connection;
  readonly reads: LogReads;
  readonly options: EventStoreDbOptions;
  readonly nowMs: () => number;
  readonly chance: () => number;
}

interface CallState {
  /** The server has caught up and sends what comes. */
  live: boolean;
  /** The log has an event that it has not sent yet. */
  missing: boolean;
}

/** One reader's subscription, over as many calls as it takes. */
export class SupervisedSubscription {
  private readonly place: SubscriptionPlace;

  constructor(
    private readonly parts: SubscriptionParts,
    after: Position | null,
    private readonly signal: AbortSignal,
    private readonly categories?: Categories,
  ) {
    this.place = new SubscriptionPlace(after, parts.nowMs);
  }

  /** Ends when the signal aborts. @throws EventStoreUnavailable after `subscriptionBudgetMs` without getting on. */
  async *messages(): Messages {
    const { subscriptionBudgetMs, backoffFirstMs, backoffMsMax } = this.parts.options;
    while (!this.signal.aborted) {
      try {
        yield* this.call();
      } catch (error) {
        if (this.signal.aborted) return;
        if (this.place.stuckMs >= subscriptionBudgetMs) throw unavailable('Subscription', error);
      }
      await pause(backoffMs(this.place.failures, backoffFirstMs, backoffMsMax, this.parts.chance()), this.signal);
      this.place.failures += 1;
    }
  }

  private async *call(): Messages {
    const { client } = this.parts.connection;
    const call = openSubscription(client, this.place.last, this.categories);
    const state: CallState = { live: false, missing: false };
    try {
      while (!this.signal.aborted) {
        const sent = await call.reader.next(this.patienceMs(state.live), this.signal);
        if (sent === END) throw new EventStoreUnavailable('the server ended it');
        yield* sent === QUIET ? this.afterSilence(state) : this.take(sent, state);
      }
    } catch (error) {
      this.parts.connection.failed(client, error);
      throw error;
    } finally {
      call.end();
    }
  }

  /** Longer after each failure: a server that is slow, not silent, must get to its first event before it is asked again. */
  private patienceMs(live: boolean): number {
    const { lingerMs, subscriptionSilenceMs, catchUpSilenceMs, subscriptionBudgetMs } = this.parts.options;
    if (live && !this.place.told) return lingerMs;
    const ms = live ? subscriptionSilenceMs : Math.min(catchUpSilenceMs, subscriptionSilenceMs);
    return Math.min(ms * 2 ** this.place.failures, Math.max(ms, subscriptionBudgetMs));
  }

  private async *caughtUp(): Messages {
    if (this.place.told || this.signal.aborted) return;
    this.place.told = true;
    yield { kind: 'caught-up' };
    this.place.resumed();
  }

  /** Silence is no proof of life, except just after a live event; nor of a fault, while the event may be on its way. */
  private async *afterSilence(state: CallState): Messages {
    if (this.signal.aborted) return;
    if (state.missing) throw new EventStoreUnavailable('the server keeps silent about an event of the log');
    state.missing = (!state.live || this.place.told) && !(await this.isAtEnd());
    if (state.missing) return;
    state.live = true;
    yield* this.caughtUp();
  }

  private async *take(sent: Sent, state: CallState): Messages {
    state.missing = false;
    if ('confirmed' in sent) return;
    if ('live' in sent) {
      state.live = sent.live;
      if (sent.live) yield* this.caughtUp();
      return;
    }
    if ('checked' in sent) return this.place.reach(sent.checked);
    const position = positionOf(sent);
    if (this.place.last !== null && position <= this.place.last) return;
    const event = this.isWanted(sent) ? recordedEvent(sent) : null;
    this.place.reach(position);
    if (event === null) return;
    this.place.told = false;
    yield { kind: 'event', event };
    this.place.resumed();
  }

  /** Holds a silent subscription against the log itself: whether nothing is there that it should have sent. */
  private async isAtEnd(): Promise<boolean> {
    for await (const record of this.parts.reads.records(this.place.last, SCAN_PAGE, this.signal)) {
      if (this.signal.aborted) return true;
      if (this.isWanted(record)) return false;
      this.place.reach(positionOf(record));
    }
    this.place.moved();
    return true;
  }

  private isWanted(record: ResolvedEvent): boolean {
    const event = eventOf(record);
    return !isSystem(event) && (this.categories === undefined || this.categories.includes(categoryOf(event.streamId)));
  }
}
