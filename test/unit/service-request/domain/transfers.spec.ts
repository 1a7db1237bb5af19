import type { ServiceRequestEvent } from '../../../../src/service-request/domain/events.js';
import { command, complete, event, received, suspended, transfer, transferred } from '../../../support/builders.js';
import { given } from '../../../support/given-when-then.js';

const passed = [received(), transferred(10, 'A', 'B')];
const accepting = command('AcceptTransfer', 60, 'B', {});
const refusing = command('RefuseTransfer', 60, 'B', {});
const recalling = command('RecallTransfer', 60, 'A', {});

describe('A transfer', () => {
  it('is recorded as said', () => {
    given([received()])
      .when(transfer(10, 'A', 'B'))
      .then(transferred(10, 'A', 'B'));
  });

  it('goes through while suspended', () => {
    given([received(), suspended(5, 'A')])
      .when(transfer(10, 'A', 'B'))
      .then(transferred(10, 'A', 'B'));
  });

  it('is sent by the acting department', () => {
    const forAnother = command('TransferRequest', 10, 'A', { fromDepartmentId: 'B', toDepartmentId: 'C' });
    given([received()]).when(forAnother).thenRejected('SENDER_MISMATCH', { retryable: false });
  });

  it('of a department that does not hold it yet may be sent again', () => {
    given([received()])
      .when(transfer(10, 'B', 'C'))
      .thenRejected('NOT_HOLDER', { retryable: true, detail: { departmentId: 'B', holderDepartmentId: 'A' } });
  });

  it('goes to another department, and to a registered one', () => {
    given([received()])
      .when(transfer(10, 'A', 'A'))
      .thenRejected('SAME_DEPARTMENT', { retryable: false });
    given([received()])
      .when(transfer(10, 'A', 'X'))
      .thenRejected('UNKNOWN_DEPARTMENT', { detail: { departmentId: 'X' } });
  });

  it('is acted for by a registered department', () => {
    given([received()])
      .when(transfer(10, 'X', 'B'))
      .thenRejected('UNKNOWN_DEPARTMENT', { detail: { departmentId: 'X' } });
  });

  it('makes the receiver the holder at once', () => {
    given(passed).when(complete(60, 'B')).thenAccepted();
    given(passed).when(complete(60, 'A')).thenRejected('NOT_HOLDER');
  });

  it('may be sent on by its receiver, and then only the last hop can be answered', () => {
    const onward = [...passed, transferred(20, 'B', 'C')];
    given(passed)
      .when(transfer(20, 'B', 'C'))
      .thenAccepted();
    given(onward).when(recalling).thenRejected('NOT_SENDER');
    given(onward).when(accepting).thenRejected('NOT_RECEIVER', { retryable: true });
    given(onward)
      .when(command('RefuseTransfer', 60, 'C', {}))
      .thenAccepted();
    given(onward)
      .when(command('RecallTransfer', 60, 'B', {}))
      .thenAccepted();
  });
});

describe('An answer to a transfer', () => {
  it.each([event('TransferAccepted', 20, 'B', {}), event('TransferRefused', 20, 'B', {}), event('TransferRecalled', 20, 'A', {})])(
    'is given once: nothing is pending after $type',
    (answer) => {
      for (const again of [accepting, refusing, recalling])
        given([...passed, answer])
          .when(again)
          .thenRejected('NO_PENDING_TRANSFER');
    },
  );

  it('is retryable for who does not hold the request: the transfer may still be on its way', () => {
    given([received()]).when(accepting).thenRejected('NO_PENDING_TRANSFER', { retryable: true });
    given([...passed, event('TransferAccepted', 20, 'B', {})])
      .when(accepting)
      .thenRejected('NO_PENDING_TRANSFER', { retryable: false });
  });

  it('by refusal makes the sender hold it again', () => {
    const refused = [...passed, event('TransferRefused', 20, 'B', {})];
    given(refused).when(complete(60, 'A')).thenAccepted();
    given(refused).when(complete(60, 'B')).thenRejected('NOT_HOLDER');
  });

  it('by recall makes the sender hold it again', () => {
    const recalled = [...passed, event('TransferRecalled', 20, 'A', {})];
    given(recalled).when(complete(60, 'A')).thenAccepted();
    given(recalled).when(complete(60, 'B')).thenRejected('NOT_HOLDER');
  });
});

describe('A pending transfer', () => {
  const acts: readonly ServiceRequestEvent[] = [
    event('ProgressRecorded', 20, 'B', { step: 'visit' }),
    event('OfficerAssigned', 20, 'B', { assignedOfficerId: 'o-1' }),
    event('RequestAccepted', 20, 'B', {}),
    event('RequestSuspended', 20, 'B', { cause: 'STATUTORY' }),
    event('LimitExtended', 20, 'B', { limit: 'PROMISED', amount: 1, approver: 'director' }),
  ];

  it.each(acts)('needs no answer after an act of the receiver: $type', (act) => {
    for (const answer of [accepting, refusing, recalling])
      given([...passed, act])
        .when(answer)
        .thenRejected('NO_PENDING_TRANSFER');
  });

  it.each([
    event('ProgressRecorded', 20, 'A', { step: 'late note' }),
    event('RequestAccepted', 20, 'C', {}),
    event('ReminderIssued', 20, 'S', {}),
  ])('still waits after an act of anybody else: $type', (act) => {
    for (const answer of [accepting, refusing, recalling])
      given([...passed, act])
        .when(answer)
        .thenAccepted();
  });
});

describe('A ruling', () => {
  const ruling = (revision: number) => command('RuleTransfer', 90, 'S', { revision, verdict: 'BUCK_PASSING' });
  const history = [...passed, event('TransferRefused', 20, 'B', {}), transferred(30, 'A', 'C'), event('TransferRecalled', 31, 'A', {})];

  it('names a transfer or a refusal by its revision', () => {
    for (const revision of [1, 2, 3]) given(history).when(ruling(revision)).thenAccepted();
    for (const revision of [0, 4, 5, -1]) given(history).when(ruling(revision)).thenRejected('NO_SUCH_TRANSFER', { retryable: false });
  });

  it('may be repeated, and given after the completion: the last one counts', () => {
    const ruled = [
      ...history,
      event('RequestCompleted', 60, 'A', { outcome: 'GRANTED' }),
      event('TransferRuled', 61, 'S', { revision: 1, verdict: 'JUSTIFIED' }),
    ];
    given(ruled).when(ruling(1)).thenAccepted();
  });
});
