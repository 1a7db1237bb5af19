import fc from 'fast-check';
import type { ServiceRequestCommand } from '../../../src/service-request/domain/commands.js';
import type { ServiceRequestEvent } from '../../../src/service-request/domain/events.js';
import type { Rejection } from '../../../src/service-request/domain/rejection.js';
import { serviceRequest, type DecisionContext, type ServiceRequestState } from '../../../src/service-request/domain/service-request.js';
import { command, RECEIVED_AT_MS } from '../../support/builders.js';
import { exampleReference } from '../../support/builders-reference.js';
import { actorIn } from './actors.js';

/** HOLDER and SENDER are looked up when the command is told, so that many commands are sensible; the rest need not be. */
const actor = fc.constantFrom('HOLDER', 'HOLDER', 'HOLDER', 'SENDER', 'A', 'B', 'C');
const receipt = { serviceItemCode: 'PERMIT', channel: 'WEB', urgency: 'NORMAL', applicant: null } as const;

/** What a hall might send `minutes` after the receipt, sensible or not. */
function commandAt(minutes: number): fc.Arbitrary<ServiceRequestCommand> {
  const plain = ['AcceptRequest', 'AcceptTransfer', 'RefuseTransfer', 'RecallTransfer', 'ResumeRequest', 'ReopenRequest'] as const;
  const kinds: readonly ((by: string, n: number) => ServiceRequestCommand)[] = [
    ...plain.map((type) => (by: string) => command(type, minutes, by, {})),
    ...['A', 'B', 'C'].map((to) => (by: string) => command('TransferRequest', minutes, by, { fromDepartmentId: by, toDepartmentId: to })),
    (by, n) => command(n === 0 ? 'VoidRequest' : 'IssueReminder', minutes, by, {}),
    (by) => command('ReceiveRequest', minutes, by, receipt),
    (by) => command('SuspendRequest', minutes, by, { cause: 'APPLICANT' }),
    (by, n) => command('CompleteRequest', minutes, by, { outcome: n < 5 ? 'GRANTED' : 'WITHDRAWN' }),
    (by) => command('RecordProgress', minutes, by, { step: 'visit' }),
    (by) => command('AssignOfficer', minutes, by, { assignedOfficerId: 'o-1' }),
    (by) => command('ExtendLimit', minutes, by, { limit: 'PROMISED', amount: 1, approver: 'director' }),
    (by) => command('RateRequest', minutes, by, { score: 3 }),
    (by, n) => command('RuleTransfer', minutes, by, { revision: n, verdict: 'JUSTIFIED' }),
  ];
  return fc.tuple(fc.constantFrom(...kinds), actor, fc.nat(9)).map(([kind, by, n]) => kind(by, n));
}

interface Sent {
  readonly said: ServiceRequestCommand;
  readonly nowMs: number;
}
const step = fc.tuple(
  fc.nat(20),
  fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -12, max: 7 }) }),
);

/** A receipt and up to 60 more commands; the server's clock runs on, the senders' clocks may be ahead or behind. */
export const randomCommands: fc.Arbitrary<readonly Sent[]> = fc.array(step, { minLength: 1, maxLength: 60 }).chain((steps) => {
  let minutes = 0;
  const sent = steps.map(([later, skew]) => {
    minutes += later;
    const nowMs = RECEIVED_AT_MS + minutes * 60_000;
    return commandAt(minutes + skew).map((said) => ({ said, nowMs }));
  });
  const first = { said: command('ReceiveRequest', 0, 'A', receipt), nowMs: RECEIVED_AT_MS };
  return fc.tuple(...sent).map((rest) => [first, ...rest]);
});

export interface Told {
  readonly command: ServiceRequestCommand;
  readonly context: DecisionContext;
  readonly before: ServiceRequestState;
  readonly after: ServiceRequestState;
  readonly recorded: ServiceRequestEvent | null;
  readonly rejection: Rejection | null;
}

const reference = exampleReference();

/** Runs the commands one after the other, as one stream would take them. */
export function tell(sent: readonly Sent[]): readonly Told[] {
  let before = serviceRequest.initialState;
  let revision = 0;
  return sent.map(({ said, nowMs }) => {
    const context: DecisionContext = { nowMs, role: 'supervisor', reference };
    const asked = { command: actorIn(before, said), context, before };
    const decision = serviceRequest.decide(asked.command, before, context);
    if (decision.outcome === 'rejected') return { ...asked, after: before, recorded: null, rejection: decision.rejection };
    const after = decision.events.reduce((state, { event }) => serviceRequest.evolve(state, event, revision++), before);
    before = after;
    return { ...asked, after, recorded: decision.events[0]?.event ?? null, rejection: null };
  });
}
