/** How far the read model is behind the log, whether it moves, and what it had to set aside: three things that say nothing of each other. */
export interface ProjectionStatus {
  /** Position of the last event applied; null before the first. */
  readonly position: bigint | null;
  /** Position of the last event known to be in the log; null when it is empty. */
  readonly head: bigint | null;
  /** Positions between the two: about as many events where the log counts its positions by one. */
  readonly lagEvents: number;
  /** How long it has been behind without having caught up once; 0 when it has. */
  readonly lagMs: number;
  /** When the projection last applied something or found nothing left to apply, as `Date.toISOString()`. */
  readonly lastProgressAt: string | null;
  /** Behind, and frozen: without progress for too long, or stopped on purpose. The service should not take analysts' questions. */
  readonly stalled: boolean;
  /** Since when, and why as far as it is known; null when it is not stalled. */
  readonly stalledSince: string | null;
  readonly stalledReason: string | null;
  /** Requests whose figures stand as they stood before an event that could not be taken. */
  readonly parkedRequests: number;
  /** No read model of this version has been up to the log yet: questions are refused until one has. */
  readonly rebuilding?: boolean;
}

/** Abstract class, not interface: it is also the Nest injection token. */
export abstract class ProjectionHealth {
  /** Grows whenever answers may become others without a new position: once parked requests are taken, or a rebuilt file is. */
  revision = 0;

  abstract status(): ProjectionStatus;
}
