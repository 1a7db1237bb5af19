import type { Facts } from './facts.js';

export interface ReminderFact {
  readonly hallId: string;
  readonly requestId: string;
  readonly serviceItemCode: string;
  readonly departmentId: string;
  readonly officerId: string | null;
  readonly issuedBy: string;
  readonly issuedAt: number;
}

/** The reminder that an event was, with whom it reminded; null when its request is not in the figures. */
export async function reminderAt(facts: Facts, position: bigint): Promise<ReminderFact | null> {
  interface Row extends Record<string, unknown> {
    hall: string; request_id: string; service_item: string; department: string; officer: string | null; issued_by: string; at_ms: bigint;
  }
  const [row] = await facts.query<Row>(
    `SELECT r.hall, r.request_id, r.service_item, m.department, m.officer, m.issued_by, m.at_ms
     FROM events e JOIN reminders m ON m.request = e.request AND m.revision = e.revision JOIN receipts r ON r.request = m.request
     WHERE e.position = $position AND e.type = 'ReminderIssued' ORDER BY m.position DESC LIMIT 1`, { position });
  if (row === undefined) return null;
  return {
    hallId: row.hall, requestId: row.request_id, serviceItemCode: row.service_item, departmentId: row.department, officerId: row.officer,
    issuedBy: row.issued_by, issuedAt: Number(row.at_ms),
  };
}
