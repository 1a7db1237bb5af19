import type { Position, RecordedEvent } from '../../event-store/event-store.port.js';
import type { BatchProjection } from '../../projection-host/batch-projection.js';
import { ForwardingProjection } from '../telemetry/forwarding-projection.js';
import { type Metrics, secondsSince } from './metrics.js';

/** Counts what a projection commits, times its commits, and counts its starts after the first. */
export class MeasuredProjection extends ForwardingProjection {
  private started = false;
  private applied = 0;

  constructor(
    inner: BatchProjection,
    private readonly metrics: Metrics,
  ) {
    super(inner);
  }

  override restart(): Promise<Position | null> {
    if (this.started) this.metrics.projectionRestarts.inc();
    this.started = true;
    this.applied = 0;
    return this.inner.restart();
  }

  override apply(event: RecordedEvent): void | Promise<void> {
    this.applied += 1;
    return this.inner.apply(event);
  }

  override async commit(position: Position): Promise<void> {
    const startedMs = performance.now();
    await this.inner.commit(position);
    this.metrics.commitDuration.observe(secondsSince(startedMs));
    this.metrics.projectionEvents.inc(this.applied);
    this.applied = 0;
  }
}
