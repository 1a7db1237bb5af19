import { command, complete, completed, event, received, suspended, transfer, transferred } from '../../../support/builders.js';
import { given } from '../../../support/given-when-then.js';

const once = [received(), transferred(10, 'A', 'B'), completed(60, 'B')];
const reopened = [...once, event('RequestReopened', 120, 'S', {})];
const twice = [...reopened, completed(180, 'B')];
const progress = (minutes: number, by: string) => command('RecordProgress', minutes, by, { step: 'visit' });
const rate = (minutes: number) => command('RateRequest', minutes, 'S', { score: 5 });
const rated = (minutes: number) => event('RequestRated', minutes, 'S', { score: 2 });

describe('A completed request', () => {
  it('is reopened for the department that closed it, whoever reopens it', () => {
    given(reopened)
      .when(transfer(130, 'B', 'C'))
      .thenAccepted();
    given(reopened).when(complete(130, 'S')).thenRejected('NOT_HOLDER');
  });

  it('cannot be completed again, nor reopened while open', () => {
    given(once)
      .when(complete(70, 'B'))
      .thenRejected('NOT_OPEN', { detail: { requestId: 'R-1', completedAt: '2026-03-02T10:00:00.000Z' } });
    given(reopened)
      .when(command('ReopenRequest', 130, 'S', {}))
      .thenRejected('NOT_COMPLETED');
  });

  it('takes late progress of who held it then, both ends included', () => {
    for (const [minutes, by] of [
      [0, 'A'],
      [10, 'A'],
      [10, 'B'],
      [60, 'B'],
    ] as const)
      given(once).when(progress(minutes, by)).thenAccepted();
  });

  it('takes no progress of who did not hold it then', () => {
    given(once).when(progress(9, 'B')).thenRejected('NOT_HOLDER');
    given(once).when(progress(11, 'A')).thenRejected('NOT_HOLDER');
    given(once).when(progress(61, 'B')).thenRejected('NOT_OPEN');
  });

  it('once reopened takes progress of the holder, and late progress of earlier ones', () => {
    given(reopened).when(progress(90, 'B')).thenAccepted();
    given(reopened).when(progress(5, 'A')).thenAccepted();
    given(reopened).when(progress(90, 'A')).thenRejected('NOT_HOLDER', { retryable: true });
  });
});

describe('A withdrawal while suspended', () => {
  const withdrawn = [received(), suspended(10, 'A'), event('RequestCompleted', 60, 'A', { outcome: 'WITHDRAWN' })];

  it('ends the suspension: after a reopening the request runs', () => {
    const again = [...withdrawn, event('RequestReopened', 120, 'A', {})];
    given(again)
      .when(command('ResumeRequest', 130, 'A', {}))
      .thenRejected('NOT_SUSPENDED');
    given(again).when(complete(130, 'A')).thenAccepted();
  });
});

describe('A rating', () => {
  it('is about the latest closure at or before it', () => {
    given([...twice, rated(60)])
      .when(rate(179))
      .thenRejected('ALREADY_RATED', { detail: { completedAt: '2026-03-02T10:00:00.000Z' } });
    given([...twice, rated(60)])
      .when(rate(180))
      .thenAccepted();
    given([...twice, rated(180)])
      .when(rate(179))
      .thenAccepted();
  });

  it('may come while the request is open again', () => {
    given(reopened).when(rate(130)).thenAccepted();
    given([...reopened, rated(130)])
      .when(rate(140))
      .thenRejected('ALREADY_RATED', { retryable: false });
  });

  it('before any closure may be sent again: the completion may be on its way', () => {
    given(once).when(rate(59)).thenRejected('NOT_COMPLETED', { retryable: true });
  });
});

describe('A formal acceptance', () => {
  it('is given once', () => {
    const accepted = [received(), event('RequestAccepted', 10, 'A', {})];
    given(accepted)
      .when(command('AcceptRequest', 20, 'A', {}))
      .thenRejected('ALREADY_ACCEPTED', { detail: { acceptedAt: '2026-03-02T09:10:00.000Z' } });
  });
});

describe('A voided request', () => {
  it('cannot be voided again, nor received again', () => {
    const voided = [...once, event('RequestVoided', 70, 'S', {})];
    given(voided)
      .when(command('VoidRequest', 80, 'S', {}))
      .thenRejected('REQUEST_VOIDED', { retryable: false });
  });
});

describe('A full history', () => {
  const full = [received(), ...Array.from({ length: 4_999 }, () => event('ReminderIssued', 10, 'S', {}))];

  it('takes a 5,000th event and no more', () => {
    given(full.slice(0, -1)).when(complete(60, 'A')).thenAccepted();
    given(full).when(complete(60, 'A')).thenRejected('HISTORY_FULL', { retryable: false });
  });

  it('can still be voided', () => {
    given(full)
      .when(command('VoidRequest', 60, 'S', {}))
      .thenAccepted();
  });
});
