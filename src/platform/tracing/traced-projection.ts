import { type Link, SpanKind, TraceFlags } from '@opentelemetry/api';
import type { Position, RecordedEvent } from '../../event-store/event-store.port.js';
import type { BatchProjection } from '../../projection-host/batch-projection.js';
import { ForwardingProjection } from '../telemetry/forwarding-projection.js';
import { parseTraceparent } from './traceparent.js';
import { fail, type Tracing } from './tracing.js';

/** What the exporter's own limit would drop without a word. */
const LINKS_MAX = 128;

const nowMs = (): number => performance.timeOrigin + performance.now();

/** A span for each batch that has events of a trace, in a trace of its own and linked to each of theirs. */
export class TracedProjection extends ForwardingProjection {
  private readonly links = new Map<string, Link>();
  private notLinked = 0;
  private applied = 0;
  private startedMs = 0;

  constructor(
    inner: BatchProjection,
    private readonly tracing: Tracing,
  ) {
    super(inner);
  }

  override restart(): Promise<Position | null> {
    this.clear();
    return this.inner.restart();
  }

  override apply(event: RecordedEvent): void | Promise<void> {
    if (this.applied === 0) this.startedMs = nowMs();
    this.applied += 1;
    const { traceparent } = event.metadata;
    if (typeof traceparent === 'string') this.link(traceparent);
    return this.inner.apply(event);
  }

  override async commit(position: Position): Promise<void> {
    if (this.links.size === 0) {
      this.clear();
      return this.inner.commit(position);
    }
    const span = this.tracing.start('project', null, {
      kind: SpanKind.CONSUMER,
      startedMs: this.startedMs,
      links: [...this.links.values()],
      attributes: { 'hall.projection.events': this.applied, 'hall.projection.events_not_linked': this.notLinked },
    });
    this.clear();
    try {
      await this.inner.commit(position);
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** Events of one batch of a terminal carry the same: one link. */
  private link(traceparent: string): void {
    if (this.links.has(traceparent)) return;
    const place = parseTraceparent(traceparent);
    if (place === null) return;
    const { traceId, spanId } = place;
    if (this.links.size >= LINKS_MAX) this.notLinked += 1;
    else this.links.set(traceparent, { context: { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true } });
  }

  private clear(): void {
    this.links.clear();
    this.notLinked = 0;
    this.applied = 0;
  }
}
