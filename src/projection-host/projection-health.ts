/** How far the read model is behind the log. */
export interface ProjectionStatus {
  /** Position of the last event applied; null before the first. */
  readonly position: bigint | null;
  /** Position of the last event known to be in the log; null when it is empty. */
  readonly head: bigint | null;
  readonly lagEvents: number;
  /** When the projection last applied something or found nothing left to apply, as `Date.toISOString()`. */
  readonly lastProgressAt: string | null;
  /** Behind, and without progress for too long: the service should not take analysts' questions. */
  readonly stalled: boolean;
  /** No read model of this version has been up to the log yet: questions are refused until one has. */
  readonly rebuilding?: boolean;
}

/** Abstract class, not interface: it is also the Nest injection token. */
export abstract class ProjectionHealth {
  abstract status(): ProjectionStatus;
}
