import { EventStoreUnavailable } from '../../event-store/errors.js';
import type { Metrics } from '../metrics/metrics.js';
import { traceparentOf, type Tracing } from '../tracing/tracing.js';

export type CommandOutcome = 'recorded' | 'already-recorded' | 'unchanged' | 'refused';

/** Watches commands where they come in: a span for their handling, a count for each. */
export class CommandWatch {
  constructor(
    private readonly metrics: Metrics,
    private readonly tracing: Tracing | null,
  ) {}

  /** @param handle gets what the events of these commands carry of their trace: nothing while tracing is off. */
  handle<T>(name: string, commands: number, handle: (traceparent: string | undefined) => Promise<T>): Promise<T> {
    if (this.tracing === null) return handle(undefined);
    return this.tracing.within(name, { attributes: { 'hall.commands': commands } }, (span) => handle(traceparentOf(span)));
  }

  /** @param type, code from closed lists of the source, never from outside. */
  count(type: string, outcome: CommandOutcome, code?: string): void {
    this.metrics.commands.inc({ type, outcome });
    if (code !== undefined) this.metrics.refusals.inc({ code });
  }

  /** No answer: the same may be sent again. */
  failed(type: string, reason: unknown): void {
    this.metrics.commands.inc({ type, outcome: reason instanceof EventStoreUnavailable ? 'unavailable' : 'failed' });
  }
}
