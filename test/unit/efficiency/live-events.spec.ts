import { ListenerTooSlow, LiveEvents } from '../../../src/efficiency/read-model/live-events.js';
import type { RecordedEvent } from '../../../src/event-store/event-store.port.js';

const event = (position: number): RecordedEvent => ({ id: '', type: 'Said', data: {}, metadata: {}, stream: 's', revision: 0n, position: BigInt(position) });
const positionOf = ({ position }: RecordedEvent): number => Number(position);
const tell = async (live: LiveEvents, ...positions: readonly number[]): Promise<void> => {
  for (const position of positions) await live.effect.run(event(position));
};

describe('What is told live', () => {
  it('comes in order to every listener that wants it, from its first moment on', async () => {
    const live = new LiveEvents();
    await tell(live, 1);
    const [all, even] = [live.listen(positionOf), live.listen((one) => (one.position % 2n === 0n ? positionOf(one) : null))];
    const first = all.next();
    await tell(live, 2, 3, 4);
    expect([await first, await all.next(), await all.next()].map(({ value }) => value)).toEqual([2, 3, 4]);
    expect([await even.next(), await even.next()].map(({ value }) => value)).toEqual([2, 4]);
  });

  it('is asked of a listener one after the other, also where it has to look something up', async () => {
    const live = new LiveEvents();
    const slow = live.listen(async (one) => {
      await new Promise((resolve) => setTimeout(resolve, one.position === 1n ? 5 : 0));
      return positionOf(one);
    });
    await tell(live, 1, 2);
    expect([(await slow.next()).value, (await slow.next()).value]).toEqual([1, 2]);
  });

  it('ends for a listener that leaves, also while it waits, and nothing is kept of it', async () => {
    const live = new LiveEvents();
    const listener = live.listen(positionOf);
    const waiting = listener.next();
    await listener.return?.();
    expect([await waiting, await listener.next(), live.size]).toEqual([{ done: true, value: undefined }, { done: true, value: undefined }, 0]);
    await tell(live, 1);
  });

  it('ends with its reason for a listener that does not take what it is told', async () => {
    const live = new LiveEvents();
    const listener = live.listen(positionOf);
    await tell(live, ...Array.from({ length: 1_000 }, (_, index) => index));
    expect(live.size).toBe(1);
    await tell(live, 1_000);
    expect(live.size).toBe(0);
    await expect(listener.next()).rejects.toThrow(ListenerTooSlow);
    expect(await listener.next()).toEqual({ done: true, value: undefined });
  });

  it('is only the latest, and no more often than was asked for, where that is enough', async () => {
    const live = new LiveEvents();
    jest.useFakeTimers();
    const listener = live.listen(positionOf, { latestEveryMs: 1_000 });
    await tell(live, 1, 2, 3);
    expect((await listener.next()).value).toBe(3);
    const came: unknown[] = [];
    void listener.next().then(({ value }) => came.push(value));
    await tell(live, 4, 5);
    await jest.advanceTimersByTimeAsync(999);
    expect(came).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(came).toEqual([5]);
    await listener.return?.();
    jest.useRealTimers();
  });

  it('has room for so many, and tells the next one', () => {
    const live = new LiveEvents();
    for (let one = 0; one < 5_000; one += 1) void live.listen(positionOf);
    expect(() => live.listen(positionOf)).toThrow('Too many subscriptions');
    live.close();
    expect(live.size).toBe(0);
  });
});
