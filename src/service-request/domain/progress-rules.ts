import { toIso } from '../../kernel/instant.js';
import { refuseUnlessHolder } from './holder-rule.js';
import { refuse } from './refuse.js';
import type { Rejection } from './rejection.js';
import { allowed, type Asked, type Rules } from './rule.js';
import type { OpenRequest } from './state.js';

/** Acceptance, suspension, completion and reopening of the request itself. */
export const PROGRESS_RULES: Rules<'AcceptRequest' | 'SuspendRequest' | 'ResumeRequest' | 'CompleteRequest' | 'ReopenRequest'> = {
  AcceptRequest: { needs: 'open', check: refuseSecondAcceptance },
  SuspendRequest: { needs: 'open', check: refuseSuspension },
  ResumeRequest: { needs: 'open', check: refuseResumption },
  CompleteRequest: { needs: 'open', check: refuseCompletion },
  ReopenRequest: { needs: 'completed', check: allowed },
};

function refuseSecondAcceptance(state: OpenRequest): Rejection | null {
  return state.acceptedAtMs === null ? null : refuse('ALREADY_ACCEPTED', { acceptedAt: toIso(state.acceptedAtMs) });
}

function refuseSuspension(state: OpenRequest, { data }: Asked<'SuspendRequest'>): Rejection | null {
  const notHeld = refuseUnlessHolder(state, data);
  if (notHeld !== null || state.suspension === null) return notHeld;
  return refuse('ALREADY_SUSPENDED', { suspendedAt: toIso(state.suspension.fromMs) });
}

function refuseResumption(state: OpenRequest, { data }: Asked<'ResumeRequest'>): Rejection | null {
  return state.suspension === null ? refuse('NOT_SUSPENDED', { requestId: data.requestId }) : null;
}

function refuseCompletion(state: OpenRequest, { data }: Asked<'CompleteRequest'>): Rejection | null {
  const notHeld = refuseUnlessHolder(state, data);
  if (notHeld !== null || state.suspension === null || data.outcome === 'WITHDRAWN') return notHeld;
  return refuse('SUSPENDED', { suspendedAt: toIso(state.suspension.fromMs) });
}
