import type { Position, RecordedEvent } from '../../event-store/event-store.port.js';
import type { BatchProjection } from '../../projection-host/batch-projection.js';

/** Another projection, as it is: what watches it overrides what it watches. `Required`: what is optional there must be handed on here. */
export class ForwardingProjection implements Required<BatchProjection> {
  constructor(protected readonly inner: BatchProjection) {}

  restart(): Promise<Position | null> {
    return this.inner.restart();
  }

  apply(event: RecordedEvent): void | Promise<void> {
    return this.inner.apply(event);
  }

  commit(position: Position): Promise<void> {
    return this.inner.commit(position);
  }

  parkedRequests(): number {
    return this.inner.parkedRequests?.() ?? 0;
  }
}
