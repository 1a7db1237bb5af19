import type { Position } from '../../event-store/event-store.port.js';
import type { TreeHead } from '../domain/head.js';
import type { PublishedKey } from '../domain/signing-keys.js';

/** Of the file's heads, the newest first. */
export interface HeadsPage {
  readonly heads: readonly TreeHead[];
  /** Place of each of them in the file, from 0. */
  readonly places: readonly number[];
  readonly hasMore: boolean;
  readonly totalCount: number;
}

/** The signed heads of this installation. Abstract class, not interface: it is also the Nest injection token. */
export abstract class TreeHeads {
  abstract latest(): Promise<TreeHead | null>;
  /** @param before leaves out this place and everything newer. @throws ProofRefused */
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
