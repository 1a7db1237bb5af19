import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { appendAll, demoLog, withRevision, type LoggedEvent } from '../../support/read-side-log.js';
import type { Digest } from '../../support/read-side-digest.js';
import { projectedDigest } from '../../support/read-side-projector.js';

jest.setTimeout(180_000);

const off = (...dates: readonly string[]) => Object.fromEntries(dates.map((date) => [date, { spans: [] }]));

async function storeOf(events: readonly LoggedEvent[]): Promise<InMemoryEventStore> {
  const store = new InMemoryEventStore();
  await appendAll(store, events);
  return store;
}

/** The calendar changes twice while requests are under way: each change measures the open ones anew, in memory or not. */
describe('a projection that keeps hardly any request in memory', () => {
  let store: InMemoryEventStore;
  let all: Digest;
  let changed: readonly bigint[];
  beforeAll(async () => {
    const events = await demoLog({ seed: 21, requestsPerYear: 80 });
    const revised = { calendarId: 'cn-hall', week: null, announcedThrough: null };
    const [third, half] = [Math.floor(events.length / 3), Math.floor(events.length / 2)];
    const later = withRevision(events, half, { ...revised, version: 3, effectiveFrom: '2026-06-01', overrides: off('2026-06-03', '2026-06-04') });
    const log = withRevision(later, third, { ...revised, version: 2, effectiveFrom: '2026-03-25', overrides: off('2026-03-25', '2026-04-01') });
    changed = [BigInt(third) + 1n, BigInt(half) + 2n];
    store = await storeOf(log);
    all = await projectedDigest(store);
  });
  afterAll(() => store.close());

  it.each([
    ['one request at most, all in one batch', { factsInMemoryMax: 60 }],
    ['no request at all, all in one batch', { factsInMemoryMax: 1 }],
    ['a few requests, a commit every 50 events', { factsInMemoryMax: 300, batchEventsMax: 50 }],
    ['every request, a commit every 17 events', { batchEventsMax: 17 }],
  ])('writes the same facts with %s', async (_case, options) => {
    expect(await projectedDigest(store, options)).toEqual(all);
    expect(Object.keys(all).length).toBeGreaterThan(25);
  });

  it('meets changes of the calendar that matter', async () => {
    const events = await store.readAll(null, 10_000);
    const before = events.filter(({ position }) => position < changed[0]!);
    expect(events.filter(({ position }) => changed.includes(position)).map(({ type }) => type)).toEqual(['CalendarRevised', 'CalendarRevised']);
    const unchanged = await storeOf(before);
    const revised = await storeOf(events.filter(({ position }) => position <= changed[0]!));
    const [without, having] = [await projectedDigest(unchanged), await projectedDigest(revised)];
    const retractions = (digest: typeof having) => Number(Object.entries(digest).find(([relation]) => relation.includes('FROM retractions'))?.[1].split(':')[0]);
    expect(retractions(having)).toBeGreaterThan(retractions(without));
  });
});
