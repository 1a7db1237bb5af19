import type { Position } from '../../event-store/event-store.port.js';
import type { TreeNodes } from '../domain/tree-paths.js';

export interface Leaf {
  readonly hash: Buffer;
  readonly position: Position;
}

/** Keeps the nodes of the log's tree and each leaf's position. What it holds is derived from the log and may be thrown away. */
export interface TreeStorage extends TreeNodes {
  /** Leaves in it. */
  readonly size: number;
  /** All or nothing, in the order of positions. */
  append(leaves: readonly Leaf[]): Promise<void>;
  /** @throws RangeError for a leaf that is not there. */
  positionOf(index: number): Promise<Position>;
  /** Puts on the disk what was appended: the next start goes on from here. */
  checkpoint(): Promise<void>;
  /** Forgets everything. */
  clear(): Promise<void>;
  close(): Promise<void>;
}
