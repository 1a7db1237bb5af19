import { verifyStream } from '../../../src/event-store/audit-hash.js';
import type { RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { ReadModelFiles } from '../../../src/efficiency/read-model/read-model-files.js';
import { rebuild } from '../../../src/efficiency/read-model/rebuild.js';
import { WatchedRequests } from '../../../src/efficiency/read-model/watched-requests.js';
import { WarningRecorder, type WarningWriter } from '../../../src/warnings/application/warning-recorder.js';
import { WarningSchedule } from '../../../src/warnings/application/warning-schedule.js';
import { WarningTimer } from '../../../src/warnings/application/warning-timer.js';
import type { WarningRaisedData } from '../../../src/warnings/domain/warning-events.js';
import { opened } from '../../support/graphql-opened.js';
import { hallTime, SmallHall } from '../../support/read-side-hall.js';
import { eventsOf } from '../../support/read-side-log.js';

jest.setTimeout(120_000);

/**
 * A day has 6.5 working hours. Received on Monday 03-02 at 09:00: the promised limit ends on Monday 03-09 at 17:00 after 39 hours, nine
 * tenths of which are used 35.1 hours in, on 03-09 at 11:36; the statutory one on Monday 03-30 at 17:00 after 136.5, 122.85 of them on
 * 03-26 at 16:21.
 */
const RECEIVED = '03-02 09:00';

/** One replica's timer over the hall, its runs begun by the test. */
class Replica {
  private readonly timer: WarningTimer;
  readonly errors: unknown[] = [];

  constructor(private readonly hall: SmallHall, private readonly token: number) {
    const { side } = hall;
    const watched = new WatchedRequests(side.readModel);
    const nowMs = hall.clock.nowMs;
    const recorder = new WarningRecorder({ store: side.store, nowMs, fresh: (ids) => watched.fresh(ids) });
    this.timer = new WarningTimer({ schedule: new WarningSchedule(watched), recorder, nowMs, onError: (error) => this.errors.push(error) });
  }

  get writer(): WarningWriter {
    const { store } = this.hall.side;
    return { fence: { lease: 'warnings', token: this.token }, append: (stream, expected, events) => store.append(stream, expected, events) };
  }

  /** What a tick does, at this instant. @returns how many were raised; null when the lease would not be asked for. */
  async tick(at: string, writer = this.writer): Promise<number | null> {
    this.hall.now(at);
    await this.hall.side.readModel.caughtUp();
    if (!(await this.timer.needed())) return null;
    const raised = await this.timer.run(writer, new AbortController().signal);
    await this.hall.side.readModel.caughtUp();
    return raised;
  }
}

const warningsOf = async (hall: SmallHall, requestId?: string): Promise<readonly RecordedEvent[]> =>
  (await eventsOf(hall.side.store)).filter(({ stream, data }) => stream.startsWith('warning-') && (requestId === undefined || data['requestId'] === requestId));
const said = (events: readonly RecordedEvent[]): string[] => events.map(({ data }) => {
  const { limit, state, turnedAt, departmentId } = data as unknown as WarningRaisedData;
  return `${limit} ${state} since ${turnedAt} to ${departmentId}`;
});
const utc = (text: string, ms = 0): string => new Date(Date.parse(hallTime(text)) + ms).toISOString();

describe('The timer of warnings', () => {
  let hall: SmallHall;
  let replica: Replica;
  beforeEach(async () => {
    hall = await SmallHall.open(RECEIVED);
    replica = new Replica(hall, 1);
  });
  afterEach(async () => {
    expect(replica.errors).toEqual([]);
    await hall.side.stop();
  });

  it('raises exactly two for each limit, once, each to who holds the request then, and asks for nothing in between', async () => {
    await hall.receive('a', RECEIVED);
    const ticks: (number | null)[] = [];
    for (const at of ['03-02 09:00', '03-09 11:35', '03-09 11:36', '03-09 11:40', '03-09 17:00', '03-09 17:01', '03-10 09:00']) ticks.push(await replica.tick(at));
    expect(ticks).toEqual([null, null, 1, null, null, 1, null]);
    await hall.transfer('a', '03-10 09:00', 'intake', 'planning');
    for (const at of ['03-26 16:20', '03-26 16:21', '03-30 17:01', '04-20 09:00']) ticks.push(await replica.tick(at));
    expect(ticks.slice(7)).toEqual([null, 1, 1, null]);
    const events = await warningsOf(hall);
    expect(said(events)).toEqual([
      `PROMISED YELLOW since ${utc('03-09 11:36')} to intake`, `PROMISED RED since ${utc('03-09 17:00', 1)} to intake`,
      `STATUTORY YELLOW since ${utc('03-26 16:21')} to planning`, `STATUTORY RED since ${utc('03-30 17:00', 1)} to planning`]);
    expect([await verifyStream(events), events.map(({ metadata }) => metadata['fence'])]).toEqual([null, Array(4).fill({ lease: 'warnings', token: 1 })]);
    expect(events[2]).toMatchObject({ stream: 'warning-hall.a', data: { rule: { requestRevision: 1, calendarId: 'weekdays' } }, metadata: { principal: 'warnings' } });
    const counts = async (period = {}) => (await hall.side.ask('query($period: PeriodInput) { departmentEfficiency(period: $period) { departments { departmentId warnings { total promised { yellow red } statutory { yellow red } } } } }', { period }))
      .departmentEfficiency.departments.map(({ departmentId, warnings }: { departmentId: string; warnings: { total: number } }) => `${departmentId} ${warnings.total}`);
    expect(await counts()).toEqual(['intake 2', 'planning 2']);
    expect(await counts({ from: hallTime('03-09 12:00'), to: hallTime('03-27 00:00') })).toEqual(['intake 1', 'planning 1']);
    expect(await opened(hall.side, 'WARNINGS_RED_STATUTORY', { filter: { departmentIds: ['planning'] } })).toMatchObject({ occurrences: 1, totalCount: 1 });
  });

  it('raises yellow again after an extension took it back to green, and nothing while the clock stands still', async () => {
    await hall.receive('b', RECEIVED);
    await hall.receive('c', RECEIVED);
    await hall.now('03-05 10:00').say('c', 'SuspendRequest', '03-05 10:00', 'intake', { cause: 'APPLICANT' });
    expect(await replica.tick('03-09 11:36')).toBe(1);
    // Five days more: due on 03-16 at 17:00 after 71.5 hours; 64.35 of them are used on Friday 03-13 at 16:21.
    await hall.now('03-09 14:00').say('b', 'ExtendLimit', '03-09 14:00', 'intake', { limit: 'PROMISED', amount: 5, approver: 'head' });
    expect([await replica.tick('03-09 17:01'), await replica.tick('03-13 16:20')]).toEqual([null, null]);
    // Suspended from Thursday to Thursday: due on 03-16, with 35.1 hours used at 11:36 that day.
    await hall.now('03-12 10:00').say('c', 'ResumeRequest', '03-12 10:00', 'intake', {});
    expect([await replica.tick('03-13 16:21'), await replica.tick('03-16 11:35'), await replica.tick('03-16 11:36'), await replica.tick('03-16 12:00')]).toEqual([1, null, 1, null]);
    expect(said(await warningsOf(hall))).toEqual([
      `PROMISED YELLOW since ${utc('03-09 11:36')} to intake`, `PROMISED YELLOW since ${utc('03-13 16:21')} to intake`, `PROMISED YELLOW since ${utc('03-16 11:36')} to intake`]);
  });

  it('raises nothing for what was completed or voided before, and a voiding takes its warnings out of today’s figures alone', async () => {
    for (const id of ['d', 'e', 'f']) await hall.receive(id, RECEIVED);
    await hall.now('03-09 10:00').complete('d', '03-09 10:00', 'intake');
    await hall.say('e', 'VoidRequest', '03-09 10:00', 'licensing', {});
    expect(await replica.tick('03-09 12:00')).toBe(1);
    const before = String(await hall.side.store.head());
    const counted = async (question = {}) => (await opened(hall.side, 'WARNINGS', question)).occurrences;
    expect(await counted()).toBe(1);
    await hall.say('f', 'VoidRequest', '03-09 12:00', 'licensing', {});
    expect(await replica.tick('03-10 09:00')).toBeNull();
    expect([await counted(), await counted({ asKnownAt: { position: before } }), await counted({ asKnownAt: { position: String(BigInt(before) - 1n) } })]).toEqual([0, 1, 0]);
    const list = await hall.side.ask('query($at: AsKnownAtInput) { now: warnings { totalCount } then: warnings(asKnownAt: $at) { totalCount edges { node { id state } } } }', { at: { position: before } });
    expect(list).toEqual({ now: { totalCount: 0 }, then: { totalCount: 1, edges: [{ node: { id: 'hall.f', state: 'YELLOW' } }] } });
  });

  it('raises once when two replicas race, when one is killed before it appends, and when one forgot what it did', async () => {
    for (let one = 0; one < 8; one += 1) await hall.receive(`r-${one}`, RECEIVED);
    const killed = new Replica(hall, 2);
    await expect(killed.tick('03-09 12:00', { ...killed.writer, append: () => Promise.reject(Object.assign(new Error('killed'), { name: 'LeaseLost' })) })).rejects.toThrow('killed');
    expect(await warningsOf(hall)).toEqual([]);
    const [a, b] = [new Replica(hall, 3), new Replica(hall, 4)];
    const raised = await Promise.all([a.tick('03-09 12:00'), b.tick('03-09 12:00')]);
    expect(raised[0]! + raised[1]!).toBe(8);
    expect(await new Replica(hall, 5).tick('03-09 12:00')).toBeNull();
    const events = await warningsOf(hall);
    expect([events.length, new Set(events.map(({ stream }) => stream)).size]).toEqual([8, 8]);
  });

  it('goes by the request’s own stream where the figures are behind, and leaves that request alone for a while', async () => {
    await hall.receive('g', RECEIVED);
    await replica.tick('03-09 11:00');
    const query = hall.side.readModel.query.bind(hall.side.readModel);
    // What is asked of the model from here on is as it was before the completion.
    await hall.now('03-09 11:10').complete('g', '03-09 11:10', 'intake');
    hall.side.readModel.query = ((sql: string, params = {}) => (/FROM events/.test(sql) ? Promise.resolve([]) : query(sql, params)));
    expect([await replica.tick('03-09 12:00'), await replica.tick('03-09 12:00')]).toEqual([0, null]);
    expect(await warningsOf(hall)).toEqual([]);
    hall.side.readModel.query = query;
  });

  it('leaves a request alone of which an event could not be taken', async () => {
    await hall.receive('p', RECEIVED);
    const [last] = (await eventsOf(hall.side.store)).slice(-1);
    await hall.side.store.append(last!.stream, last!.revision, [{ id: '00000000-0000-4000-8000-000000000001', type: 'RequestBlessed', data: {}, metadata: last!.metadata }]);
    expect(await replica.tick('03-09 12:00')).toBeNull();
  });

  it('is not part of a rebuild: it records nothing, and what is rebuilt has the same warnings', async () => {
    await hall.receive('h', RECEIVED);
    await replica.tick('03-09 12:00');
    const head = await hall.side.store.head();
    const stated = await hall.side.readModel.digest();
    const files = new ReadModelFiles(`${hall.side.dataDir}/rebuilt`);
    const rebuilt = await rebuild(hall.side.store, files, { memoryMb: 100, nowMs: () => hall.clock.nowMs() });
    expect([await hall.side.store.head(), rebuilt.stated.digest]).toEqual([head, stated.digest]);
    expect((await opened(hall.side, 'WARNINGS')).occurrences).toBe(1);
  });
});
