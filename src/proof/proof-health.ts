/** How the proof of the log stands, for health; nothing in it is personal. */
export interface ProofStatus {
  /** Why nothing is signed any more, as a code; null while all is well. */
  readonly fault: string | null;
  /** Where, for the operator; '' for nothing to add. */
  readonly detail: string;
  /** Leaves of this process's tree, and of the last head. */
  readonly treeSize: number;
  readonly headSize: number;
  readonly headAt: string | null;
  /** Heads that the webhook has not taken yet; null without a webhook. */
  readonly unsentBytes: number | null;
}

/** Abstract class, not interface: it is also the Nest injection token. */
export abstract class ProofHealth {
  abstract status(): ProofStatus;
}
