import type { ServiceRequestEventData } from '../../../../src/service-request/domain/events.js';
import { command, completed, event, received, RECEIVED_AT_MS, suspended } from '../../../support/builders.js';
import { given } from '../../../support/given-when-then.js';

type Said = Partial<ServiceRequestEventData['LimitExtended']>;
/** Minutes from the receipt (Monday 09:00) to a March day at an hour, UTC. */
const march = (day: number, hour: number) => (Date.UTC(2026, 2, day, hour) - RECEIVED_AT_MS) / 60_000;
const extend = (minutes: number, said: Said) => command('ExtendLimit', minutes, 'A', { limit: 'PROMISED', approver: 'director', ...said });

describe('The clock as it stood at the granting', () => {
  const hour = received({ promisedLimit: { unit: 'WORKING_HOUR', amount: 1 } });

  it('was stopped by a suspension that has ended since without moving the due instant', () => {
    const evening = [received(), suspended(march(5, 16), 'A'), event('RequestResumed', march(5, 19), 'A', {})];
    given(evening)
      .when(extend(march(5, 18), { amount: 1 }))
      .thenAccepted();
    given(evening)
      .when(extend(march(5, 20), { amount: 1 }))
      .thenRejected('LIMIT_PASSED');
  });

  it('had not been set to an acceptance that came later', () => {
    const accepted = [received({ clockStart: 'ACCEPTANCE' }), event('RequestAccepted', march(6, 9), 'A', {})];
    given(accepted)
      .when(extend(march(5, 18), { amount: 1 }))
      .thenRejected('LIMIT_PASSED');
    given(accepted)
      .when(extend(march(6, 9), { amount: 1 }))
      .thenAccepted();
  });

  it('counts closures and suspensions in the order of time', () => {
    const stops = [
      hour,
      completed(30, 'A'),
      event('RequestReopened', 300, 'A', {}),
      suspended(320, 'A'),
      event('RequestResumed', 400, 'A', {}),
    ];
    given(stops)
      .when(extend(409, { amount: 1 }))
      .thenAccepted();
    given(stops)
      .when(extend(410, { amount: 1 }))
      .thenRejected('LIMIT_PASSED');
  });

  it('counts a suspension that a withdrawal ended, up to the withdrawal', () => {
    const withdrawn = [
      hour,
      suspended(30, 'A'),
      event('RequestCompleted', 90, 'A', { outcome: 'WITHDRAWN' }),
      event('RequestReopened', 120, 'A', {}),
    ];
    given(withdrawn)
      .when(extend(149, { amount: 1 }))
      .thenAccepted();
    given(withdrawn)
      .when(extend(150, { amount: 1 }))
      .thenRejected('LIMIT_PASSED');
  });

  it('ran between a reopening and the next closure', () => {
    const twice = [
      received(),
      completed(60, 'A'),
      event('RequestReopened', 120, 'A', {}),
      completed(180, 'A'),
      event('RequestReopened', 240, 'A', {}),
    ];
    given(twice)
      .when(extend(130, { amount: 1 }))
      .thenAccepted();
    given(twice)
      .when(extend(190, { amount: 1 }))
      .thenRejected('NOT_OPEN');
  });
});
