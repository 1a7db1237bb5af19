import { type HeldLease, LeaseLost } from './held-lease.js';
import { LeaseKeeper } from './lease-keeper.js';
import type { LeaseParts } from './lease-log.js';
import type { LeaseSeen } from './lease-watch.js';

/** A lease's stream grows by two events a run, and by one for every third of the ttl that a run lasts: no run, no growth. */
export const EVERY_MS_MIN = 1_000;
const EVERY_MS_MAX = 366 * 86_400_000;
/** setTimeout ends at 2^31; longer waits look again in between. */
const SLEEP_MS_MAX = 3_600_000;
const AFTER_FAILURE_MS = 1_000;

export interface TimerOptions {
  /** Also the lease's: one run at a time, in the whole of all replicas. */
  readonly name: string;
  /** From the beginning of one run to that of the next, whichever replicas they are on. */
  readonly everyMs: number;
  /** After a holder was killed, another begins so long after it saw the last sign of life of it. */
  readonly ttlMs: number;
  /** Asked before a run that is due: false leaves it out, without asking for the lease, so that nothing to do leaves no trace in the log. */
  readonly needed?: () => Promise<boolean>;
  /** `signal` aborts when the lease is lost or the service stops: no write is accepted after the former. */
  readonly run: (lease: HeldLease, signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export interface TimerParts extends LeaseParts {
  /** Rejects never; ends early when `signal` aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Does something every so often on one replica at a time. A run whose replica was killed is begun anew by another. */
export class LeasedTimer {
  private readonly keeper: LeaseKeeper;
  private readonly stopping = new AbortController();
  private ticking: Promise<void> = Promise.resolve();
  private firstDueMs: number | null = null;
  private unreleased: HeldLease | null = null;

  constructor(
    private readonly parts: TimerParts,
    holder: string,
    private readonly options: TimerOptions,
  ) {
    const { everyMs, name, ttlMs } = options;
    if (!(everyMs >= EVERY_MS_MIN && everyMs <= EVERY_MS_MAX)) throw new RangeError(`A timer runs every ${EVERY_MS_MIN} to ${EVERY_MS_MAX} ms, not ${everyMs}`);
    this.keeper = new LeaseKeeper(parts, name, holder, ttlMs);
  }

  start(): void {
    this.ticking = this.tickForEver();
  }

  /** Aborts a run, waits for its end and gives the lease back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ticking;
  }

  private async tickForEver(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      let waitMs: number;
      try {
        waitMs = await this.tick();
      } catch (error) {
        this.options.onError(error);
        waitMs = AFTER_FAILURE_MS;
      }
      if (!signal.aborted) await this.parts.sleep(Math.min(waitMs, SLEEP_MS_MAX), signal);
    }
  }

  /** @returns how long nothing is to be done. */
  private async tick(): Promise<number> {
    const seen = await this.keeper.look();
    // A lease that could not be given back after a run is given back now; while another holds it, its release or silence is waited for.
    if (this.unreleased !== null) await this.giveBack(this.unreleased);
    else if (seen.state.holder !== null) return this.tryRun();
    const waitMs = this.dueMs(seen) - this.parts.monotonicMs();
    if (waitMs > 0) return waitMs;
    return (await this.options.needed?.()) === false ? this.options.everyMs : this.tryRun();
  }

  private async tryRun(): Promise<number> {
    const { lease, ...held } = await this.keeper.acquire();
    if (lease === null) return Math.max(1, Math.min('waitMs' in held ? held.waitMs : 0, this.options.ttlMs / 3));
    await this.runUnder(lease);
    return 0;
  }

  /** Counted from when the latest run was seen to begin. Of one before this process, the log's wall clock has to do: a hint within one interval. */
  private dueMs({ tokenSeenAtMs, recordedAtMs }: LeaseSeen): number {
    const { everyMs } = this.options;
    if (tokenSeenAtMs !== null) return tokenSeenAtMs + everyMs;
    const agoMs = recordedAtMs === null ? Infinity : Math.max(0, this.parts.nowMs() - recordedAtMs);
    return (this.firstDueMs ??= this.parts.monotonicMs() + Math.max(0, everyMs - agoMs));
  }

  private async runUnder(lease: HeldLease): Promise<void> {
    const ended = new AbortController();
    const lost = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, lost.signal]);
    const renewing = this.renewUntil(lease, ended.signal, lost);
    try {
      await this.options.run(lease, signal);
    } catch (error) {
      if (!signal.aborted || !(error instanceof LeaseLost)) this.options.onError(error);
    } finally {
      ended.abort();
      await renewing;
    }
    await this.giveBack(lease);

  }

  private async giveBack(lease: HeldLease): Promise<void> {
    this.unreleased = lease;
    await lease.release();
    this.unreleased = null;
  }

  private async renewUntil(lease: HeldLease, ended: AbortSignal, lost: AbortController): Promise<void> {
    while (!ended.aborted) {
      await this.parts.sleep(lease.ttlMs / 3, ended);
      if (ended.aborted) return;
      // A store that is away for a moment costs one renewal of three; `held` falls by itself when it stays away.
      const renewed = await lease.renew().catch((error: unknown) => (this.options.onError(error), lease.held));
      if (renewed) continue;
      lost.abort(new LeaseLost(`${this.options.name}: another replica has taken over`));
      return;
    }
  }
}
