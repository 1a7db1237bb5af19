import { deriveEventLog, type EventLogPass } from '../derivation/derive-event-log.js';
import { textOf } from '../derivation/id-column.js';
import type { ImportMapping } from '../mapping/mapping.js';
import type { CaseBatches } from '../reading/source-case.js';
import { rejectOfProblem } from '../running/reject-line.js';
import type { ReadyBatches, ReadyCase } from './ready-case.js';

/** What of an event log's cases is of one pass. */
export async function* readyEvents(mapping: ImportMapping, batches: CaseBatches, pass: EventLogPass): ReadyBatches {
  const { eventLog, source, caseId } = mapping;
  if (eventLog === null) throw new Error('The mapping is not of an event log');
  for await (const batch of batches) {
    yield batch.flatMap((one): readonly ReadyCase[] => {
      const read = deriveEventLog(one, eventLog, pass, `import:${source}`);
      if (read === null) return [];
      const unreadable = read.problems.map((problem) => rejectOfProblem(problem, textOf(caseId, problem.row)));
      return [{ rows: read.rows, unreadable, raw: null, found: read.found, begins: read.begins }];
    });
  }
}
