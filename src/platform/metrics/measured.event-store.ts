import { EventStoreUnavailable, RevisionConflict } from '../../event-store/errors.js';
import type { UnsealedAppend } from '../../event-store/sealing.js';
import type { Append, AppendResult, EventStore, ExpectedRevision, NewEvent } from '../../event-store/event-store.port.js';
import { ForwardingEventStore } from '../../event-store/forwarding.event-store.js';
import { type APPEND_OUTCOMES, type Metrics, secondsSince } from './metrics.js';

type AppendOutcome = (typeof APPEND_OUTCOMES)[number];

/** Measures appends where they are asked for, the same for every adapter. */
export class MeasuredEventStore extends ForwardingEventStore {
  constructor(
    inner: EventStore,
    private readonly metrics: Metrics,
  ) {
    super(inner);
  }

  override async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const startedMs = performance.now();
    this.metrics.pendingAppends.inc();
    try {
      const appended = await this.inner.append(stream, expected, events);
      this.settled('recorded', secondsSince(startedMs), events.length);
      return appended;
    } catch (error) {
      this.settled(outcomeOf(error), secondsSince(startedMs), 0);
      throw error;
    } finally {
      this.metrics.pendingAppends.dec();
    }
  }

  /** Each waits as long as all of them do, so each counts with their whole duration. */
  override async appendEach(appends: readonly Append[]): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    return this.each(appends, () => this.inner.appendEach(appends));
  }

  override async sealAndAppendEach(appends: readonly UnsealedAppend[]): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    return this.each(appends, () => this.inner.sealAndAppendEach(appends));
  }

  private async each<T>(appends: readonly { readonly events: readonly unknown[] }[], append: () => Promise<readonly PromiseSettledResult<T>[]>): Promise<readonly PromiseSettledResult<T>[]> {
    const startedMs = performance.now();
    this.metrics.pendingAppends.inc(appends.length);
    try {
      const results = await append();
      const seconds = secondsSince(startedMs);
      results.forEach((result, index) => {
        if (result.status === 'fulfilled') this.settled('recorded', seconds, appends[index]?.events.length ?? 0);
        else this.settled(outcomeOf(result.reason), seconds, 0);
      });
      return results;
    } catch (error) {
      const seconds = secondsSince(startedMs);
      for (const _one of appends) this.settled(outcomeOf(error), seconds, 0);
      throw error;
    } finally {
      this.metrics.pendingAppends.dec(appends.length);
    }
  }

  private settled(outcome: AppendOutcome, seconds: number, events: number): void {
    this.metrics.appendDuration.observe({ outcome }, seconds);
    if (outcome === 'conflict') this.metrics.appendConflicts.inc();
    if (events > 0) this.metrics.appendEvents.inc(events);
  }
}

/** `refused` is what the store cannot keep at all: a defect of the caller. */
function outcomeOf(error: unknown): AppendOutcome {
  if (error instanceof RevisionConflict) return 'conflict';
  return error instanceof EventStoreUnavailable ? 'unavailable' : 'refused';
}
