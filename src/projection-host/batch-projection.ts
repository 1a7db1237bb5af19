import type { Position, RecordedEvent } from '../event-store/event-store.port.js';

/** What the host drives: it folds events into a batch and writes rows and checkpoint as one. */
export interface BatchProjection {
  /** Forgets whatever is not committed and answers the position the next event must come after. */
  restart(): Promise<Position | null>;
  /** Takes the next event; most need no waiting. */
  apply(event: RecordedEvent): void | Promise<void>;
  /** Commits what was applied, with the position of the last event applied. */
  commit(position: Position): Promise<void>;
}
