import { demoCatalogue } from '../../../src/demo/demo-catalogue.js';
import { callsOf } from '../../../src/demo/load-demo.js';
import type { SimulatedRequest } from '../../../src/demo/plan.js';
import { DEMO_SEED } from '../../../src/demo/simulate.js';
import type { ReferenceView } from '../../../src/reference-data/domain/reference-view.js';
import type { ClearCommand, ServiceRequestCommand } from '../../../src/service-request/domain/commands.js';
import type { Sealed } from '../../../src/service-request/domain/events.js';
import { serviceRequest, type ServiceRequestState } from '../../../src/service-request/domain/service-request.js';
import { tell, time, yearOptions } from './demo-year.js';

const catalogue = demoCatalogue();
const items = new Map(catalogue.serviceItems.map((item) => [item.code, { ...item, version: 1 }]));
const reference: ReferenceView = {
  hasDepartment: (id) => catalogue.departments.some(({ departmentId }) => departmentId === id),
  serviceItem: (code) => items.get(code),
  calendar: (id) => (id === time.definition.calendarId ? { definition: time.definition, time } : undefined),
};
const sealed: Sealed = { keyId: 'k', nonce: 'n', ciphertext: 'c' };
const FREE_TEXT = new Set(['applicant', 'note', 'reason', 'comment', 'text']);

function seal({ type, data }: ClearCommand): ServiceRequestCommand {
  const entries = Object.entries(data).map(([key, value]) => [key, FREE_TEXT.has(key) && value !== null ? sealed : value]);
  return { type, data: Object.fromEntries(entries) };
}

/** Plays one request to the real rules; gives the refusals and the last state. */
function play(request: SimulatedRequest): { readonly refused: readonly unknown[]; readonly state: ServiceRequestState } {
  let state: ServiceRequestState = serviceRequest.initialState;
  let revision = 0;
  const refused: unknown[] = [];
  const said = callsOf(request.commands).flatMap(({ actor, submitted }) => submitted.map((one) => ({ ...one, role: actor.role })));
  for (const { command, id, role } of said) {
    const decision = serviceRequest.decide(seal(command), state, { nowMs: yearOptions.untilMs, role, reference });
    if (decision.outcome === 'rejected') {
      refused.push([id, command.type, decision.rejection]);
      continue;
    }
    for (const { event, claimedOccurredAt } of decision.events) {
      if (claimedOccurredAt !== undefined) refused.push([id, 'recorded at another time']);
      state = serviceRequest.evolve(state, event, revision++);
    }
  }
  return { refused, state };
}

function ending(state: ServiceRequestState): string {
  return state.status === 'open' ? `open at ${state.holding.departmentId}` : state.status;
}
function plannedEnding({ truth: { voided, stays } }: SimulatedRequest): string {
  const last = stays.at(-1);
  if (voided) return 'voided';
  return last?.end?.kind === 'CLOSURE' ? 'completed' : `open at ${last?.departmentId}`;
}

describe('the real rules', () => {
  it.each([[DEMO_SEED, 4000], [1, 1000], [987_654_321, 1000]])('accept every command of the year with seed %i and %i requests, and end where the plan ends', (seed, requestsPerYear) => {
    const outcomes = tell(seed, { requestsPerYear }).map((request) => ({ request, ...play(request) }));
    expect(outcomes.flatMap(({ refused }) => refused)).toEqual([]);
    expect(outcomes.map(({ state }) => ending(state))).toEqual(outcomes.map(({ request }) => plannedEnding(request)));
  });
});
