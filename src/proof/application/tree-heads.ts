import type { Position } from '../../event-store/event-store.port.js';
import type { TreeHead } from '../domain/head.js';
import type { PublishedKey } from '../domain/signing-keys.js';

export interface PlacedHead {
  /** Where its line begins in the file, in bytes. */
  readonly place: number;
  readonly head: TreeHead;
}

/** Of the file's heads, the newest first. */
export interface HeadsPage {
  readonly heads: readonly PlacedHead[];
  readonly hasMore: boolean;
}

/** The signed heads of this installation. Abstract class, not interface: it is also the Nest injection token. */
export abstract class TreeHeads {
  abstract latest(): Promise<TreeHead | null>;
  abstract count(): Promise<number>;
  /** @param before leaves out the head at this place and everything newer. @throws ProofRefused; RangeError for a place where no line begins. */
  abstract page(first: number, before: number | null): Promise<HeadsPage>;
  /**
   * A signed head whose tree has the event at `position`: the latest one, or a new one.
   * @param waitMs how long the tree may take to get there; default 5 s.
   * @throws ProofRefused
   */
  abstract headCovering(position: Position, waitMs?: number): Promise<TreeHead>;
  /** Every key that may have signed, oldest first, without private parts. @throws ProofRefused */
  abstract keys(): Promise<readonly PublishedKey[]>;
}
