import { type OpenRequest, type OpenRequests, WarningSchedule } from '../../../src/warnings/application/warning-schedule.js';
import { WarningTimer } from '../../../src/warnings/application/warning-timer.js';
import type { RequestIds, WarningRecorder } from '../../../src/warnings/application/warning-recorder.js';
import { NOTHING_TOLD } from '../../../src/warnings/domain/decide-warnings.js';
import { compileCalendar } from '../../../src/working-time/compile-calendar.js';
import { officeCalendar } from '../../support/builders-reference.js';

const office = compileCalendar(officeCalendar);
const HOUR_MS = 3_600_000;
const MONDAY_MS = Date.UTC(2026, 2, 2, 9);

/** Due `hours` after Monday 09:00 within that day, the whole of it yellow from its start: its first warning comes at once. */
const openOne = (request: number, startMs: number): OpenRequest => ({
  request: BigInt(request), told: NOTHING_TOLD,
  watched: {
    hallId: 'hall', requestId: `r-${request}`, departmentId: 'd', officerId: null, serviceItemCode: 's', warningShare: 0.9, calendarId: 'office', calendarVersion: 3, calendar: office,
    limits: [{ limit: 'PROMISED', rows: [{ sinceMs: startMs, dueMs: startMs + HOUR_MS, usedFromW: office.workingMsUpTo(startMs), budgetMs: 0, stoppedAtMs: null, provisional: false }] }],
  },
});

/** A read model by hand: what is open, and what changed since the last look. */
class Model implements OpenRequests {
  position = 1n;
  changed: readonly bigint[] = [];
  readonly read_: (readonly bigint[] | 'all')[] = [];
  constructor(public open: readonly OpenRequest[]) {}

  changes = (since: bigint | null) => Promise.resolve({ position: this.position, requests: since === null ? 'all' as const : this.changed });
  async *read(_position: bigint, requests: readonly bigint[] | 'all'): AsyncGenerator<readonly OpenRequest[]> {
    this.read_.push(requests);
    for (const one of this.open) if (requests === 'all' || requests.includes(one.request)) yield [one];
  }
}
const dueOf = (schedule: WarningSchedule, nowMs: number, count = 10): string[] => schedule.due(nowMs, count).map(({ requestId }) => requestId);

describe('The schedule of warnings', () => {
  it('goes through everything once, then through what changed only, and through everything again twice a day', async () => {
    const model = new Model([openOne(1, MONDAY_MS), openOne(2, MONDAY_MS + HOUR_MS)]);
    const schedule = new WarningSchedule(model);
    await schedule.refresh(MONDAY_MS);
    expect([dueOf(schedule, MONDAY_MS), dueOf(schedule, MONDAY_MS + HOUR_MS)]).toEqual([['r-1'], ['r-1', 'r-2']]);
    expect([schedule.lag(MONDAY_MS - 1), schedule.lag(MONDAY_MS + HOUR_MS)]).toEqual([{ due: 0, ms: 0 }, { due: 2, ms: HOUR_MS }]);
    await schedule.refresh(MONDAY_MS + 10_000);
    // 1 was completed, 3 came in.
    model.open = [openOne(2, MONDAY_MS + HOUR_MS), openOne(3, MONDAY_MS)];
    model.changed = [1n, 3n];
    await schedule.refresh(MONDAY_MS + 20_000);
    expect(dueOf(schedule, MONDAY_MS + HOUR_MS)).toEqual(['r-3', 'r-2']);
    model.changed = [];
    await schedule.refresh(MONDAY_MS + 12 * HOUR_MS);
    expect(model.read_).toEqual(['all', [1n, 3n], 'all']);
  });

  it('keeps the soonest when more is open than it has room for, and looks again before it would miss one', async () => {
    const model = new Model(Array.from({ length: 50 }, (_, index) => openOne(index, MONDAY_MS + (49 - index) * 60_000)));
    const schedule = new WarningSchedule(model, 10);
    await schedule.refresh(MONDAY_MS - HOUR_MS);
    expect([schedule.size, dueOf(schedule, MONDAY_MS + HOUR_MS, 3)]).toEqual([10, ['r-49', 'r-48', 'r-47']]);
    // The tenth turns at 09:09: from then on everything is looked through again.
    await schedule.refresh(MONDAY_MS + 9 * 60_000 - 1);
    expect(model.read_).toEqual(['all']);
    await schedule.refresh(MONDAY_MS + 9 * 60_000);
    expect(model.read_).toEqual(['all', 'all']);
  });

  it('leaves one that was tried alone for a while, until it changes', async () => {
    const model = new Model([openOne(1, MONDAY_MS), openOne(2, MONDAY_MS)]);
    const schedule = new WarningSchedule(model);
    await schedule.refresh(MONDAY_MS);
    schedule.rest({ request: 1n }, MONDAY_MS, 1);
    schedule.rest({ request: 2n }, MONDAY_MS, 0);
    expect([59_999, 60_000, HOUR_MS - 1, HOUR_MS].map((ms) => dueOf(schedule, MONDAY_MS + ms).length)).toEqual([0, 1, 1, 2]);
    model.changed = [2n];
    await schedule.refresh(MONDAY_MS + 1_000);
    expect(dueOf(schedule, MONDAY_MS + 1_000)).toEqual(['r-2']);
  });
});

describe('The timer of warnings', () => {
  const timerOver = async (open: number, raise: (ids: RequestIds) => Promise<number>) => {
    const [schedule, errors] = [new WarningSchedule(new Model(Array.from({ length: open }, (_, index) => openOne(index, MONDAY_MS)))), [] as unknown[]];
    const timer = new WarningTimer({ schedule, recorder: { raise } as unknown as WarningRecorder, nowMs: () => MONDAY_MS, onError: (error) => errors.push(error) });
    expect(await timer.needed()).toBe(true);
    return { timer, errors };
  };
  const writer = { fence: { lease: 'warnings', token: 1 }, append: () => Promise.reject(new Error('not by this test')) };

  it('takes so many at a run, and the rest at the next', async () => {
    const raised: string[] = [];
    const { timer } = await timerOver(250, async ({ requestId }) => raised.push(requestId));
    const { signal } = new AbortController();
    await timer.run(writer, signal);
    expect(raised).toHaveLength(200);
    await timer.run(writer, signal);
    expect(new Set(raised).size).toBe(250);
  });

  it('goes on with the others when one cannot be read, and stops when it is told to', async () => {
    const stop = new AbortController();
    const raised: string[] = [];
    const { timer, errors } = await timerOver(5, async ({ requestId }) => {
      if (requestId === 'r-1') throw new Error('unreadable');
      if (raised.push(requestId) === 3) stop.abort();
      return 1;
    });
    expect(await timer.run(writer, stop.signal)).toBe(3);
    expect([raised, errors]).toEqual([['r-0', 'r-2', 'r-3'], [new Error('unreadable')]]);
  });
});
