import fc from 'fast-check';
import { toMs } from '../../../src/kernel/instant.js';
import type { ServiceRequestEvent } from '../../../src/service-request/domain/events.js';
import { isLifecycle } from '../../../src/service-request/domain/lifecycle.js';
import { serviceRequest } from '../../../src/service-request/domain/service-request.js';
import { randomCommands, tell, type Told } from './random-histories.js';

/** A failure prints its seed and path; put them here to replay it. */
const RUNS = { numRuns: 400 };
const forAnyCommands = (holds: (told: readonly Told[]) => void): void =>
  fc.assert(
    fc.property(randomCommands, (commands) => holds(tell(commands))),
    RUNS,
  );
const logOf = (told: readonly Told[]): readonly ServiceRequestEvent[] =>
  told.flatMap(({ recorded }) => (recorded === null ? [] : [recorded]));

/** Who is responsible, read from the log alone. */
function holderByLog(log: readonly ServiceRequestEvent[]): string | null {
  let holder: string | null = null;
  let sender: string | null = null;
  for (const { type, data } of log) {
    if (type === 'RequestReceived') holder = data.departmentId;
    if (type === 'RequestTransferred') [sender, holder] = [data.fromDepartmentId, data.toDepartmentId];
    if (type === 'TransferRefused' || type === 'TransferRecalled') holder = sender;
  }
  return holder;
}

/** Who must hold the request to do this. */
const HOLDER_ONLY: ReadonlySet<string> = new Set(['RequestTransferred', 'OfficerAssigned', 'RequestSuspended', 'RequestCompleted']);

