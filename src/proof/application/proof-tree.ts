import type { Position } from '../../event-store/event-store.port.js';
import type { ProofRefused } from './proof-refused.js';

/** The log's tree, as far as this process has followed it. Abstract class, not interface: it is also the Nest injection token. */
export abstract class ProofTree {
  /** Leaves in it. */
  abstract readonly size: number;
  /** Of the last event in it; null before the first. */
  abstract readonly position: Position | null;

  /**
   * Resolves once everything up to and including `position` is in the tree.
   * @throws ProofRefused (PROOF_BEHIND) after `waitMs`, or at once when the tree has stopped.
   */
  abstract reach(position: Position, waitMs: number): Promise<void>;
  /** The same, once so many leaves are there. */
  abstract grow(size: number, waitMs: number): Promise<void>;
  /** Whether it has been at the end of the log since it last began to follow it. */
  abstract readonly caughtUp: boolean;
  /** Why it goes no further; null while it moves. */
  abstract readonly fault: ProofRefused | null;
  /** Index of the event's leaf; null when no event of ours at this position is in the tree. */
  abstract indexOf(position: Position): Promise<number | null>;
  /** Position of the event at a leaf. @throws RangeError for a leaf that is not there. */
  abstract positionOf(index: number): Promise<Position>;
  /** @throws RangeError for a size that it has not reached. */
  abstract rootAt(size: number): Promise<Buffer>;
  /** RFC 9162, from the leaf upwards. @throws RangeError */
  abstract inclusion(index: number, size: number): Promise<readonly Buffer[]>;
  /** RFC 9162. @throws RangeError */
  abstract consistency(from: number, to: number): Promise<readonly Buffer[]>;
}
