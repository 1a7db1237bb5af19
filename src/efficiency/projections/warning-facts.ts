import { toMs } from '../../kernel/instant.js';
import type { WarningEvent } from '../../warnings/domain/warning-events.js';
import type { Row } from './facts.js';

/** Charged to the holder that was warned, in the period in which the warning was raised. */
export const warningFact = ({ data }: WarningEvent): Row<'warnings'> => ({
  department: data.departmentId, officer: data.officerId ?? null, atMs: toMs(data.occurredAt), limitKind: data.limit, state: data.state,
  turnedAtMs: toMs(data.turnedAt), dueMs: toMs(data.dueAt), provisional: data.provisional, usedMs: data.usedMs, budgetMs: data.budgetMs,
  rule: data.rule.id, ruleVersion: data.rule.version, warningShare: data.rule.warningShare, decidedAt: data.rule.position, requestRevision: data.rule.requestRevision, calendar: data.rule.calendarId,
  calendarVersion: data.rule.calendarVersion,
});
