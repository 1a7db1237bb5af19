import { Gate, HostBench } from '../../support/projection-bench.js';

describe('A projection host that is asked to do something between two events', () => {
  let bench: HostBench;
  beforeEach(() => { bench = new HostBench(); });
  afterEach(() => bench.stop());

  it('commits what came before, keeps every event waiting, and then goes on', async () => {
    const gate = new Gate();
    bench.recorder.onApply = ({ position }) => (position === 2n ? gate.wait() : undefined);
    await bench.append(4);
    bench.host.start();
    await bench.until(() => gate.reached);
    const seen: unknown[] = [];
    const done = bench.host.between(async () => {
      seen.push([...bench.recorder.committed]);
      await new Promise((resolve) => setImmediate(resolve));
      seen.push([...bench.recorder.committed]);
      return 'done';
    });
    gate.goOn();
    expect(await done).toBe('done');
    expect(seen).toEqual([[1n, 2n], [1n, 2n]]);
    await bench.host.caughtUp();
    expect(bench.recorder.committed).toEqual([1n, 2n, 3n, 4n]);
  });

  it('does it while nothing arrives, one after the other', async () => {
    bench.host.start();
    await bench.append(1);
    await bench.host.caughtUp();
    const order: string[] = [];
    const act = (name: string) => bench.host.between(async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
    });
    await Promise.all([act('first'), act('second')]);
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('starts again from the last commit when that failed', async () => {
    bench.host.start();
    await bench.append(1);
    await bench.host.caughtUp();
    await expect(bench.host.between(() => Promise.reject(new Error('torn')))).rejects.toThrow('torn');
    await bench.append(2);
    await bench.host.caughtUp();
    expect([bench.recorder.committed, bench.recorder.restarts]).toEqual([[1n, 2n, 3n], 2]);
  });
});
