import { columnsOf, type ImportMapping } from '../mapping/mapping.js';
import type { Reject } from './reject-line.js';
import type { RejectSink } from './rejects-file.js';

/** What stands in place of a value that the import does not read. */
export const UNREAD = '…';

/**
 * Keeps out of the rejects file what the import does not read: names and texts of applicants may stand in those columns, and
 * nobody could erase them from a file. Of a row whose fields do not fit the header nobody knows which is which.
 */
export function readColumnsOnly(sink: RejectSink, mapping: ImportMapping): RejectSink {
  const columns = new Set([...columnsOf(mapping), ...(mapping.eventLog?.columns.values() ?? [])]);
  const isRead = ({ code }: Reject, column: string): boolean => code !== 'FIELD_COUNT' && columns.has(column);
  const hidden = (reject: Reject): Reject => ({
    ...reject, caseId: reject.code === 'FIELD_COUNT' ? null : reject.caseId, row: Object.fromEntries(Object.entries(reject.row).map(([column, value]) => [column, isRead(reject, column) || value === '' ? value : UNREAD])),
  });
  return { write: (rejects) => sink.write(rejects.map(hidden)) };
}
