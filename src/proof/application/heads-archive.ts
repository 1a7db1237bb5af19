import type { TreeHead } from '../domain/head.js';
import type { HeadsPage } from './tree-heads.js';

/** Where heads are kept, outside the store. */
export interface HeadsArchive {
  /** The one over the largest tree, of the newest. @throws ProofRefused (PROOF_HEADS) */
  latest(): Promise<TreeHead | null>;
  /** On the disk before it resolves. @throws ProofRefused (PROOF_HEADS) */
  append(head: TreeHead): Promise<void>;
  /** How many there are. @throws ProofRefused (PROOF_HEADS) */
  count(): Promise<number>;
  /** The newest first. @throws RangeError for a place where no line begins. */
  page(first: number, before: number | null): Promise<HeadsPage>;
}
