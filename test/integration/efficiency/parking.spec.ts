import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import type { RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { cleanly, ParkingBench } from '../../support/parking-bench.js';
import { PoisonStore, SPOILS } from '../../support/poison-store.js';
import { appendAll, demoLog, eventsOf, withRevision } from '../../support/read-side-log.js';

jest.setTimeout(180_000);

/** What is told of each poison; whatever the data says is left out. */
const REASONS: readonly (readonly [code: string, reason: RegExp])[] = [
  ['UNREADABLE', /^Unexpected token in "…"$/], ['UNKNOWN_TYPE', /^Unknown service request event type: "…"$/],
  ['BAD_SHAPE', /^\w+: data\.occurredAt is not of the stored shape$/], ['IMPOSSIBLE_HISTORY', /^RequestReceived at revision 2 cannot follow: the request is open$/],
  ['FACTS_FAILED', /answers from 1970/],
];

describe('a log with an event that cannot be taken', () => {
  const log = new InMemoryEventStore();
  let events: readonly RecordedEvent[];
  /** An event in the middle of a request's life: the third of the request with the most. */
  let poison: RecordedEvent;
  let behind: readonly RecordedEvent[];
  /** What is said of a log that never had the poison, and of one whose request ended before it. */
  let clean: string;
  let cutShort: readonly string[];
  let store: PoisonStore;
  let bench: ParkingBench;

  beforeAll(async () => {
    await appendAll(log, await demoLog({ seed: 61, requestsPerYear: 40 }));
    events = await eventsOf(log);
    const requests = [...Map.groupBy(events.filter(({ stream }) => stream.startsWith('serviceRequest-')), ({ stream }) => stream).values()];
    const longest = requests.reduce((a, b) => (b.length > a.length ? b : a));
    [, , poison, ...behind] = longest as [RecordedEvent, RecordedEvent, RecordedEvent, ...RecordedEvent[]];
    const cut = [poison, ...behind].reduce((cutStore, { position }) => cutStore.spoil(position, () => null), new PoisonStore(log));
    cutShort = await cleanly(cut, (other) => other.said());
    clean = await cleanly(log, (other) => other.digest());
  });
  afterAll(() => log.close());
  beforeEach(() => { store = new PoisonStore(log); });
  afterEach(() => bench.remove());

  const begin = async (options: ConstructorParameters<typeof ParkingBench>[1] = {}): Promise<void> => {
    bench = await new ParkingBench(store, options).start();
  };
  const spoiled = (code: string): void => void store.spoil(poison.position, SPOILS[code]!);

  it.each(REASONS)('parks it with its reason and what follows in its request, tells everything else, and after a fix says what a model says that never met it: %s', async (code, reason) => {
    spoiled(code);
    await begin();
    await bench.caughtUp();
    const { position, stream, revision } = poison;
    const [first, ...rest] = await bench.parked();
    expect(first).toMatchObject({ position, stream, revision: Number(revision), code, behind: null });
    expect(rest).toEqual(behind.map((event) => ({
      position: event.position, stream, revision: Number(event.revision), type: event.type, code: 'BEHIND', reason: `behind position ${position}`, behind: position,
    })));
    expect(rest.length).toBeGreaterThan(3);
    expect(first!.reason).toMatch(reason);
    expect(first!.reason).not.toMatch(/王小明|1101011990/);
    expect(await bench.said()).toEqual(cutShort);
    expect(bench.host.status()).toMatchObject({ position: await log.head(), lagEvents: 0, stalled: false, parkedRequests: 1 });
    expect(bench.errors).toEqual([]);
    store.heal();
    expect(await bench.replay()).toEqual({ tried: 1, released: 1, parked: 0 });
    expect(await bench.parked()).toEqual([]);
    expect(await bench.digest()).toBe(clean);
  });

  it.each(['UNKNOWN_TYPE', 'FACTS_FAILED'])('says the same whatever the batches and the memory, and after a restart: %s', async (code) => {
    spoiled(code);
    const digest = await cleanly(store, (other) => other.digest());
    await begin({ batchEventsMax: 23, factsInMemoryMax: 1 });
    await bench.caughtUp();
    expect(await bench.digest()).toBe(digest);
    await bench.stop();
    await bench.start();
    await bench.caughtUp();
    expect(await bench.digest()).toBe(digest);
  });

  it('replays by itself at the next start, without being asked', async () => {
    spoiled('UNKNOWN_TYPE');
    await begin();
    await bench.caughtUp();
    await bench.stop();
    store.heal();
    await bench.start();
    await bench.caughtUp();
    expect(bench.host.status().parkedRequests).toBe(0);
    expect(await bench.digest()).toBe(clean);
  });

  it('takes what it can take and parks the request again at the next poison', async () => {
    const second = behind[1]!;
    spoiled('UNKNOWN_TYPE');
    store.spoil(second.position, SPOILS['BAD_SHAPE']!);
    await begin();
    await bench.caughtUp();
    store.heal(poison.position);
    expect(await bench.replay()).toEqual({ tried: 1, released: 0, parked: 1 });
    const parked = await bench.parked();
    expect(parked.map(({ position }) => position)).toEqual(behind.slice(1).map(({ position }) => position));
    expect(parked[0]).toMatchObject({ position: second.position, code: 'BAD_SHAPE', behind: null });
    expect(await bench.digest()).toBe(await cleanly(store, (other) => other.digest()));
  });

  it('leaves a request parked that still cannot be taken, and changes nothing', async () => {
    spoiled('BAD_SHAPE');
    await begin();
    await bench.caughtUp();
    const before = await bench.digest();
    const commit = jest.spyOn(bench.model, 'commit');
    expect(await bench.replay()).toEqual({ tried: 1, released: 0, parked: 1 });
    expect(commit).not.toHaveBeenCalled();
    expect(await bench.digest()).toBe(before);
  });

  it('replays one request alone when it is named', async () => {
    spoiled('BAD_SHAPE');
    const other = events.find(({ stream }) => stream.startsWith('serviceRequest-') && stream !== poison.stream)!;
    store.spoil(other.position, SPOILS['UNKNOWN_TYPE']!);
    await begin();
    await bench.caughtUp();
    expect(bench.host.status().parkedRequests).toBe(2);
    store.heal();
    expect(await bench.replay(other.stream)).toEqual({ tried: 1, released: 1, parked: 1 });
    expect(new Set((await bench.parked()).map(({ stream }) => stream))).toEqual(new Set([poison.stream]));
  });

  it('replays a request in one transaction: when that fails, it is parked as before, and the next attempt succeeds', async () => {
    spoiled('UNREADABLE');
    await begin();
    await bench.caughtUp();
    const before = await bench.digest();
    store.heal();
    const commit = jest.spyOn(bench.model, 'commit').mockRejectedValueOnce(new Error('disk full'));
    await expect(bench.replay()).rejects.toThrow('disk full');
    expect(await bench.digest()).toBe(before);
    commit.mockRestore();
    expect(await bench.replay()).toEqual({ tried: 1, released: 1, parked: 0 });
    expect(await bench.digest()).toBe(clean);
  });

  it('replays with the changes of the calendar where they happened, before, between and behind the poison', async () => {
    const revised = { calendarId: 'cn-hall', week: null, announcedThrough: null };
    const off = (...dates: readonly string[]) => Object.fromEntries(dates.map((date) => [date, { spans: [] }]));
    const at = (event: RecordedEvent): number => events.indexOf(event);
    const three = withRevision(events, at(behind.at(-1)!) + 1, { ...revised, version: 4, effectiveFrom: '2026-06-01', overrides: off('2026-06-03') });
    const two = withRevision(three, at(behind[1]!), { ...revised, version: 3, effectiveFrom: '2026-03-25', overrides: off('2026-04-01', '2026-04-02') });
    const changed = new InMemoryEventStore();
    await appendAll(changed, withRevision(two, at(poison) - 1, { ...revised, version: 2, effectiveFrom: '2026-03-01', overrides: off('2026-03-10') }));
    store = new PoisonStore(changed).spoil(poison.position + 1n, SPOILS['UNKNOWN_TYPE']!);
    await begin({ batchEventsMax: 11, factsInMemoryMax: 60 });
    await bench.caughtUp();
    expect((await bench.parked())[0]).toMatchObject({ position: poison.position + 1n, stream: poison.stream });
    store.heal();
    await bench.replay();
    expect(await bench.digest()).toBe(await cleanly(changed, (other) => other.digest()));
  });

  it('takes an event that a subscription lost from the last commit again, and parks nothing', async () => {
    store.lost.add(poison.position);
    await begin();
    await bench.caughtUp();
    expect(bench.errors.map((error) => (error as Error).name)).toEqual(['StreamGap']);
    expect(await bench.digest()).toBe(clean);
  });

  it('stops when so many are parked that it cannot be single requests, and tells what came before', async () => {
    const receipts = events.filter(({ type }) => type === 'RequestReceived').slice(0, 3);
    for (const { position } of receipts) store.spoil(position, SPOILS['UNKNOWN_TYPE']!);
    await begin({ parkedRequestsMax: 2 });
    const last = receipts[2]!.position;
    while (bench.errors.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(bench.host.status()).toMatchObject({
      position: last - 1n, parkedRequests: 2, stalled: true,
      stalledReason: `Stopped before position ${last}: 2 requests are parked already: the program or the log is at fault, not single requests`,
    });
    store.heal();
    await bench.caughtUp();
    expect(bench.host.status()).toMatchObject({ stalled: false, parkedRequests: 2 });
  });
});
