import type { EpochMs } from '../../../kernel/instant.js';

export const NONCES_MAX = 100_000;

/** Nonces that were used, for as long as a signature with them would be good. */
export class SeenNonces {
  private readonly seen = new Map<string, { readonly createdMs: EpochMs; readonly untilMs: EpochMs }>();
  /** Of signatures made up to then some were forgotten for want of room: none of that age is taken any more. */
  private forgottenMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly entriesMax = NONCES_MAX) {}

  /** @returns whether it is used for the first time. */
  take(nonce: string, createdMs: EpochMs, untilMs: EpochMs, nowMs: EpochMs): boolean {
    this.forgetBefore(nowMs);
    if (createdMs <= this.forgottenMs || this.seen.has(nonce)) return false;
    this.seen.set(nonce, { createdMs, untilMs });
    if (this.seen.size > this.entriesMax) this.forgetOldest();
    return true;
  }

  /** In the order they came, which is nearly the order they end in. */
  private forgetBefore(nowMs: EpochMs): void {
    for (const [nonce, { untilMs }] of this.seen) {
      if (untilMs >= nowMs) return;
      this.seen.delete(nonce);
    }
  }

  private forgetOldest(): void {
    for (const [nonce, { createdMs }] of this.seen) {
      this.seen.delete(nonce);
      this.forgottenMs = Math.max(this.forgottenMs, createdMs);
      return;
    }
  }
}
