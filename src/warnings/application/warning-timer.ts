import { EventStoreUnavailable } from '../../event-store/errors.js';
import type { WarningRecorder, WarningWriter } from './warning-recorder.js';
import type { WarningSchedule } from './warning-schedule.js';

/** Warnings are raised one request after the other; what is left is the next run's. */
export const BATCH_REQUESTS_MAX = 200;

export interface WarningTimerParts {
  readonly schedule: WarningSchedule;
  readonly recorder: WarningRecorder;
  readonly nowMs: () => number;
  readonly onError: (error: unknown) => void;
  /** After each look: how many requests are due to be warned of, and since when. */
  readonly onLook?: (lag: { readonly due: number; readonly ms: number }) => void;
}

/** What the timer does: looks what is due, on every replica, and raises it, on the one that has the lease. */
export class WarningTimer {
  private looking: Promise<boolean> | null = null;

  constructor(private readonly parts: WarningTimerParts) {}

  /** Whether the lease is worth asking for. Takes in what changed; false while the read model cannot be asked. */
  needed(): Promise<boolean> {
    this.looking ??= this.look().finally(() => { this.looking = null; });
    return this.looking;
  }

  /** @throws LeaseLost, EventStoreUnavailable: the rest is tried again at the next run. */
  async run(writer: WarningWriter, signal: AbortSignal): Promise<number> {
    const { schedule, recorder, nowMs } = this.parts;
    let raised = 0;
    for (const entry of schedule.due(nowMs(), BATCH_REQUESTS_MAX)) {
      if (signal.aborted) break;
      const own = await recorder.raise(entry, writer).catch((error: unknown) => this.failed(error));
      schedule.rest(entry, nowMs(), own);
      raised += own;
    }
    return raised;
  }

  private async look(): Promise<boolean> {
    const { schedule, nowMs, onError, onLook } = this.parts;
    try {
      await schedule.refresh(nowMs());
      const lag = schedule.lag(nowMs());
      onLook?.(lag);
      return lag.due > 0;
    } catch (error) {
      onError(error);
      return false;
    }
  }

  /** One request that cannot be read does not keep the others from their warnings. */
  private failed(error: unknown): number {
    if (error instanceof EventStoreUnavailable || (error instanceof Error && error.name === 'LeaseLost')) throw error;
    this.parts.onError(error);
    return 0;
  }
}
