import { SpanKind } from '@opentelemetry/api';
import type { Append, AppendResult, EventStore, ExpectedRevision, NewEvent } from '../../event-store/event-store.port.js';
import { ForwardingEventStore } from '../../event-store/forwarding.event-store.js';
import { RevisionConflict } from '../../event-store/errors.js';
import type { UnsealedAppend } from '../../event-store/sealing.js';
import type { Tracing } from './tracing.js';

const CONFLICTS = 'hall.append.conflicts';
const attributesOf = (appends: number, events: number) => ({ 'hall.append.calls': appends, 'hall.append.events': events });

/** A span for each append that belongs to a trace; others have none. */
export class TracedEventStore extends ForwardingEventStore {
  constructor(
    inner: EventStore,
    private readonly tracing: Tracing,
  ) {
    super(inner);
  }

  override append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    if (this.tracing.active() === null) return this.inner.append(stream, expected, events);
    const options = { kind: SpanKind.CLIENT, attributes: attributesOf(1, events.length) };
    return this.tracing.within('append', options, async (span) => {
      try {
        return await this.inner.append(stream, expected, events);
      } catch (error) {
        if (error instanceof RevisionConflict) span.setAttribute(CONFLICTS, 1);
        throw error;
      }
    });
  }

  override appendEach(appends: readonly Append[]): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    return this.each(appends, () => this.inner.appendEach(appends));
  }

  override sealAndAppendEach(appends: readonly UnsealedAppend[]): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    return this.each(appends, () => this.inner.sealAndAppendEach(appends));
  }

  private each<T>(appends: readonly { readonly events: readonly unknown[] }[], append: () => Promise<readonly PromiseSettledResult<T>[]>): Promise<readonly PromiseSettledResult<T>[]> {
    if (this.tracing.active() === null) return append();
    const events = appends.reduce((sum, one) => sum + one.events.length, 0);
    const options = { kind: SpanKind.CLIENT, attributes: attributesOf(appends.length, events) };
    return this.tracing.within('append', options, async (span) => {
      const results = await append();
      const conflicts = results.filter((one) => one.status === 'rejected' && one.reason instanceof RevisionConflict).length;
      if (conflicts > 0) span.setAttribute(CONFLICTS, conflicts);
      return results;
    });
  }
}
