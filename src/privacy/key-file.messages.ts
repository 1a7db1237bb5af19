import type { KeyOutcome } from './key-operations.js';

/** One answer to each group of operations, in the order the groups were sent. */
export type KeyAnswer = { readonly outcomes: readonly KeyOutcome[] } | { readonly failure: string };
