import { HeldLease } from './held-lease.js';
import { LeaseLog, type LeaseParts } from './lease-log.js';
import type { LeaseSeen } from './lease-watch.js';

/** Below it the renewals alone would be a load; above it a dead holder is missed for an hour. */
export const TTL_MS_MIN = 1_000;
export const TTL_MS_MAX = 3_600_000;

export type Acquisition =
  | { readonly lease: HeldLease }
  /** Another holds it; if it stays silent, it may be asked for again after `waitMs`. */
  | { readonly lease: null; readonly waitMs: number };

/** One process's way to one lease. */
export class LeaseKeeper {
  private readonly log: LeaseLog;

  /** @param holder must be another one for every process and every start of it. @throws RangeError, TypeError for a bad ttl or name. */
  constructor(
    private readonly parts: LeaseParts,
    name: string,
    private readonly holder: string,
    private readonly ttlMs: number,
  ) {
    if (!(ttlMs >= TTL_MS_MIN && ttlMs <= TTL_MS_MAX)) throw new RangeError(`A lease lasts ${TTL_MS_MIN} to ${TTL_MS_MAX} ms, not ${ttlMs}`);
    this.log = new LeaseLog(parts, name);
  }

  look(): Promise<LeaseSeen> {
    return this.log.look();
  }

  /** @throws EventStoreUnavailable: asked again, it is found out whether it was acquired; then it gets a token anew. */
  async acquire(): Promise<Acquisition> {
    const beganMs = this.parts.monotonicMs();
    const { holder, ttlMs } = this;
    const refusal = await this.log.submit({ type: 'AcquireLease', holder, ttlMs });
    if (refusal?.code === 'HELD') return { lease: null, waitMs: refusal.waitMs };
    const { state } = await this.log.look();
    // Between the append and this look another may have taken over already.
    if (state.holder !== holder) return { lease: null, waitMs: ttlMs };
    return { lease: new HeldLease(this.log, this.parts, { holder, token: state.token, ttlMs }, beganMs) };
  }
}
