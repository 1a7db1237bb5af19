import type { IsoInstant } from '../../src/kernel/instant.js';
import type { ServiceRequestCommand } from '../../src/service-request/domain/commands.js';
import type { ServiceRequestEvent } from '../../src/service-request/domain/events.js';
import type { Rejection, RejectionCode } from '../../src/service-request/domain/rejection.js';
import { serviceRequest, type DecisionContext, type ServiceRequestState } from '../../src/service-request/domain/service-request.js';
import { RECEIVED_AT_MS } from './builders.js';
import { exampleReference } from './builders-reference.js';

const YEAR_MS = 365 * 86_400_000;
const exampleContext: DecisionContext = { nowMs: RECEIVED_AT_MS + YEAR_MS, role: 'supervisor', reference: exampleReference() };

export const fold = (events: readonly ServiceRequestEvent[]): ServiceRequestState =>
  events.reduce((state, event, revision) => serviceRequest.evolve(state, event, revision), serviceRequest.initialState);

/** One decision told as a story. Unless said otherwise a supervisor asks, a year after the receipt. */
export function given(events: readonly ServiceRequestEvent[], context: Partial<DecisionContext> = {}) {
  return {
    when(command: ServiceRequestCommand) {
      const decide = () => serviceRequest.decide(command, fold(events), { ...exampleContext, ...context });
      return {
        /** Exactly this event; `claimed` when another instant was recorded than the sender said. */
        then(event: ServiceRequestEvent, claimed?: IsoInstant): void {
          const decided = claimed === undefined ? { event } : { event, claimedOccurredAt: claimed };
          expect(decide()).toStrictEqual({ outcome: 'accepted', events: [decided] });
        },
        thenAccepted(): void {
          expect(decide()).toMatchObject({ outcome: 'accepted' });
        },
        thenRejected(code: RejectionCode, expected: Partial<Rejection> = {}): void {
          expect(decide()).toMatchObject({ outcome: 'rejected', rejection: { code, ...expected } });
        },
        /** The code of the refusal, or 'ok'. */
        answer(): RejectionCode | 'ok' {
          const decision = decide();
          return decision.outcome === 'accepted' ? 'ok' : decision.rejection.code;
        },
      };
    },
  };
}
