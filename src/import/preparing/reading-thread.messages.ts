import type { ImportErrorCode } from '../import-error.js';
import type { PackedCases } from './packed-cases.js';

export interface ReadingSetup {
  readonly file: string;
  /** What the mapping file says; the mapping made of it holds functions, which cannot cross. */
  readonly mappingText: unknown;
}

/** One of `names` and `cases` at a time. `more`: another batch of cases may be sent. `stop`: no more are wanted. */
export type ToReader = 'names' | 'cases' | 'more' | 'stop' | 'close';

export type FromReader =
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'names'; readonly departments: readonly string[]; readonly officers: readonly string[]; readonly serviceItems: readonly string[] }
  | { readonly kind: 'cases'; readonly packed: PackedCases }
  | { readonly kind: 'end' }
  | { readonly kind: 'refused'; readonly code: ImportErrorCode; readonly message: string; readonly line: number | null };

/** Batches on their way at the most; the file is not read faster than it is recorded. */
export const BATCHES_AHEAD = 4;
