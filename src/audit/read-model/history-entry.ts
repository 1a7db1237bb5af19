import type { RecordedEvent } from '../../event-store/event-store.port.js';
import type { Recorded } from '../history/recorded.js';

/** One event as it was recorded, and as it is understood. */
export interface HistoryEntry {
  readonly event: RecordedEvent;
  readonly recorded: Recorded;
  /** It stands at the next revision and names the hash of the event before it in its stream. */
  readonly linked: boolean;
}
