import type { VaultKey } from './key-vault.js';

/** `name` is a subject for `find`, a key id for the others. */
export interface KeyOperation {
  readonly kind: 'find' | 'load' | 'erase';
  readonly name: string;
}
export type KeyOutcome = VaultKey | null;
/** One answer to each group of operations, in the order the groups were sent. */
export type KeyAnswer = { readonly outcomes: readonly KeyOutcome[] } | { readonly failure: string };
