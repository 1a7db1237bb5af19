import type { ServiceRequestEventData } from '../../../../src/service-request/domain/events.js';
import { command, event, instant, received } from '../../../support/builders.js';
import { given } from '../../../support/given-when-then.js';

type Said = Partial<ServiceRequestEventData['LimitExtended']>;
const extend = (said: Said) => command('ExtendLimit', 60, 'A', { limit: 'PROMISED', approver: 'director', ...said });
const extended = (said: Said) => event('LimitExtended', 30, 'A', { limit: 'PROMISED', approver: 'director', ...said });

const inDays = [received()];
const inHours = [received({ promisedLimit: { unit: 'WORKING_HOUR', amount: 8 } })];
const toInstant = [received({ promisedLimit: { unit: 'INSTANT', dueAt: instant(600) } })];

describe('An extension', () => {
  it('names a limit the request has', () => {
    given([received({ promisedLimit: null })])
      .when(extend({ amount: 1 }))
      .thenRejected('NO_SUCH_LIMIT', { detail: { limit: 'PROMISED' } });
    given([received({ statutoryLimit: null })])
      .when(extend({ limit: 'STATUTORY', amount: 1 }))
      .thenRejected('NO_SUCH_LIMIT');
    given([received({ promisedLimit: null })])
      .when(extend({ limit: 'STATUTORY', amount: 1 }))
      .thenAccepted();
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity, undefined])('of a limit in days is a whole number above zero: %p is not', (amount) => {
    given(inDays).when(extend({ amount })).thenRejected('LIMIT_UNIT_MISMATCH', { retryable: false });
  });

  it('of a limit in hours may be a fraction', () => {
    given(inHours)
      .when(extend({ amount: 1.5 }))
      .thenAccepted();
    given(inHours)
      .when(extend({ amount: 0 }))
      .thenRejected('LIMIT_UNIT_MISMATCH');
  });

  it('of an amount takes no instant, and of an instant no amount', () => {
    given(inDays)
      .when(extend({ dueAt: instant(9_000) }))
      .thenRejected('LIMIT_UNIT_MISMATCH');
    given(inDays)
      .when(extend({ amount: 1, dueAt: instant(9_000) }))
      .thenRejected('LIMIT_UNIT_MISMATCH');
    given(toInstant)
      .when(extend({ amount: 1 }))
      .thenRejected('LIMIT_UNIT_MISMATCH');
    given(toInstant)
      .when(extend({ amount: 1, dueAt: instant(9_000) }))
      .thenRejected('LIMIT_UNIT_MISMATCH');
    given(toInstant).when(extend({})).thenRejected('LIMIT_UNIT_MISMATCH');
  });

  it('of an instant names a later one than the one in force', () => {
    given(toInstant)
      .when(extend({ dueAt: instant(601) }))
      .thenAccepted();
    given(toInstant)
      .when(extend({ dueAt: instant(600) }))
      .thenRejected('LIMIT_UNIT_MISMATCH');
    given([...toInstant, extended({ dueAt: instant(900) })])
      .when(extend({ dueAt: instant(900) }))
      .thenRejected('LIMIT_UNIT_MISMATCH');
    given([...toInstant, extended({ dueAt: instant(900) })])
      .when(extend({ dueAt: instant(901) }))
      .thenAccepted();
  });

  it('recorded late is compared with what was in force at its own instant', () => {
    const late = event('LimitExtended', 10, 'A', { limit: 'PROMISED', approver: 'director', dueAt: instant(700) });
    const history = [...toInstant, extended({ dueAt: instant(900) })];
    const early = command('ExtendLimit', 10, 'A', { limit: 'PROMISED', approver: 'director', dueAt: instant(700) });
    given(history).when(early).thenAccepted();
    given([...history, late])
      .when(extend({ dueAt: instant(800) }))
      .thenRejected('LIMIT_UNIT_MISMATCH');
  });

  it('stores its instant in one form', () => {
    given(toInstant)
      .when(extend({ dueAt: '2026-03-03T08:00:00+08:00' }))
      .then(event('LimitExtended', 60, 'A', { limit: 'PROMISED', approver: 'director', dueAt: '2026-03-03T00:00:00.000Z' }));
  });

  it('stays within the years the calendars reach', () => {
    given(toInstant)
      .when(extend({ dueAt: '2090-01-01T00:00:00.000Z' }))
      .thenRejected('INSTANT_OUT_OF_RANGE');
  });

  it('has 1,000 of its unit for each limit, all together', () => {
    given(inDays)
      .when(extend({ amount: 1_001 }))
      .thenRejected('LIMIT_UNIT_MISMATCH');
    given([...inDays, extended({ amount: 999 })])
      .when(extend({ amount: 1 }))
      .thenAccepted();
    given([...inDays, extended({ amount: 999 })])
      .when(extend({ amount: 2 }))
      .thenRejected('LIMIT_UNIT_MISMATCH');
    given([...inDays, extended({ amount: 999, limit: 'STATUTORY' })])
      .when(extend({ amount: 2 }))
      .thenAccepted();
  });

  it('needs the pinned calendar', () => {
    given([received({ calendarId: 'gone' })])
      .when(extend({ amount: 1 }))
      .thenRejected('UNKNOWN_CALENDAR');
  });
});
