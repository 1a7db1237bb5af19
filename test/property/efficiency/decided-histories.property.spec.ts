import fc from 'fast-check';
import { CalendarRegistry } from '../../../src/efficiency/projections/calendar-registry.js';
import { isCompleted } from '../../../src/efficiency/projections/history.js';
import { projectEvent, type ProjectedRequest } from '../../../src/efficiency/projections/project.js';
import { holderOf, type ServiceRequestState } from '../../../src/service-request/domain/state.js';
import { officeCalendar } from '../../support/builders-reference.js';
import { randomCommands, tell } from '../service-request/random-histories.js';

const { calendarId, zone, weeks, overrides, announcedThrough } = officeCalendar;

/** Projects what the decider recorded, in order, and says after each event what both think. */
function compare(told: ReturnType<typeof tell>): readonly (readonly [projected: unknown, decided: unknown])[] {
  const calendars = new CalendarRegistry();
  calendars.record({ type: 'CalendarDefined', data: { calendarId, version: 1, zone, week: weeks[0]!.week, overrides, announcedThrough } }, 1n);
  let request: ProjectedRequest | null = null;
  let revision = 0;
  return told.flatMap(({ recorded, after }) => {
    if (recorded === null) return [];
    request = projectEvent(request, recorded, { position: BigInt(10 + revision), revision }, calendars).request;
    revision += 1;
    return [[viewOf(request), decidedView(after)] as const];
  });
}

function viewOf({ history }: ProjectedRequest): unknown {
  if (history.voided) return { status: 'voided' };
  const pending = history.pendingHop === null ? null : history.hops[history.pendingHop]!;
  const completed = isCompleted(history);
  return {
    status: completed ? 'completed' : 'open', holder: history.stays.at(-1)!.departmentId, closures: history.closures.length,
    pending: pending === null ? null : pending.revision, suspended: !completed && history.suspensions.at(-1)?.untilMs === null,
  };
}

function decidedView(state: ServiceRequestState): unknown {
  if (state.status === 'voided' || state.status === 'absent') return { status: state.status };
  const open = state.status === 'open' ? state : null;
  return {
    status: state.status, holder: holderOf(state), closures: state.closures.length,
    pending: open?.pending?.revision ?? null, suspended: open !== null && open.suspension !== null,
  };
}

describe('a history that the decider recorded', () => {
  it('is projected without a stumble, and both agree on status, holder, pending transfer, suspension and closures after each event', () => {
    fc.assert(fc.property(randomCommands, (sent) => {
      const views = compare(tell(sent));
      expect(views.map(([projected]) => projected)).toEqual(views.map(([, decided]) => decided));
    }), { numRuns: 200, verbose: 1 });
  });
});
