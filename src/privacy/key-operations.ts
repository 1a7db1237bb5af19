import type { VaultKey } from './key-vault.js';

/** `name` is a subject for `find` and `lookup`, a key id for the others. */
export interface KeyOperation {
  readonly kind: 'find' | 'lookup' | 'load' | 'erase';
  readonly name: string;
}
/** Null for a key that never was, for a subject without one, and for an erasure. */
export type KeyOutcome = VaultKey | null;

/** Operations that go together at most. */
export const GROUP_MAX = 1_000;
/** Operations that wait at most; whoever comes then is told at once. */
export const PENDING_MAX = 20_000;
/** A hall, and the longest applicant reference, fit three times. */
export const NAME_CHARACTERS_MAX = 1_000;
export const SECRET_BYTES = 32;