describe('Whatever a hall sends', () => {
  it('an accepted command is exactly one event, and the next revision', () => {
    forAnyCommands((told) => {
      let count = 0;
      for (const { recorded, rejection, after } of told) {
        expect(recorded === null).toBe(rejection !== null);
        if (recorded !== null) count += 1;
        expect(after.status === 'absent' ? 0 : after.eventCount).toBe(count);
      }
    });
  });

  it('lifecycle instants never step back in the log, and nothing lies before the receipt', () => {
    forAnyCommands((told) => {
      const log = logOf(told).map(({ type, data }) => ({ type, atMs: toMs(data.occurredAt) }));
      const moves = log.filter(({ type }) => isLifecycle(type)).map(({ atMs }) => atMs);
      expect(moves).toEqual([...moves].sort((a, b) => a - b));
      expect(log.filter(({ atMs }) => atMs < (moves[0] ?? 0))).toEqual([]);
    });
  });

  it('nothing is recorded more than five minutes ahead of the server clock, nor moved by more than five minutes', () => {
    forAnyCommands((told) => {
      for (const { recorded, command, context } of told) {
        if (recorded === null) continue;
        const moved = toMs(recorded.data.occurredAt) - toMs(command.data.occurredAt);
        expect(toMs(command.data.occurredAt)).toBeLessThanOrEqual(context.nowMs + 300_000);
        expect(moved).toBeGreaterThanOrEqual(0);
        expect(moved).toBeLessThanOrEqual(isLifecycle(recorded.type) ? 300_000 : 0);
      }
    });
  });

  it('exactly one department holds an open request, the one the log names, and only it passes on, suspends or completes', () => {
    forAnyCommands((told) => {
      const log: ServiceRequestEvent[] = [];
      for (const { recorded, after } of told) {
        if (recorded === null) continue;
        if (HOLDER_ONLY.has(recorded.type)) expect(recorded.data.departmentId).toBe(holderByLog(log));
        log.push(recorded);
        if (after.status === 'open') expect(after.holding.departmentId).toBe(holderByLog(log));
        if (after.status === 'completed') expect(after.holder).toBe(holderByLog(log));
      }
    });
  });

  it('holdings, suspensions and closed times follow one another without a gap or overlap', () => {
    forAnyCommands((told) => {
      const last = told.at(-1)?.after;
      if (last === undefined || last.status === 'absent' || last.status === 'voided') return;
      const open = last.status === 'open' ? [{ ...last.holding, untilMs: last.lastLifecycleMs }] : [];
      const held = [...last.pastHoldings, ...open].reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0);
      const closed = last.closures.reduce((sum, { atMs, reopenedAtMs }) => sum + (reopenedAtMs ?? last.lastLifecycleMs) - atMs, 0);
      expect(held + closed).toBe(last.lastLifecycleMs - last.receivedAtMs);
      for (const [i, { fromMs, untilMs }] of last.pastSuspensions.entries()) {
        expect(untilMs).toBeGreaterThanOrEqual(fromMs);
        expect(fromMs).toBeGreaterThanOrEqual(last.pastSuspensions[i - 1]?.untilMs ?? last.receivedAtMs);
      }
    });
  });

  it('suspending and resuming take turns, and a completed request is not suspended', () => {
    forAnyCommands((told) => {
      let suspended = false;
      for (const { type, data } of logOf(told)) {
        if (type === 'RequestSuspended') expect(suspended).toBe(false);
        if (type === 'RequestResumed') expect(suspended).toBe(true);
        if (type === 'RequestCompleted' && suspended) expect(data.outcome).toBe('WITHDRAWN');
        if (type === 'RequestSuspended') suspended = true;
        if (type === 'RequestResumed' || type === 'RequestCompleted') suspended = false;
      }
    });
  });

  it('a closure is rated once, and completing and reopening take turns', () => {
    forAnyCommands((told) => {
      const log = logOf(told);
      const ends = log.map(({ type }) => type).filter((type) => type === 'RequestCompleted' || type === 'RequestReopened');
      expect(ends).toEqual(ends.map((_, i) => (i % 2 === 0 ? 'RequestCompleted' : 'RequestReopened')));
      const completions = ends.filter((type) => type === 'RequestCompleted').length;
      expect(log.filter(({ type }) => type === 'RequestRated').length).toBeLessThanOrEqual(completions);
    });
  });

  it('nothing is accepted after a voiding', () => {
    forAnyCommands((told) => {
      const voiding = logOf(told).findIndex(({ type }) => type === 'RequestVoided');
      if (voiding >= 0) expect(logOf(told)).toHaveLength(voiding + 1);
    });
  });

  it('the same question has the same answer, and leaves the state as it was', () => {
    forAnyCommands((told) => {
      for (const { command, before, context } of told) {
        const copy = structuredClone(before);
        expect(serviceRequest.decide(command, before, context)).toEqual(serviceRequest.decide(command, copy, context));
        expect(before).toEqual(copy);
      }
    });
  });

  it('an accepted command of an unregistered department, or of a sender an hour ahead, would have been refused', () => {
    forAnyCommands((told) => {
      for (const { command, before, context, recorded } of told) {
        if (recorded === null) continue;
        const nobody = { ...command, data: { ...command.data, departmentId: 'NOWHERE' } } as typeof command;
        const early = { ...context, nowMs: toMs(command.data.occurredAt) - 3_600_000 };
        expect(serviceRequest.decide(nobody, before, context)).toMatchObject({ rejection: { code: 'UNKNOWN_DEPARTMENT' } });
        expect(serviceRequest.decide(command, before, early)).toMatchObject({ rejection: { code: 'TIME_IN_FUTURE' } });
      }
    });
  });

  it('is often accepted: every type of event is recorded somewhere, and most refusals occur', () => {
    const told = fc.sample(randomCommands, { numRuns: 400, seed: 7 }).flatMap(tell);
    expect(new Set(logOf(told).map(({ type }) => type)).size).toBe(17);
    expect(new Set(told.flatMap(({ rejection }) => (rejection === null ? [] : [rejection.code]))).size).toBeGreaterThanOrEqual(18);
  });
});
