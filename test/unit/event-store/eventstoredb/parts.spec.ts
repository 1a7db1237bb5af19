import { PassThrough, Transform } from 'node:stream';
import { EventStoreUnavailable } from '../../../../src/event-store/errors.js';
import { Gate } from '../../../../src/event-store/eventstoredb/gate.js';
import { END, QUIET, StreamReader } from '../../../../src/event-store/eventstoredb/stream-reader.js';
import { SubscriptionPlace } from '../../../../src/event-store/eventstoredb/subscription-place.js';
import { backoffMs, Silence, within } from '../../../../src/event-store/eventstoredb/within.js';

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('The wait between two attempts', () => {
  it('doubles up to its limit, and leaves half of it to chance', () => {
    expect([0, 1, 2, 3, 4, 1000].map((failures) => backoffMs(failures, 50, 500, 1))).toEqual([50, 100, 200, 400, 500, 500]);
    expect([0, 1, 2, 3, 4, 1000].map((failures) => backoffMs(failures, 50, 500, 0))).toEqual([25, 50, 100, 200, 250, 250]);
  });
});

describe('A deadline of our own', () => {
  it('gives up on what never settles, and drops what comes too late', async () => {
    let fail: (error: Error) => void = () => undefined;
    const late = new Promise<never>((_, reject) => (fail = reject));
    await expect(within(late, 5)).rejects.toBeInstanceOf(Silence);
    fail(new Error('late'));
    await turn();
    expect(await within(Promise.resolve(7), 5)).toBe(7);
  });
});

describe('The gate before the appends', () => {
  it('lets so many in at a time, in their order, and turns away those who would wait too long a line', async () => {
    const gate = new Gate(2, 3);
    const order: number[] = [];
    let inside = 0;
    let most = 0;
    const work = (number: number) => async (): Promise<void> => {
      most = Math.max(most, (inside += 1));
      await turn();
      order.push(number);
      inside -= 1;
      if (number === 1) throw new Error('its own');
    };
    const results = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((number) => gate.pass(work(number))));
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(results[5]).toMatchObject({ reason: expect.any(EventStoreUnavailable) });
    await gate.emptied();
  });
});

describe('The place of a subscription', () => {
  it('only ever goes forward, and counts as stuck the time in which nothing came, not its reader\u2019s', () => {
    let now = 0;
    const place = new SubscriptionPlace(5n, () => now);
    place.reach(9n);
    place.reach(7n);
    expect(place.last).toBe(9n);
    place.failures = 4;
    now = 100;
    expect(place.stuckMs).toBe(100);
    place.resumed();
    expect([place.stuckMs, place.failures]).toEqual([0, 4]);
    place.moved();
    expect(place.failures).toBe(0);
  });
});

describe('A reader of the client\u2019s streams', () => {
  const objects = { objectMode: true, highWaterMark: 4 };

  it('gives what has arrived first, then tells how it ended', async () => {
    const stream = new PassThrough(objects);
    const reader = new StreamReader<number>(stream);
    stream.write(1);
    reader.add(2);
    stream.end(3);
    expect([await reader.next(50), await reader.next(50), await reader.next(50), await reader.next(50)]).toEqual([1, 2, 3, END]);
  });

  it('keeps a mark behind what had arrived before it', async () => {
    const stream = new PassThrough(objects);
    const reader = new StreamReader<string>(stream);
    for (const item of ['a', 'b', 'c']) stream.write(item);
    await turn();
    reader.add('mark');
    stream.write('d');
    const seen: unknown[] = [];
    for (let index = 0; index < 5; index += 1) seen.push(await reader.next(50));
    expect(seen).toEqual(['a', 'b', 'c', 'mark', 'd']);
  });

  it('is quiet after the time given, and at once when it is stopped', async () => {
    const reader = new StreamReader<number>(new PassThrough(objects));
    expect(await reader.next(5)).toBe(QUIET);
    const controller = new AbortController();
    const waiting = reader.next(60_000, controller.signal);
    controller.abort();
    expect(await waiting).toBe(QUIET);
  });

  it('keeps an error that comes before anybody reads, and gives it out after what had arrived', async () => {
    const stream = new PassThrough(objects);
    const reader = new StreamReader<number>(stream);
    stream.write(1);
    await turn();
    stream.emit('error', new Error('early'));
    await turn();
    expect(await reader.next(50)).toBe(1);
    await expect(reader.next(50)).rejects.toThrow('early');
  });

  it.each([
    ['at once', (): void => { throw new Error('in the transform'); }],
    ['later', async (): Promise<void> => { await turn(); throw new Error('in the transform'); }],
  ])('takes what the client throws out of its transform for the stream\u2019s own error: %s', async (_case, fail) => {
    const stream = new Transform({ ...objects });
    stream._transform = fail;
    const reader = new StreamReader<number>(stream);
    stream.write(1);
    await expect(reader.next(1000)).rejects.toThrow('in the transform');
  });

  it('holds the other side back while nobody reads', async () => {
    const stream = new PassThrough(objects);
    const reader = new StreamReader<number>(stream);
    let written = 0;
    while (stream.write(written) && written < 1000) written += 1;
    expect(written).toBeLessThan(20);
    expect(await reader.next(50)).toBe(0);
  });
});
