import { toIso } from '../../kernel/instant.js';
import { refuseExtension } from './extension-rule.js';
import { closureInForceAt, closureRatedAt, heldInThePastAt } from './history.js';
import { notHolder, refuseUnlessHolder } from './holder-rule.js';
import { refuse } from './refuse.js';
import type { Rejection } from './rejection.js';
import { allowed, type Asked, type Rules } from './rule.js';
import type { LiveRequest } from './state.js';

type Annotation = 'AssignOfficer' | 'RecordProgress' | 'ExtendLimit' | 'RateRequest' | 'IssueReminder' | 'RuleTransfer' | 'VoidRequest';

/** What may be said about a request, some of it late. Who may say it stands in `gate.ts`. */
export const ANNOTATION_RULES: Rules<Annotation> = {
  AssignOfficer: { needs: 'open', check: (state, { data }) => refuseUnlessHolder(state, data) },
  RecordProgress: { needs: 'received', check: refuseProgress },
  ExtendLimit: { needs: 'received', check: refuseExtension },
  RateRequest: { needs: 'received', check: refuseRating },
  IssueReminder: { needs: 'open', check: allowed },
  RuleTransfer: { needs: 'received', check: refuseRuling },
  VoidRequest: { needs: 'received', check: allowed },
};

/** By who holds it now, or, late, by who held it then. */
function refuseProgress(state: LiveRequest, { data, claimedMs }: Asked<'RecordProgress'>): Rejection | null {
  const { departmentId, requestId } = data;
  if (heldInThePastAt(state, departmentId, claimedMs)) return null;
  if (state.status === 'open') return refuseUnlessHolder(state, data);
  const closure = closureInForceAt(state, claimedMs);
  if (closure === null) return notHolder(state, departmentId);
  return refuse('NOT_OPEN', { requestId, completedAt: toIso(closure.atMs) });
}

function refuseRating(state: LiveRequest, { data, claimedMs }: Asked<'RateRequest'>): Rejection | null {
  const closure = state.closures[closureRatedAt(state.closures, claimedMs)];
  if (closure === undefined) return refuse('NOT_COMPLETED', { requestId: data.requestId });
  return closure.rated ? refuse('ALREADY_RATED', { completedAt: toIso(closure.atMs) }) : null;
}

function refuseRuling(state: LiveRequest, { data }: Asked<'RuleTransfer'>): Rejection | null {
  return state.movements.includes(data.revision) ? null : refuse('NO_SUCH_TRANSFER', { revision: String(data.revision) });
}
