import { useAdapterOnStub } from '../../support/eventstoredb/adapter-on-stub.js';
import { forbidStrayErrors } from '../../support/eventstoredb/no-stray-errors.js';

forbidStrayErrors();
const MILLION = 1_000_000;
/** What may be on its way: the transport's windows, and the object buffers of both ends. A slow reader held a real server at about 430. */
const AHEAD_MAX = 2_000;
const HANDLED = 3_000;

describe('A backlog of a million events before a slow handler', () => {
  const on = useAdapterOnStub({
    backlog: {
      count: MILLION,
      make: (index) => ({
        id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
        stream: `count-${index % 1000}`,
        revision: BigInt(Math.floor(index / 1000)),
        type: 'Counted',
        data: `{"index":${index}}`,
        metadata: '{}',
      }),
    },
  });
  const aheadOf = (handled: number): number => on.stub.counts.eventsSent - handled;

  it('lets the server send only so far ahead, however long the handler takes', async () => {
    const ahead: number[] = [];
    let handled = 0;
    const seen = await on.follow(
      (found) => found.length === HANDLED,
      null,
      async () => {
        handled += 1;
        if (handled % 500 !== 1) return;
        // As long as the server has something to send, it is given the time to.
        for (let before = -1; before !== on.stub.counts.eventsSent; await new Promise((resolve) => setTimeout(resolve, 50)))
          before = on.stub.counts.eventsSent;
        ahead.push(aheadOf(handled));
      },
    );
    expect(seen.map(({ data }) => data['index'])).toEqual(Array.from({ length: HANDLED }, (_, index) => index));
    expect(ahead).toHaveLength(6);
    expect(Math.max(...ahead)).toBeLessThan(AHEAD_MAX);
    expect(Math.min(...ahead)).toBeGreaterThan(0);
  }, 60_000);

  it('is left at the place where the reader stops, and read on from there after a drop', async () => {
    const [last] = (await on.follow((found) => found.length === 1000)).slice(-1);
    on.stub.drop();
    const rest = await on.follow((found) => found.length === 1000, last?.position ?? null);
    expect(rest.map(({ data }) => data['index'])).toEqual(Array.from({ length: 1000 }, (_, index) => 1000 + index));
    expect(on.stub.counts.eventsSent).toBeLessThan(2 * (1000 + AHEAD_MAX));
  }, 60_000);
});
