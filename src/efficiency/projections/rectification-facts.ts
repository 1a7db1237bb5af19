import { toMs } from '../../kernel/instant.js';
import type { RectificationEvent } from '../../rectification/domain/rectification-events.js';
import type { FactAppended } from './project.js';

/** `closure` counts from 0 here, as the keys of closures do, and from 1 in the events. */
export function rectificationFact({ type, data }: RectificationEvent, revision: number): Pick<FactAppended, 'kind' | 'row'> {
  const common = { department: data.departmentId, atMs: toMs(data.occurredAt), closure: data.closure - 1, revision };
  if (type === 'RectificationCompleted') return { kind: 'rectificationCompletions', row: { ...common, officer: data.officerId ?? null } };
  return { kind: 'rectifications', row: { ...common, ratingRevision: data.ratingRevision, dueMs: toMs(data.dueAt), calendar: data.calendarId } };
}
