import { decideRecorded } from '../../reference-data/domain/decide-recorded.js';
import { ReferenceState } from '../../reference-data/domain/reference-state.js';
import { streamOfReference } from '../../reference-data/domain/reference-streams.js';
import type { PlacedReference } from './reference-file.js';
import { refusedReference } from './refused-reference.js';

/** Asks the rules about the whole history before anything is recorded. @throws ImportError REFERENCE_REFUSED */
export function checkReference(reference: readonly PlacedReference[]): void {
  const state = new ReferenceState();
  const parents = new Map<string, string | null>();
  for (const { event } of reference) if ('departmentId' in event.data) parents.set(event.data.departmentId, event.data.parentId);
  for (const { event, revision, recordedAtMs } of reference) {
    const decision = decideRecorded(event, recordedAtMs, state, (id) => parents.get(id));
    if (decision.outcome === 'rejected') throw refusedReference([{ entry: `${streamOfReference(event)} revision ${revision}`, ...decision.rejection }]);
    state.apply(event);
  }
}
