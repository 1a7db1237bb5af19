import type { EpochMs } from '../../kernel/instant.js';
import type { RequestHistory, Stay } from './history.js';

/**
 * The officer of an instant of a stay: the one its holder last assigned, else the one named on the holder's latest event.
 * An assignment ends with the stay: the next holder's time is not charged to the previous holder's officer.
 */
export function officerAt(history: RequestHistory, stay: Stay, atMs: EpochMs): string | null {
  let named: string | null = null;
  let assigned: string | null = null;
  for (const mark of history.officers) {
    if (mark.atMs > atMs) break;
    if (mark.departmentId !== stay.departmentId || mark.atMs < stay.fromMs) continue;
    if (mark.assigned) assigned = mark.officerId;
    else named = mark.officerId;
  }
  return assigned ?? named;
}
