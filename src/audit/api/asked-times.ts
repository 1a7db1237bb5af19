import type { AsKnownAtInput } from '../../efficiency/api/figure-question.args.js';
import { toIso, toMs } from '../../kernel/instant.js';

export type KnownAt = { readonly position: bigint } | { readonly recordedAtMs: number };

/** Of a position and an instant the position counts, as in every question. */
export function knownAtOf(asKnownAt: AsKnownAtInput | null | undefined): KnownAt | null {
  if (asKnownAt?.position != null) return { position: asKnownAt.position };
  return asKnownAt?.instant == null ? null : { recordedAtMs: toMs(asKnownAt.instant) };
}

/** As it is recorded with the reading. */
export function saidOf(asKnownAt: KnownAt | null): bigint | string | null {
  if (asKnownAt === null) return null;
  return 'position' in asKnownAt ? asKnownAt.position : toIso(asKnownAt.recordedAtMs);
}
