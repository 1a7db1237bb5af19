import type { ServiceRequestCommand } from '../../../../src/service-request/domain/commands.js';
import { isLifecycle } from '../../../../src/service-request/domain/lifecycle.js';
import {
  command,
  complete,
  completed,
  event,
  instant,
  received,
  RECEIVED_AT_MS,
  transfer,
  transferred,
} from '../../../support/builders.js';
import { given } from '../../../support/given-when-then.js';

const MS = 1 / 60_000;
const progress = (minutes: number, by = 'A'): ServiceRequestCommand => command('RecordProgress', minutes, by, { step: 'visit' });

describe('The order of lifecycle events', () => {
  const history = [received(), event('RequestAccepted', 60, 'A', {})];

  it('keeps an equal instant as it is', () => {
    given(history).when(complete(60, 'A')).then(completed(60, 'A'));
  });

  it.each([1 * MS, 5])("records an instant %p minutes early as the predecessor's, and keeps what was claimed", (early) => {
    given(history)
      .when(complete(60 - early, 'A'))
      .then(completed(60, 'A'), instant(60 - early));
  });

  it('refuses an instant more than five minutes early, for good', () => {
    given(history)
      .when(complete(55 - MS, 'A'))
      .thenRejected('TIME_RUNS_BACKWARDS', { retryable: false });
  });

  it('measures from the latest lifecycle event, not from a later annotation', () => {
    given([...history, event('ProgressRecorded', 300, 'A', { step: 'visit' })])
      .when(complete(58, 'A'))
      .then(completed(60, 'A'), instant(58));
  });

  it('measures from the instant recorded, not from the one claimed', () => {
    given([...history, transferred(60, 'A', 'B')])
      .when(complete(54, 'B'))
      .thenRejected('TIME_RUNS_BACKWARDS');
  });

  it('says that the request is completed before it says that time ran backwards', () => {
    given([...history, completed(90, 'A')])
      .when(transfer(30, 'A', 'B'))
      .thenRejected('NOT_OPEN');
  });

  it('says that time ran backwards before it says who holds the request', () => {
    given(history).when(complete(30, 'C')).thenRejected('TIME_RUNS_BACKWARDS');
  });
});

describe('The receipt', () => {
  it('lets a lifecycle event be five minutes early, recorded at the receipt', () => {
    given([received()]).when(complete(-5, 'A')).then(completed(0, 'A'), instant(-5));
  });

  it.each([transfer(-5 - MS, 'A', 'B'), complete(-5 - MS, 'A')])('comes before everything: %j', (early) => {
    given([received()]).when(early).thenRejected('BEFORE_RECEIPT', { retryable: false });
  });

  it('is the named reason also when the request is completed since', () => {
    given([received(), completed(10, 'A')])
      .when(transfer(-30, 'A', 'B'))
      .thenRejected('BEFORE_RECEIPT');
  });

  it('lets an annotation be as early as itself, and not a millisecond more', () => {
    given([received()])
      .when(progress(0))
      .then(event('ProgressRecorded', 0, 'A', { step: 'visit' }));
    given([received()]).when(progress(-MS)).thenRejected('BEFORE_RECEIPT');
  });
});

describe('Annotations', () => {
  it('may be recorded late, at their own instant', () => {
    given([received(), event('RequestAccepted', 600, 'A', {})])
      .when(progress(5))
      .then(event('ProgressRecorded', 5, 'A', { step: 'visit' }));
  });
});

describe('The server clock', () => {
  const nowMs = RECEIVED_AT_MS + 3_600_000;

  it.each([complete(65, 'A'), progress(65)])('may be five minutes behind: %j', (ahead) => {
    given([received()], { nowMs }).when(ahead).thenAccepted();
  });

  it.each([complete(65 + MS, 'A'), progress(65 + MS)])('refuses what is further ahead: %j', (ahead) => {
    given([received()], { nowMs }).when(ahead).thenRejected('TIME_IN_FUTURE', { retryable: false });
  });

  it('counts for receipts as well', () => {
    const receipt = { serviceItemCode: 'PERMIT', channel: 'WEB', urgency: 'NORMAL', applicant: null } as const;
    given([], { nowMs })
      .when(command('ReceiveRequest', 65, 'A', receipt))
      .thenAccepted();
    given([], { nowMs })
      .when(command('ReceiveRequest', 65 + MS, 'A', receipt))
      .thenRejected('TIME_IN_FUTURE');
  });
});

describe('Instants', () => {
  it('are stored in one form, whatever offset they were said with', () => {
    const said = command('CompleteRequest', 0, 'A', { outcome: 'GRANTED', occurredAt: '2026-03-02T18:00:00+08:00' });
    given([received()]).when(said).then(completed(60, 'A'));
  });

  it("that are none are the caller's mistake", () => {
    const said = command('CompleteRequest', 0, 'A', { outcome: 'GRANTED', occurredAt: 'yesterday' });
    expect(() => given([received()]).when(said).answer()).toThrow('Not an instant: "yesterday"');
  });
});

describe('isLifecycle', () => {
  it('names the ten types that move a request', () => {
    const moving = ['RequestReceived', 'RequestAccepted', 'RequestTransferred', 'TransferAccepted', 'TransferRefused'] as const;
    const more = ['TransferRecalled', 'RequestSuspended', 'RequestResumed', 'RequestCompleted', 'RequestReopened'] as const;
    expect([...moving, ...more].map(isLifecycle)).toEqual(Array(10).fill(true));
  });

  it('leaves out the annotations', () => {
    const annotations = [
      'OfficerAssigned',
      'ProgressRecorded',
      'LimitExtended',
      'RequestRated',
      'ReminderIssued',
      'TransferRuled',
    ] as const;
    expect([...annotations, 'RequestVoided' as const].map(isLifecycle)).toEqual(Array(7).fill(false));
  });
});
