import { toMs } from '../../kernel/instant.js';
import type { WarningRaisedData } from '../../warnings/domain/warning-events.js';
import type { WarningRow } from '../read-model/figures/warnings-list.js';
import { Duration } from './duration.type.js';
import type { Warning } from './warnings.type.js';

type Names = ReadonlyMap<string, string>;
const shareOf = (usedMs: number, budgetMs: number): number => (budgetMs <= 0 ? 1 : usedMs / budgetMs);

export const warningOfRow = (row: WarningRow, names: Names): Warning => ({
  position: row.position, id: `${row.hall}.${row.request_id}`, hallId: row.hall, requestId: row.request_id, serviceItemCode: row.service_item,
  departmentId: row.department, departmentName: names.get(row.department) ?? null, officerId: row.officer, limit: row.limit_kind, state: row.state,
  raisedAt: Number(row.at_ms), turnedAt: Number(row.turned_at_ms), dueAt: Number(row.due_ms), provisional: row.provisional,
  used: new Duration(row.used_ms), budget: new Duration(row.budget_ms), usedShare: shareOf(Number(row.used_ms), Number(row.budget_ms)),
  rule: {
    id: row.rule, version: row.rule_version, warningShare: row.warning_share, calendarId: row.calendar, calendarVersion: row.calendar_version,
    requestRevision: row.request_revision, position: row.decided_at,
  },
});

/** The same out of the event itself, for whoever hears of it at once. */
export const warningOfEvent = (data: WarningRaisedData, position: bigint, names: Names): Warning => ({
  position, id: `${data.hallId}.${data.requestId}`, hallId: data.hallId, requestId: data.requestId, serviceItemCode: data.serviceItemCode,
  departmentId: data.departmentId, departmentName: names.get(data.departmentId) ?? null, officerId: data.officerId ?? null, limit: data.limit, state: data.state,
  raisedAt: toMs(data.occurredAt), turnedAt: toMs(data.turnedAt), dueAt: toMs(data.dueAt), provisional: data.provisional,
  used: new Duration(BigInt(data.usedMs)), budget: new Duration(BigInt(data.budgetMs)), usedShare: shareOf(data.usedMs, data.budgetMs), rule: { ...data.rule },
});
