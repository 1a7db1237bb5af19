import fc from 'fast-check';
import { hashOf, verifyStream } from '../../../src/event-store/audit-hash.js';
import type { RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { BrokenLog, ChainWalk } from '../../../src/operations/logs/chain-walk.js';
import { anEvent } from '../../support/event-store/events.js';
import { runSeed } from '../../support/event-store/random.js';
import { HallLog } from './hall-log.js';

async function sound(): Promise<readonly RecordedEvent[]> {
  const store = new InMemoryEventStore();
  await new HallLog(store).grow(20, 4);
  return store.readAll(null, 1000);
}

/** Walks a list as if it were a log: predecessors that are not remembered are looked up in it. */
async function walk(log: readonly RecordedEvent[]): Promise<{ digest: string; broken: BrokenLog | null }> {
  const chains = new ChainWalk(async (stream, revision) => log.find((event) => event.stream === stream && event.revision === revision) ?? null);
  try {
    for (const event of log) await chains.take(event);
    return { digest: chains.digest(), broken: null };
  } catch (error) {
    if (error instanceof BrokenLog) return { digest: '', broken: error };
    throw error;
  }
}

const edits: readonly ((event: RecordedEvent) => RecordedEvent)[] = [
  (event) => ({ ...event, data: { ...event.data, index: 'edited' } }),
  (event) => ({ ...event, data: { half: '\ud800' } }),
  (event) => ({ ...event, type: 'Else' }),
  (event) => ({ ...event, id: '00000000-0000-4000-8000-000000000000' }),
  (event) => ({ ...event, revision: event.revision + 1n }),
  (event) => ({ ...event, stream: `${event.stream}x` }),
  (event) => ({ ...event, metadata: { ...event.metadata, principal: 'somebody' } }),
  (event) => ({ ...event, metadata: { ...event.metadata, hash: 'f'.repeat(64) } }),
  (event) => ({ ...event, metadata: { ...event.metadata, previousHash: 'f'.repeat(64) } }),
  (event) => ({ ...event, metadata: { principal: 'terminal-7' } }),
  (event) => ({ ...event, unreadable: 'no JSON' }),
];

describe(`The walk over a log (SEED=${runSeed})`, () => {
  it('lets a sound log pass, and digests its contents in their order, not its positions', async () => {
    const log = await sound();
    const { digest, broken } = await walk(log);
    expect(broken).toBeNull();
    expect(await walk(log.map((event) => ({ ...event, position: event.position * 1000n + 2n ** 60n })))).toEqual({ digest, broken: null });
    expect((await walk(log.slice(0, -1))).digest).not.toBe(digest);
    const [first, second, ...rest] = log as [RecordedEvent, RecordedEvent, ...RecordedEvent[]];
    expect(first.stream).not.toBe(second.stream);
    expect((await walk([second, first, ...rest])).digest).not.toBe(digest);
  });

  it('names the edited event, whatever is edited of any event', async () => {
    const log = await sound();
    for (const [index, event] of log.entries())
      for (const edit of edits) {
        const { broken } = await walk(log.with(index, edit(event)));
        expect(broken?.event.position).toBe(event.position);
      }
  });

  it('finds a breach where, and only where, the walk over single streams finds one', async () => {
    const log = await sound();
    const place = fc.nat({ max: log.length - 1 });
    const change = fc.oneof(
      fc.record({ kind: fc.constant('remove' as const), at: place, to: place }),
      fc.record({ kind: fc.constant('swap' as const), at: place, to: place }),
      fc.record({ kind: fc.constant('double' as const), at: place, to: place }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 2 }), async (changes) => {
        const changed = changes.reduce(apply, [...log]);
        const streams = [...new Set(changed.map(({ stream }) => stream))];
        const breaches = await Promise.all(streams.map((stream) => verifyStream(changed.filter((event) => event.stream === stream))));
        const { broken } = await walk(changed);
        expect(broken === null).toBe(breaches.every((breach) => breach === null));
      }),
      { seed: runSeed, numRuns: 150 },
    );
  });

  it('names the event behind one that was rewritten together with its own hash', async () => {
    const log = await sound();
    const index = log.findIndex(({ stream, revision }) => stream.startsWith('serviceRequest') && revision === 1n);
    const event = log[index] as RecordedEvent;
    const data = { index: 'rewritten' };
    const { broken } = await walk(log.with(index, { ...event, data, metadata: { ...event.metadata, hash: hashOf({ ...event, data }) } }));
    expect([broken?.reason, broken?.event.stream, broken?.event.revision]).toEqual(['link', event.stream, 2n]);
  });

  it('tells a gap from a wrong link, and an event without a hash from both', async () => {
    const store = new InMemoryEventStore();
    await new HallLog(store).append('lease-nightly', 3);
    const log = await store.readAll(null, 10);
    expect((await walk(log)).broken).toBeNull();
    expect((await walk(log.toSpliced(1, 1))).broken).toMatchObject({ reason: 'missing', event: { revision: 2n } });
    expect((await walk(log.slice(1))).broken).toMatchObject({ reason: 'missing', event: { revision: 1n } });
    const bare = new InMemoryEventStore();
    await bare.append('lease-nightly', 'no-stream', [anEvent()]);
    expect((await walk(await bare.readAll(null, 10))).broken).toMatchObject({ reason: 'unchained' });
  });

  it('says the same place in English and Chinese', async () => {
    const log = await sound();
    const { broken } = await walk(log.with(7, { ...(log[7] as RecordedEvent), type: 'Else' }));
    expect(broken?.message).toBe(`position 8, ${log[7]?.stream} revision ${log[7]?.revision} (Else): the event is not what its hash says`);
    expect(broken?.zh).toContain(`位置 8，流 ${log[7]?.stream} 版本 ${log[7]?.revision}`);
  });
});

function apply(log: RecordedEvent[], { kind, at, to }: { kind: 'remove' | 'swap' | 'double'; at: number; to: number }): RecordedEvent[] {
  const [from, other] = [log[at % log.length] as RecordedEvent, log[to % log.length] as RecordedEvent];
  if (kind === 'remove') return log.toSpliced(at % log.length, 1);
  if (kind === 'double') return log.toSpliced(to % log.length, 0, from);
  return log.with(at % log.length, other).with(to % log.length, from);
}
