import type { AppendResult, ExpectedRevision, NewEvent } from '../../event-store/event-store.port.js';
import { type Fence, fenceOf } from '../domain/fences.js';
import { holds } from '../domain/lease.js';
import type { LeaseLog, LeaseParts } from './lease-log.js';

/** Of the time the others wait: a holder stops before they can have begun. */
const OWN_SHARE = 0.8;

/** Another process holds the lease by now, or may: what was under way must end without a further write. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** One acquisition of a lease. Everything its holder writes goes through `append`. */
export class HeldLease {
  private until: number;
  private over = false;

  /** @param beganMs when the acquisition was asked for, by the holder's own clock: the others have seen it no earlier. */
  constructor(
    private readonly log: LeaseLog,
    private readonly parts: LeaseParts,
    private readonly claim: { readonly holder: string; readonly token: number; readonly ttlMs: number },
    beganMs: number,
  ) {
    this.until = beganMs + OWN_SHARE * claim.ttlMs;
  }

  /** Belongs into the metadata of every event written under the lease, before it is chained. */
  get fence(): Fence {
    return { lease: this.log.name, token: this.claim.token };
  }

  get ttlMs(): number {
    return this.claim.ttlMs;
  }

  /** By the own clock alone. */
  get held(): boolean {
    return !this.over && this.parts.monotonicMs() < this.until;
  }

  /** False when it is lost. A renewal that comes late is still one, if nobody has taken over: the stream decides. */
  async renew(): Promise<boolean> {
    if (this.over) return false;
    const beganMs = this.parts.monotonicMs();
    const refusal = await this.log.submit({ type: 'RenewLease', ...this.claim });
    this.over = refusal !== null;
    this.until = beganMs + OWN_SHARE * this.claim.ttlMs;
    return !this.over;
  }

  /** The others need not wait. Nothing is written under this token afterwards. */
  async release(): Promise<void> {
    this.over = true;
    // Refused when it is lost or was given back already: either way there is nothing left to give.
    await this.log.submit({ type: 'ReleaseLease', ...this.claim });
  }

  /**
   * Like the store's own, for events that carry `fence`. `expected` must have been learnt before this call: a newer holder
   * that has written to the stream since then makes it a conflict, one that had written before is found in the lease's stream.
   * @throws LeaseLost before anything is written; RevisionConflict and EventStoreUnavailable as the store does.
   */
  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    if (events.some((event) => !this.isOurs(event))) throw new TypeError('What is written under a lease must carry its fence');
    await this.check();
    return this.parts.store.append(stream, expected, events);
  }

  /** @throws LeaseLost when the lease's stream names another token, or the own clock says that the time is up. */
  async check(): Promise<void> {
    const { state } = await this.log.look();
    if (!holds(state, this.claim)) this.over = true;
    if (!this.held) throw new LeaseLost(`${this.log.name}: token ${this.claim.token} is not the newest any more, or was not renewed in time`);
  }

  private isOurs(event: NewEvent): boolean {
    const fence = fenceOf(event);
    return fence?.lease === this.log.name && fence.token === this.claim.token;
  }
}
