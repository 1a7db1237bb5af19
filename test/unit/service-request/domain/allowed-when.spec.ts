import type { ServiceRequestCommand } from '../../../../src/service-request/domain/commands.js';
import type { ServiceRequestEvent } from '../../../../src/service-request/domain/events.js';
import type { RejectionCode } from '../../../../src/service-request/domain/rejection.js';
import { command, completed, event, received, suspended, transfer, transferred } from '../../../support/builders.js';
import { given } from '../../../support/given-when-then.js';

type Answer = RejectionCode | 'ok';
type Actor = (departmentId: string) => ServiceRequestCommand;

const pending = [received(), transferred(10, 'A', 'B')];
/** Where a request can stand, and who asks in it. */
const SITUATIONS: readonly (readonly [name: string, history: readonly ServiceRequestEvent[], actor: string])[] = [
  ['absent', [], 'A'],
  ['open, the holder asks', [received()], 'A'],
  ['open, another asks', [received()], 'C'],
  ['pending, the receiver asks', pending, 'B'],
  ['pending, the sender asks', pending, 'A'],
  ['pending, another asks', pending, 'C'],
  ['suspended, the holder asks', [received(), suspended(10, 'A')], 'A'],
  ['completed, the last holder asks', [received(), completed(10, 'A')], 'A'],
  ['voided', [received(), event('RequestVoided', 10, 'S', {})], 'A'],
];

const receive: Actor = (by) =>
  command('ReceiveRequest', 60, by, { serviceItemCode: 'PERMIT', channel: 'COUNTER', urgency: 'NORMAL', applicant: null });
const extend: Actor = (by) => command('ExtendLimit', 60, by, { limit: 'PROMISED', amount: 1, approver: 'director' });
const close =
  (outcome: 'DENIED' | 'WITHDRAWN'): Actor =>
  (by) =>
    command('CompleteRequest', 60, by, { outcome });
const plain =
  (type: 'AcceptRequest' | 'AcceptTransfer' | 'RefuseTransfer' | 'RecallTransfer' | 'ResumeRequest'): Actor =>
  (by) =>
    command(type, 60, by, {});
const bySupervisor =
  (type: 'IssueReminder' | 'VoidRequest'): Actor =>
  (by) =>
    command(type, 60, by, {});

const unknown = 'UNKNOWN_REQUEST',
  twice = 'ALREADY_RECEIVED',
  done = 'NOT_OPEN',
  undone = 'NOT_COMPLETED',
  voided = 'REQUEST_VOIDED';
const other = 'NOT_HOLDER',
  none = 'NO_PENDING_TRANSFER',
  noMove = 'NO_SUCH_TRANSFER',
  runs = 'NOT_SUSPENDED';

/** Columns in the order of SITUATIONS. */
const TABLE: readonly (readonly [name: string, command: Actor, answers: readonly Answer[]])[] = [
  ['a receipt', receive, ['ok', twice, twice, twice, twice, twice, twice, twice, voided]],
  ['an acceptance', plain('AcceptRequest'), [unknown, 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', done, voided]],
  ['a transfer', (by) => transfer(60, by, 'D'), [unknown, 'ok', other, 'ok', other, other, 'ok', done, voided]],
  ['accepting a transfer', plain('AcceptTransfer'), [unknown, none, none, 'ok', 'NOT_RECEIVER', 'NOT_RECEIVER', none, done, voided]],
  ['refusing a transfer', plain('RefuseTransfer'), [unknown, none, none, 'ok', 'NOT_RECEIVER', 'NOT_RECEIVER', none, done, voided]],
  ['recalling a transfer', plain('RecallTransfer'), [unknown, none, none, 'NOT_SENDER', 'ok', 'NOT_SENDER', none, done, voided]],
  [
    'an assignment',
    (by) => command('AssignOfficer', 60, by, { assignedOfficerId: 'o-1' }),
    [unknown, 'ok', other, 'ok', other, other, 'ok', done, voided],
  ],
  [
    'progress',
    (by) => command('RecordProgress', 60, by, { step: 'site visit' }),
    [unknown, 'ok', other, 'ok', other, other, 'ok', done, voided],
  ],
  [
    'a suspension',
    (by) => command('SuspendRequest', 60, by, { cause: 'STATUTORY' }),
    [unknown, 'ok', other, 'ok', other, other, 'ALREADY_SUSPENDED', done, voided],
  ],
  ['a resumption', plain('ResumeRequest'), [unknown, runs, runs, runs, runs, runs, 'ok', done, voided]],
  ['an extension', extend, [unknown, 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', done, voided]],
  ['a completion', close('DENIED'), [unknown, 'ok', other, 'ok', other, other, 'SUSPENDED', done, voided]],
  ['a withdrawal', close('WITHDRAWN'), [unknown, 'ok', other, 'ok', other, other, 'ok', done, voided]],
  ['a reopening', (by) => command('ReopenRequest', 60, by, {}), [unknown, undone, undone, undone, undone, undone, undone, 'ok', voided]],
  [
    'a rating',
    (by) => command('RateRequest', 60, by, { score: 1 }),
    [unknown, undone, undone, undone, undone, undone, undone, 'ok', voided],
  ],
  ['a reminder', bySupervisor('IssueReminder'), [unknown, 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', done, voided]],
  [
    'a ruling on revision 1',
    (by) => command('RuleTransfer', 60, by, { revision: 1, verdict: 'JUSTIFIED' }),
    [unknown, noMove, noMove, 'ok', 'ok', 'ok', noMove, noMove, voided],
  ],
  ['a voiding', bySupervisor('VoidRequest'), [unknown, 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', voided]],
];

describe.each(TABLE)('%s', (_name, ask, answers) => {
  it.each(SITUATIONS.map((situation, column) => [...situation, answers[column]] as const))(
    'is answered as the contract says when %s',
    (_situation, history, actor, expected) => {
      expect(given(history).when(ask(actor)).answer()).toBe(expected);
    },
  );
});

describe('Roles', () => {
  const history = [received(), transferred(10, 'A', 'B')];
  const ruling = command('RuleTransfer', 60, 'S', { revision: 1, verdict: 'BUCK_PASSING' });
  const acts = [command('IssueReminder', 60, 'S', {}), ruling, command('VoidRequest', 60, 'S', {})];

  it.each(acts.map((act) => [act.type, act] as const))('let only a supervisor do %s', (_type, act) => {
    expect(given(history, { role: 'supervisor' }).when(act).answer()).toBe('ok');
    for (const role of ['terminal', 'analyst', 'administrator'] as const) {
      given(history, { role }).when(act).thenRejected('SUPERVISOR_ONLY', { retryable: false });
    }
  });

  it('do not matter to what a terminal may do', () => {
    given(history, { role: 'terminal' })
      .when(command('AcceptTransfer', 60, 'B', {}))
      .thenAccepted();
  });
});
