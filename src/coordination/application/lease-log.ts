import { digestOf, sealChain } from '../../event-store/audit-hash.js';
import { EventStoreUnavailable, RevisionConflict } from '../../event-store/errors.js';
import { newEventId } from '../../event-store/event-id.js';
import type { EventStore, ExpectedRevision, NewEvent } from '../../event-store/event-store.port.js';
import { toIso } from '../../kernel/instant.js';
import { lease, type LeaseCommand, type LeaseRefusal } from '../domain/lease.js';
import type { LeaseEvent } from '../domain/lease-events.js';
import { type LeaseSeen, LeaseWatch } from './lease-watch.js';

/** What a process brings along: the store, its two clocks, and waiting. */
export interface LeaseParts {
  readonly store: EventStore;
  /** Wall clock, for people and schedules. */
  readonly nowMs: () => number;
  /** Runs forward only, at a steady pace, and is compared with nobody else's. */
  readonly monotonicMs: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

const ATTEMPTS_MAX = 5;
const APPENDS_MAX = 4;
const OUTAGE_PAUSE_MS = 25;
const PRINCIPAL = 'coordination';

/** Puts what is decided about a lease into its stream, at the very revision it was decided on: that settles every race. */
export class LeaseLog {
  private readonly watch: LeaseWatch;

  constructor(
    private readonly parts: LeaseParts,
    readonly name: string,
  ) {
    this.watch = new LeaseWatch(parts.store, name, parts.monotonicMs);
  }

  look(): Promise<LeaseSeen> {
    return this.watch.look();
  }

  /**
   * @returns null when it was recorded.
   * @throws EventStoreUnavailable when the outcome is unknown: the next look tells.
   */
  async submit(command: LeaseCommand): Promise<LeaseRefusal | null> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const seen = await this.look();
      const decision = lease.decide(command, seen.state, { nowMs: this.parts.nowMs(), quietMs: this.parts.monotonicMs() - seen.seenAtMs });
      if (decision.outcome === 'rejected') return decision.rejection;
      if (await this.append(seen.revision ?? 'no-stream', this.chained(seen, decision.events))) return null;
    }
    throw new EventStoreUnavailable(`${this.watch.stream}: other processes were faster ${ATTEMPTS_MAX} times`);
  }

  private chained({ revision, hash }: LeaseSeen, events: readonly LeaseEvent[]): NewEvent[] {
    const facts = events.map(({ type, data }) => {
      const id = newEventId();
      const metadata = {
        recordedAt: toIso(this.parts.nowMs()), principal: PRINCIPAL, correlationId: id, causationId: `${this.watch.stream}#${id}`,
        source: { source: this.watch.stream, id }, contentDigest: digestOf({ type, data }),
      };
      return { id, type, data: { ...data }, metadata };
    });
    return sealChain(this.watch.stream, revision === null ? 0n : revision + 1n, hash, facts);
  }

  /** False when another event was there first. After an unknown outcome the same ids at the same place are safe to send again. */
  private async append(expected: ExpectedRevision, events: readonly NewEvent[]): Promise<boolean> {
    for (let append = 1; ; append += 1) {
      try {
        await this.parts.store.append(this.watch.stream, expected, events);
        return true;
      } catch (error) {
        if (error instanceof RevisionConflict) return false;
        if (!(error instanceof EventStoreUnavailable) || append === APPENDS_MAX) throw error;
        await this.parts.pause(OUTAGE_PAUSE_MS * 4 ** (append - 1));
      }
    }
  }
}
