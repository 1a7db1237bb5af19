import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import type { AppendResult, RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { useAdapterOnStub } from '../../support/eventstoredb/adapter-on-stub.js';
import { forbidStrayErrors } from '../../support/eventstoredb/no-stray-errors.js';
import { randomFault } from '../../support/eventstoredb/random-fault.js';
import { all, anEvent, freshStream, idsOf } from '../../support/event-store/events.js';
import { randomIntegers, runSeed } from '../../support/event-store/random.js';

forbidStrayErrors();
const STREAMS = 6;
const APPENDS = 25;
/** One append in so many is met by a fault of some kind. */
const FAULT_EVERY = 3;
const TRIES = 100;

describe('Faults of every kind at random', () => {
  const on = useAdapterOnStub({ firstPosition: 2n ** 53n + 1n });
  const random = randomIntegers(runSeed);

  async function patiently<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof EventStoreUnavailable) || tries === TRIES) throw error;
      }
    }
  }

  /** One writer of one stream: the same ids at the same revision until it is answered. */
  async function write(stream: string, told: string[]): Promise<AppendResult[]> {
    const answers: AppendResult[] = [];
    for (let revision = -1n; answers.length < APPENDS;) {
      if (random(FAULT_EVERY) === 0) told.push(await randomFault(on.stub, random));
      const events = Array.from({ length: 1 + random(3) }, () => anEvent());
      const answer = await patiently(() => on.store.append(stream, revision < 0n ? 'no-stream' : revision, events));
      answers.push(answer);
      revision = answer.revision;
    }
    return answers;
  }

  it(`lose no event, repeat none and keep the order, for writers, readers and followers (SEED=${runSeed})`, async () => {
    const streams = Array.from({ length: STREAMS }, freshStream);
    const faults: string[] = [];
    const stop = new AbortController();
    const seen: RecordedEvent[] = [];
    const following = (async () => {
      for await (const message of on.store.subscribeAll(null, stop.signal)) if (message.kind === 'event') seen.push(message.event);
    })();
    // Awaited at the end; until then a test that failed has no use for its error.
    following.catch(() => undefined);
    const answers = await Promise.all(streams.map((stream) => write(stream, faults)));
    const stored = streams.map((stream) => on.stub.log.stream(stream));
    const total = stored.flat().length;
    while (seen.length < total) await Promise.race([following, new Promise((resolve) => setTimeout(resolve, 20))]);
    stop.abort();
    await following;

    expect(faults.length).toBeGreaterThan(STREAMS);
    for (const [index, stream] of streams.entries()) {
      const there = stored[index] ?? [];
      const positions = answers[index]?.flatMap((answer) => answer.positions);
      expect(positions).toEqual(there.map(({ position }) => position));
      expect(idsOf(await patiently(() => all(on.store, stream)))).toEqual(idsOf(there));
      expect(idsOf(seen.filter((event) => event.stream === stream))).toEqual(idsOf(there));
    }
    expect(seen).toHaveLength(total);
    expect(seen.every(({ position }, index) => index === 0 || position > (seen[index - 1]?.position ?? 0n))).toBe(true);
    expect(idsOf(await patiently(() => on.store.readAll(null, 10_000)))).toEqual(idsOf(seen));
  }, 120_000);
});
