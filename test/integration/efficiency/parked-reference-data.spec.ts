import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import type { RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { cleanly, ParkingBench } from '../../support/parking-bench.js';
import { PoisonStore, type Spoil } from '../../support/poison-store.js';
import { appendAll, demoLog, eventsOf, type LoggedEvent, withRevision } from '../../support/read-side-log.js';

jest.setTimeout(120_000);

const unknown: Spoil = (event) => ({ ...event, type: `${event.type}V9` });
const REVISED = { calendarId: 'cn-hall', week: null, announcedThrough: null };

/** A promise of 16,000 working days falls due in this century while five days a week are worked, and beyond the calendars when one is. */
const farPromise: Spoil = (event) => ({ ...event, data: { ...event.data, promisedLimit: { unit: 'WORKING_DAY', amount: 16_000 } } });
const ONLY_MONDAYS = { MON: [{ from: '09:00', until: '12:00' }] };

describe('reference data with an event that cannot be taken', () => {
  let logged: readonly LoggedEvent[];
  let log: InMemoryEventStore;
  let events: readonly RecordedEvent[];
  let store: PoisonStore;
  let bench: ParkingBench;

  beforeAll(async () => { logged = await demoLog({ seed: 71, requestsPerYear: 30 }); });
  const begin = async (all: readonly LoggedEvent[]): Promise<void> => {
    log = new InMemoryEventStore();
    await appendAll(log, all);
    events = await eventsOf(log);
    store = new PoisonStore(log);
    bench = new ParkingBench(store, { batchEventsMax: 20 });
  };
  afterEach(async () => {
    await bench.remove();
    await log.close();
  });
  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) await new Promise((resolve) => setImmediate(resolve));
  };

  it('lets everything flow past a name it cannot read, and knows the name after a fix', async () => {
    await begin(logged);
    const department = events.find(({ type }) => type === 'DepartmentRegistered')!;
    store.spoil(department.position, unknown);
    await bench.start();
    await bench.caughtUp();
    const { departmentId, name } = department.data as { departmentId: string; name: string };
    expect(await bench.parked()).toMatchObject([{ position: department.position, stream: department.stream, code: 'UNKNOWN_TYPE' }]);
    expect([bench.projection.names.departments.get(departmentId), bench.host.status().stalled]).toEqual([undefined, false]);
    store.heal();
    expect(await bench.replay()).toEqual({ tried: 1, released: 1, parked: 0 });
    expect(bench.projection.names.departments.get(departmentId)).toBe(name);
    expect(await bench.digest()).toBe(await cleanly(log, (clean) => clean.digest()));
  });

  it.each<[string, Spoil, RegExp]>([
    ['of a type it does not know', unknown, /UNKNOWN_TYPE, Unknown reference data event type: "…"$/],
    ['that its store could not read', (event) => ({ ...event, data: {}, unreadable: 'no JSON' }), /UNREADABLE, no JSON$/],
    ['with hours that no day has', (event) => ({ ...event, data: { ...event.data, overrides: { '2026-04-01': { spans: [{ from: '25:00', until: '26:00' }] } } } }), /FACTS_FAILED, /],
    ['of another calendar than its stream', (event) => ({ ...event, data: { ...event.data, calendarId: 'other' } }), /BAD_SHAPE, data\.calendarId/],
  ])('stops before a calendar %s: everything before is told, nothing after, and health says why', async (_case, spoil, why) => {
    const middle = Math.floor(logged.length / 2) + 7;
    await begin(withRevision(logged, middle, { ...REVISED, version: 2, effectiveFrom: '2026-03-25', overrides: { '2026-04-01': { spans: [] } } }));
    const revised = events[middle]!;
    store.spoil(revised.position, spoil);
    await bench.start();
    await until(() => bench.host.status().stalled);
    const { position, stalledReason, parkedRequests } = bench.host.status();
    expect([position, parkedRequests]).toEqual([revised.position - 1n, 0]);
    expect(stalledReason).toMatch(new RegExp(`^Stopped before position ${revised.position}: calendar-cn-hall revision 1: `));
    expect(stalledReason).toMatch(why);
    expect(bench.errors).toHaveLength(1);
    store.heal();
    await bench.caughtUp();
    expect(bench.host.status()).toMatchObject({ stalled: false, stalledReason: null });
    expect(await bench.digest()).toBe(await cleanly(log, (clean) => clean.digest()));
  });

  /** A request that is open when the event at `index` is recorded, with at least one event after its receipt before that. */
  const openAt = (index: number): readonly LoggedEvent[] => {
    const lives = [...Map.groupBy(logged.map((event, at) => ({ ...event, at })), ({ stream }) => stream).values()];
    const isOpen = (life: (typeof lives)[number]): boolean =>
      life[0]!.type === 'RequestReceived' && life[1] !== undefined && life[1].at < index && !life.some(({ type, at }) => at < index && /Completed|Voided/.test(type));
    return lives.find(isOpen)!;
  };

  it('leaves a parked request as it stood when the calendar changes, and makes up for the change when it is replayed', async () => {
    const last = Math.floor(logged.length / 2);
    const [received, second] = openAt(last);
    await begin(withRevision(logged, last, { ...REVISED, version: 2, effectiveFrom: '2026-01-05', overrides: {}, week: ONLY_MONDAYS }).slice(0, last + 1));
    const [receipt, poison] = [received, second].map((one) => events.find(({ id }) => id === one!.id)!);
    store.spoil(poison!.position, unknown);
    await bench.start();
    await bench.caughtUp();
    const atTheChange = async (at: ParkingBench): Promise<number> => {
      const [row] = await at.model.query<{ n: bigint }>(
        'SELECT (SELECT count(*) FROM tails WHERE request = $r AND position = $p) + (SELECT count(*) FROM dues WHERE request = $r AND position = $p) AS n',
        { r: receipt!.position, p: events[last]!.position });
      return Number(row!.n);
    };
    expect(bench.host.status().parkedRequests).toBe(1);
    expect(await atTheChange(bench)).toBe(0);
    store.heal();
    expect(await bench.replay()).toEqual({ tried: 1, released: 1, parked: 0 });
    expect(await atTheChange(bench)).toBeGreaterThan(0);
    expect(await bench.digest()).toBe(await cleanly(log, (clean) => clean.digest()));
  });

  it('parks the one request that cannot be measured with a changed calendar, at the change, and replays it from there', async () => {
    const last = Math.floor(logged.length / 2);
    const [victim] = openAt(last);
    await begin(withRevision(logged, last, { ...REVISED, version: 2, effectiveFrom: '2027-01-01', overrides: {}, week: ONLY_MONDAYS }));
    const receipt = events.find(({ stream }) => stream === victim!.stream)!;
    store.spoil(receipt.position, farPromise);
    await bench.start();
    await bench.caughtUp();
    const [first, ...rest] = await bench.parked();
    expect(first).toMatchObject({ position: events[last]!.position, stream: victim!.stream, revision: null, type: 'CalendarRevised', code: 'FACTS_FAILED', behind: null });
    expect(rest.every(({ code, stream }) => code === 'BEHIND' && stream === victim!.stream)).toBe(true);
    expect(await bench.digest()).toBe(await cleanly(store, (clean) => clean.digest()));
    expect(await bench.replay()).toEqual({ tried: 1, released: 0, parked: 1 });
    // A fix that measures it: the request as it stood before has the limit it always had, so only what came after is folded again.
    const limited = receipt.data['promisedLimit'];
    store.spoil(receipt.position, (event) => ({ ...event, data: { ...event.data, promisedLimit: limited } }));
    expect(await bench.replay()).toEqual({ tried: 1, released: 1, parked: 0 });
  });
});
