import { hashOf } from '../../event-store/audit-hash.js';
import type { RecordedEvent } from '../../event-store/event-store.port.js';
import { leafOf } from '../domain/merkle.js';

/** Null for an event that is not what it says: whoever wrote it did not go through this service. */
export function leafOrNull(event: RecordedEvent): Buffer | null {
  if (event.unreadable !== undefined) return null;
  try {
    const hash = hashOf(event);
    return hash === event.metadata['hash'] ? leafOf(hash) : null;
  } catch {
    return null; // Only an edit can leave what has no canonical form.
  }
}
