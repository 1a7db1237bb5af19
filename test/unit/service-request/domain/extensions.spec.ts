import type { ServiceRequestEventData } from '../../../../src/service-request/domain/events.js';
import { command, completed, event, instant, received, RECEIVED_AT_MS, suspended } from '../../../support/builders.js';
import { given } from '../../../support/given-when-then.js';

type Said = Partial<ServiceRequestEventData['LimitExtended']>;
const MS = 1 / 60_000;
/** Minutes from the receipt (Monday 09:00) to a March day at an hour, UTC. */
const march = (day: number, hour: number) => (Date.UTC(2026, 2, day, hour) - RECEIVED_AT_MS) / 60_000;
const extend = (minutes: number, said: Said) => command('ExtendLimit', minutes, 'A', { limit: 'PROMISED', approver: 'director', ...said });
const extended = (minutes: number, said: Said) =>
  event('LimitExtended', minutes, 'A', { limit: 'PROMISED', approver: 'director', ...said });

/** 3 working days from Monday the 2nd: Thursday the 5th, 17:00. */
const DUE = march(5, 17);

describe('An extension', () => {
  it('is recorded as said', () => {
    given([received()])
      .when(extend(60, { amount: 2 }))
      .then(extended(60, { amount: 2 }));
  });

  it('is granted before the due instant, not at it', () => {
    given([received()])
      .when(extend(DUE - MS, { amount: 1 }))
      .thenAccepted();
    given([received()])
      .when(extend(DUE, { amount: 1 }))
      .thenRejected('LIMIT_PASSED', { detail: { limit: 'PROMISED', dueAt: instant(DUE) } });
  });

  it('is judged by the due instant as earlier extensions moved it', () => {
    given([received(), extended(60, { amount: 1 })])
      .when(extend(march(6, 16), { amount: 1 }))
      .thenAccepted();
    given([received(), extended(60, { amount: 1 })])
      .when(extend(march(6, 17), { amount: 1 }))
      .thenRejected('LIMIT_PASSED');
  });

  it('is not helped by an extension of the other limit', () => {
    const other = extended(60, { amount: 1, limit: 'STATUTORY' });
    given([received(), other])
      .when(extend(march(6, 16), { amount: 1 }))
      .thenRejected('LIMIT_PASSED');
  });

  it('comes late: at its own instant the limit was not due', () => {
    const much = [received(), event('ProgressRecorded', march(20, 9), 'A', { step: 'visit' }), completed(march(20, 10), 'A')];
    given(much)
      .when(extend(60, { amount: 1 }))
      .thenAccepted();
  });

  it('is refused for an instant at which the request was completed, also when reopened since', () => {
    const closed = [received(), completed(120, 'A')];
    const reopened = [...closed, event('RequestReopened', 240, 'A', {})];
    given(closed)
      .when(extend(119, { amount: 1 }))
      .thenAccepted();
    given(closed)
      .when(extend(120, { amount: 1 }))
      .thenRejected('NOT_OPEN');
    given(reopened)
      .when(extend(239, { amount: 1 }))
      .thenRejected('NOT_OPEN');
    given(reopened)
      .when(extend(240, { amount: 1 }))
      .thenAccepted();
  });
});

describe('A suspension and an extension', () => {
  const away = [received(), suspended(march(3, 9), 'A'), event('RequestResumed', march(5, 9), 'A', {})];

  it('while it runs nothing is due', () => {
    given(away.slice(0, 2))
      .when(extend(march(20, 9), { amount: 1 }))
      .thenAccepted();
  });

  it('once ended, it has moved the due instant by its working days', () => {
    given(away)
      .when(extend(march(9, 16), { amount: 1 }))
      .thenAccepted();
    given(away)
      .when(extend(march(9, 17), { amount: 1 }))
      .thenRejected('LIMIT_PASSED', { detail: { limit: 'PROMISED', dueAt: instant(march(9, 17)) } });
  });

  it('that began after the granting does not count at the granting', () => {
    const late = [received(), suspended(march(5, 16), 'A')];
    given(late)
      .when(extend(march(5, 15), { amount: 1 }))
      .thenAccepted();
    given([received(), suspended(march(6, 9), 'A')])
      .when(extend(march(5, 18), { amount: 1 }))
      .thenRejected('LIMIT_PASSED');
  });

  it('that still ran at the granting counts as running, although it has ended since', () => {
    const hour = [
      received({ promisedLimit: { unit: 'WORKING_HOUR', amount: 1 } }),
      suspended(30, 'A'),
      event('RequestResumed', 300, 'A', {}),
    ];
    given(hour)
      .when(extend(299, { amount: 1 }))
      .thenAccepted();
    given(hour)
      .when(extend(330, { amount: 1 }))
      .thenRejected('LIMIT_PASSED');
  });

  it('the time between a closure and a reopening counts as a suspension', () => {
    const hour = received({ promisedLimit: { unit: 'WORKING_HOUR', amount: 1 } });
    const reopened = [hour, completed(30, 'A'), event('RequestReopened', 300, 'A', {})];
    given(reopened)
      .when(extend(329, { amount: 1 }))
      .thenAccepted();
    given(reopened)
      .when(extend(330, { amount: 1 }))
      .thenRejected('LIMIT_PASSED');
  });

  it('of an overdue request does not count', () => {
    const hour = [received({ promisedLimit: { unit: 'WORKING_HOUR', amount: 1 } }), suspended(61, 'A')];
    given(hour)
      .when(extend(62, { amount: 1 }))
      .thenRejected('LIMIT_PASSED');
  });
});

describe('The clock of a limit', () => {
  const accepted = event('RequestAccepted', march(4, 9), 'A', {});

  it('starts at the acceptance where the item says so', () => {
    const history = [received({ clockStart: 'ACCEPTANCE' }), accepted];
    given(history)
      .when(extend(march(9, 16), { amount: 1 }))
      .thenAccepted();
    given(history)
      .when(extend(march(9, 17), { amount: 1 }))
      .thenRejected('LIMIT_PASSED');
  });

  it('starts at the receipt otherwise, and as long as there was no acceptance', () => {
    given([received(), accepted])
      .when(extend(DUE, { amount: 1 }))
      .thenRejected('LIMIT_PASSED');
    given([received({ clockStart: 'ACCEPTANCE' })])
      .when(extend(DUE, { amount: 1 }))
      .thenRejected('LIMIT_PASSED');
  });
});
