import { accept, type Decider, type Decision, reject } from '../../kernel/decider.js';
import { type EpochMs, type IsoInstant, toIso, toMs } from '../../kernel/instant.js';
import type { RectificationEvent, RectificationEventData } from './rectification-events.js';
import type { RectificationRefusal, RectificationRefusalCode } from './refusal.js';

export interface Rectification {
  readonly openedAt: IsoInstant;
  readonly completedAt: IsoInstant | null;
}
/** Every rectification of one request, by closure. */
export type RectificationState = ReadonlyMap<number, Rectification>;

type Completion = RectificationEventData['RectificationCompleted'];
export type RectificationCommand =
  | { readonly type: 'OpenRectification'; readonly data: RectificationEventData['RectificationOpened'] }
  /** `closure` may be left out where only one is open. */
  | { readonly type: 'CompleteRectification'; readonly data: Omit<Completion, 'closure'> & { readonly closure?: number } };

export interface RectificationContext {
  readonly nowMs: EpochMs;
  readonly isSupervisor: boolean;
  readonly hasDepartment: (departmentId: string) => boolean;
  readonly isVoided: boolean;
}
export type RectificationDecision = Decision<RectificationEvent, RectificationRefusal>;

const CLOCK_SKEW_MAX_MS = 5 * 60_000;
const refuse = (code: RectificationRefusalCode, detail: Readonly<Record<string, string>> = {}): RectificationDecision => reject({ code, detail });

/** An opening that is there already says nothing new: the reaction that opens may run again, here and elsewhere. */
function decide(command: RectificationCommand, state: RectificationState, context: RectificationContext): RectificationDecision {
  if (command.type === 'OpenRectification') {
    if (context.isVoided || state.has(command.data.closure)) return accept();
    return accept({ type: 'RectificationOpened', data: command.data });
  }
  return decideCompletion(command.data, state, context);
}

type CompletionData = Extract<RectificationCommand, { type: 'CompleteRectification' }>['data'];

function decideCompletion(data: CompletionData, state: RectificationState, context: RectificationContext): RectificationDecision {
  const refusal = refuseSender(data, context);
  if (refusal !== null) return refusal;
  const { requestId, occurredAt } = data;
  const open = [...state].filter(([, { completedAt }]) => completedAt === null).map(([closure]) => closure);
  if (data.closure === undefined && open.length > 1) return refuse('WHICH_RECTIFICATION', { requestId, closures: open.join(', ') });
  const closure = data.closure ?? open[0] ?? Math.max(...state.keys());
  const rectification = state.get(closure);
  if (rectification === undefined) return refuse('NO_RECTIFICATION', { requestId });
  const { openedAt, completedAt } = rectification;
  if (completedAt !== null) return refuse('ALREADY_RECTIFIED', { closure: String(closure), completedAt });
  if (toMs(occurredAt) < toMs(openedAt)) return refuse('BEFORE_RATING', { occurredAt, ratedAt: openedAt });
  return accept({ type: 'RectificationCompleted', data: { ...data, closure } });
}

function refuseSender({ requestId, departmentId, occurredAt }: CompletionData, { isSupervisor, isVoided, hasDepartment, nowMs }: RectificationContext): RectificationDecision | null {
  if (!isSupervisor) return refuse('SUPERVISOR_ONLY');
  if (isVoided) return refuse('REQUEST_VOIDED', { requestId });
  if (!hasDepartment(departmentId)) return refuse('UNKNOWN_DEPARTMENT', { departmentId });
  return toMs(occurredAt) > nowMs + CLOCK_SKEW_MAX_MS ? refuse('TIME_IN_FUTURE', { occurredAt, serverTime: toIso(nowMs) }) : null;
}

function evolve(state: RectificationState, { type, data }: RectificationEvent): RectificationState {
  const known = state.get(data.closure);
  if (type === 'RectificationOpened') return new Map([...state, [data.closure, { openedAt: data.occurredAt, completedAt: null }]]);
  return known === undefined ? state : new Map([...state, [data.closure, { ...known, completedAt: data.occurredAt }]]);
}

export const rectification: Decider<RectificationState, RectificationCommand, RectificationEvent, RectificationRefusal, RectificationContext> = {
  initialState: new Map(),
  decide,
  evolve,
};
