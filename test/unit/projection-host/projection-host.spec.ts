import { ProjectionStopped } from '../../../src/projection-host/batch-projection.js';
import { Gate, HostBench, STALLED_MS, TwiceStore } from '../../support/projection-bench.js';

const iso = (ms: number): string => new Date(ms).toISOString();

describe('A projection host', () => {
  let bench: HostBench;
  beforeEach(() => { bench = new HostBench(); });
  afterEach(() => bench.stop());

  it('shows a lag without a freeze: a long backlog that moves is behind, longer than a stall would take, and not stalled', async () => {
    await bench.append(40);
    await bench.host.refreshHead();
    const gate = new Gate();
    bench.recorder.onApply = async ({ position }) => {
      bench.nowMs += 10_000;
      if (position === 31n) await gate.wait();
    };
    bench.host.start();
    await bench.until(() => gate.reached);
    expect(bench.host.status()).toEqual({
      position: null, head: 40n, lagEvents: 40, lagMs: 310_000, lastProgressAt: iso(1_300_000), stalled: false, stalledSince: null, stalledReason: null,
      parkedRequests: 0,
    });
    gate.goOn();
    await bench.host.caughtUp();
    expect(bench.host.status()).toMatchObject({ position: 40n, lagEvents: 0, lagMs: 0 });
  });

  it('shows a freeze with a small lag: one event behind, and nothing moved since', async () => {
    await bench.append(3);
    await bench.host.refreshHead();
    bench.nowMs += 5_000;
    bench.host.start();
    await bench.host.caughtUp();
    expect(bench.host.status()).toMatchObject({ lagEvents: 0, lagMs: 0, stalled: false });
    bench.recorder.onApply = () => { throw new TypeError('disk full at /secret'); };
    await bench.append(1);
    await bench.host.refreshHead();
    bench.nowMs += STALLED_MS;
    expect(bench.host.status()).toMatchObject({ lagEvents: 1, lagMs: STALLED_MS, stalled: false });
    await bench.until(() => bench.errors.length > 0);
    bench.nowMs += 1;
    expect(bench.host.status()).toMatchObject({
      position: 3n, head: 4n, lagEvents: 1, lagMs: STALLED_MS + 1, stalled: true, stalledSince: iso(1_005_000), stalledReason: 'TypeError',
    });
    bench.recorder.onApply = () => undefined;
    await bench.host.caughtUp();
    expect(bench.host.status()).toMatchObject({ position: 4n, lagEvents: 0, lagMs: 0, stalled: false, stalledSince: null, stalledReason: null });
  });

  it('shows parked requests without either', async () => {
    bench.host.start();
    await bench.append(2);
    await bench.host.caughtUp();
    bench.recorder.parked = 2;
    bench.nowMs += 10 * STALLED_MS;
    expect(bench.host.status()).toMatchObject({ parkedRequests: 2, lagEvents: 0, lagMs: 0, stalled: false, stalledSince: null });
  });

  it('is frozen from the first instant when it is behind from the start and nothing comes', async () => {
    await bench.append(1);
    await bench.host.refreshHead();
    bench.nowMs += STALLED_MS + 1;
    expect(bench.host.status()).toMatchObject({ position: null, lagEvents: 1, lagMs: STALLED_MS + 1, stalled: true, stalledSince: iso(1_000_000), stalledReason: null });
  });

  it('keeps what came before an event it must stop at, tells the stop at once and once, and goes on when it can', async () => {
    await bench.append(5);
    bench.recorder.onApply = ({ position }) => { if (position === 4n) throw new ProjectionStopped(4n, 'a calendar'); };
    bench.host.start();
    await bench.until(() => bench.recorder.restarts > 3);
    await bench.host.refreshHead();
    expect(bench.recorder.committed).toEqual([1n, 2n, 3n]);
    expect(bench.errors).toHaveLength(1);
    expect(bench.host.status()).toMatchObject({
      position: 3n, lagEvents: 2, stalled: true, stalledSince: iso(1_000_000), stalledReason: 'Stopped before position 4: a calendar',
    });
    bench.recorder.onApply = () => undefined;
    await bench.host.caughtUp();
    expect(bench.recorder.committed).toEqual([1n, 2n, 3n, 4n, 5n]);
    expect(bench.host.status()).toMatchObject({ stalled: false, stalledReason: null });
  });

  it('does not commit what it took before an ordinary fault: it takes it again', async () => {
    await bench.append(3);
    let failed = false;
    bench.recorder.onApply = ({ position }) => {
      if (position !== 3n || failed) return;
      failed = true;
      throw new Error('once');
    };
    bench.host.start();
    await bench.host.caughtUp();
    expect([bench.recorder.batches.filter((size) => size > 0), bench.recorder.restarts]).toEqual([[3], 2]);
  });

  it('takes an event that is delivered twice once', async () => {
    await bench.stop();
    bench = new HostBench(new TwiceStore());
    await bench.append(6);
    bench.host.start();
    await bench.host.caughtUp();
    expect(bench.recorder.committed).toEqual([1n, 2n, 3n, 4n, 5n, 6n]);
  });
});
