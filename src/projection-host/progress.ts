import type { Position } from '../event-store/event-store.port.js';
import { ProjectionStopped } from './batch-projection.js';
import type { ProjectionStatus } from './projection-health.js';

export interface ProgressOptions {
  /** Behind and without progress for this long is stalled. */
  readonly stalledMs: number;
  readonly nowMs: () => number;
}

/** Keeps what health asks: distance and movement, each by its own clock. */
export class Progress {
  position: Position | null = null;
  private head: Position | null = null;
  private movedMs: number | null = null;
  private behindSinceMs: number | null = null;
  private failure: { readonly text: string; readonly stoppedMs: number | null } | null = null;

  constructor(private readonly options: ProgressOptions) {}

  /** Something was applied, committed or not. */
  moved(): void {
    this.movedMs = this.options.nowMs();
  }

  committed(position: Position | null, caughtUp: boolean): void {
    this.position = position;
    if (position !== null && (this.head === null || this.head < position)) this.head = position;
    this.moved();
    this.failure = null;
    this.behindSinceMs = caughtUp ? null : this.behindSinceMs ?? this.movedMs;
  }

  /** @returns whether this was not known already: a projection that stopped stops again at every attempt. */
  failed(error: unknown): boolean {
    const stopped = error instanceof ProjectionStopped;
    // Health is open to everybody: of other errors only the kind is told.
    const text = stopped ? error.message : error instanceof Error ? error.name : 'Error';
    if (stopped && this.failure?.text === text) return false;
    this.failure = { text, stoppedMs: stopped ? this.options.nowMs() : null };
    return true;
  }

  seeHead(head: Position | null): void {
    this.head = head;
    const nowMs = this.options.nowMs();
    this.movedMs ??= nowMs;
    if (this.behind) this.behindSinceMs ??= nowMs;
  }

  reached(head: Position | null): boolean {
    return head === null || (this.position !== null && this.position >= head);
  }

  status(parkedRequests: number): ProjectionStatus {
    const { position, head, movedMs, behind } = this;
    const sinceMs = this.stalledSinceMs();
    return {
      position, head, parkedRequests,
      lagEvents: behind && head !== null ? Number(head - (position ?? 0n)) : 0,
      lagMs: behind && this.behindSinceMs !== null ? this.options.nowMs() - this.behindSinceMs : 0,
      lastProgressAt: isoOrNull(movedMs), stalled: sinceMs !== null, stalledSince: isoOrNull(sinceMs),
      stalledReason: sinceMs === null ? null : this.failure?.text ?? null,
    };
  }

  private get behind(): boolean {
    return !this.reached(this.head);
  }

  /** A stop on purpose is told at once: it does not mend itself by waiting. */
  private stalledSinceMs(): number | null {
    if (this.failure?.stoppedMs != null) return this.failure.stoppedMs;
    if (!this.behind || this.movedMs === null) return null;
    return this.options.nowMs() - this.movedMs > this.options.stalledMs ? this.movedMs : null;
  }
}

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
