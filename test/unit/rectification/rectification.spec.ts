import { type RectificationCommand, type RectificationContext, rectification, type RectificationState } from '../../../src/rectification/domain/rectification.js';
import type { RectificationEventData } from '../../../src/rectification/domain/rectification-events.js';
import { RECTIFICATION_REFUSAL_CODES, rectificationRefusalText } from '../../../src/rectification/domain/refusal.js';

const opening = (closure: number): RectificationEventData['RectificationOpened'] => ({
  hallId: 'hall', requestId: 'R1', occurredAt: '2026-03-04T02:00:00.000Z', departmentId: 'planning', closure, ratingRevision: 3, score: 1,
  workingDays: 15, dueAt: '2026-03-25T09:00:00.000Z', calendarId: 'office', calendarVersion: 1,
});
type Completing = Extract<RectificationCommand, { type: 'CompleteRectification' }>['data'];
const completing = (over: Partial<Completing> = {}): RectificationCommand => ({
  type: 'CompleteRectification', data: { hallId: 'hall', requestId: 'R1', occurredAt: '2026-03-20T07:30:00.000Z', departmentId: 'planning', ...over },
});
const context: RectificationContext = {
  nowMs: Date.parse('2026-03-20T08:00:00.000Z'), isSupervisor: true, isVoided: false, hasDepartment: (id) => id === 'planning',
};
/** What the state is after openings and completions of these closures. */
const after = (opened: readonly number[], completed: readonly number[] = []): RectificationState => {
  const openings = opened.map((closure) => ({ type: 'RectificationOpened' as const, data: opening(closure) }));
  const completions = completed.map((closure) => ({
    type: 'RectificationCompleted' as const, data: { hallId: 'hall', requestId: 'R1', occurredAt: '2026-03-10T01:00:00.000Z', departmentId: 'planning', closure },
  }));
  return [...openings, ...completions].reduce<RectificationState>((state, event) => rectification.evolve(state, event), rectification.initialState);
};
const decided = (command: RectificationCommand, state: RectificationState, over: Partial<RectificationContext> = {}) => {
  const decision = rectification.decide(command, state, { ...context, ...over });
  return decision.outcome === 'accepted' ? decision.events : decision.rejection;
};

describe('Opening a rectification', () => {
  it('is recorded once for a closure, however often it is asked for', () => {
    const command = { type: 'OpenRectification', data: opening(1) } as const;
    expect(decided(command, after([]))).toEqual([{ type: 'RectificationOpened', data: opening(1) }]);
    expect(decided(command, after([1]))).toEqual([]);
    expect(decided(command, after([1], [1]))).toEqual([]);
    expect(decided(command, after([2]))).toHaveLength(1);
  });

  it('says nothing of a request that was voided', () => {
    expect(decided({ type: 'OpenRectification', data: opening(1) }, after([]), { isVoided: true })).toEqual([]);
  });
});

describe('Completing a rectification', () => {
  it('is for the only one that is open, or for the one that is named', () => {
    expect(decided(completing(), after([1]))).toMatchObject([{ type: 'RectificationCompleted', data: { closure: 1, departmentId: 'planning' } }]);
    expect(decided(completing(), after([1, 2], [1]))).toMatchObject([{ data: { closure: 2 } }]);
    expect(decided(completing({ closure: 2 }), after([1, 2]))).toMatchObject([{ data: { closure: 2 } }]);
  });

  it.each<[string, RectificationCommand, RectificationState, Partial<RectificationContext>]>([
    ['NO_RECTIFICATION', completing(), after([]), {}],
    ['NO_RECTIFICATION', completing({ closure: 3 }), after([1]), {}],
    ['WHICH_RECTIFICATION', completing(), after([1, 2]), {}],
    ['ALREADY_RECTIFIED', completing(), after([1], [1]), {}],
    ['ALREADY_RECTIFIED', completing({ closure: 1 }), after([1, 2], [1]), {}],
    ['UNKNOWN_DEPARTMENT', completing({ departmentId: 'nobody' }), after([1]), {}],
    ['REQUEST_VOIDED', completing(), after([1]), { isVoided: true }],
    ['BEFORE_RATING', completing({ occurredAt: '2026-03-04T01:59:59.999Z' }), after([1]), {}],
    ['TIME_IN_FUTURE', completing({ occurredAt: '2026-03-20T08:05:00.001Z' }), after([1]), {}],
    ['SUPERVISOR_ONLY', completing(), after([1]), { isSupervisor: false }],
  ])('is refused as %s', (code, command, state, over) => {
    expect(decided(command, state, over)).toMatchObject({ code });
  });

  it('may be dated at the very rating, and five minutes ahead of the clock', () => {
    expect(decided(completing({ occurredAt: '2026-03-04T02:00:00.000Z' }), after([1]))).toHaveLength(1);
    expect(decided(completing({ occurredAt: '2026-03-20T08:05:00.000Z' }), after([1]))).toHaveLength(1);
  });

  it('is refused in English and Chinese, with every value filled in', () => {
    const detail = { hallId: 'h', requestId: 'R1', closures: '1, 2', closure: '1', completedAt: 'T1', departmentId: 'd', occurredAt: 'T2', ratedAt: 'T3', serverTime: 'T4', source: 's', id: 'i' };
    for (const code of RECTIFICATION_REFUSAL_CODES) {
      expect(rectificationRefusalText({ code, detail }, 'en')).not.toMatch(/[{}?]/);
      expect(rectificationRefusalText({ code, detail }, 'zh')).toMatch(/\p{Script=Han}/u);
    }
  });
});
