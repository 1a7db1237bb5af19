import type { Position, RecordedEvent } from '../event-store/event-store.port.js';

/** What the host drives: it folds events into a batch and writes rows and checkpoint as one. */
export interface BatchProjection {
  /** Forgets whatever is not committed and answers the position the next event must come after. */
  restart(): Promise<Position | null>;
  /**
   * Takes the next event; most need no waiting.
   * @throws ProjectionStopped when no figure may be told beyond this event; nothing of it is taken then.
   */
  apply(event: RecordedEvent): void | Promise<void>;
  /** Commits what was applied, with the position of the last event applied. */
  commit(position: Position): Promise<void>;
  /** Requests whose figures stand still because one of their events could not be taken. */
  parkedRequests?(): number;
}

/**
 * The projection declines to go past an event: what comes after it would be figured wrongly. What came before is committed.
 * The message is shown in health, to everybody: it repeats no data.
 */
export class ProjectionStopped extends Error {
  override readonly name = 'ProjectionStopped';
  constructor(
    readonly position: Position,
    readonly reason: string,
  ) {
    super(`Stopped before position ${position}: ${reason}`);
  }
}
