import type { RecordedEvent } from '../../../../src/event-store/event-store.port.js';
import { MeasuredProjection } from '../../../../src/platform/metrics/measured-projection.js';
import { Metrics } from '../../../../src/platform/metrics/metrics.js';
import { TracedProjection } from '../../../../src/platform/tracing/traced-projection.js';
import type { BatchProjection } from '../../../../src/projection-host/batch-projection.js';
import { memoryTraces } from '../../../support/telemetry/memory-traces.js';
import { readings } from '../../../support/telemetry/readings.js';

const spanId = (index: number): string => (index + 1).toString(16).padStart(16, '0');
const traceparent = (index: number): string => `00-${(index + 1).toString(16).padStart(32, '0')}-${spanId(index)}-01`;
const event = (metadata: object = {}): RecordedEvent => ({ id: 'e', type: 'T', stream: 's-1', revision: 0n, position: 1n, data: {}, metadata: { ...metadata } });

/** A projection that takes everything; `fail` breaks the next commit. */
function recording(): BatchProjection & { fail: boolean } {
  const projection = {
    fail: false,
    restart: () => Promise.resolve(7n),
    apply: () => undefined,
    commit: () => (projection.fail ? Promise.reject(new Error('disk')) : Promise.resolve()),
    parkedRequests: () => 3,
  };
  return projection;
}

describe('A traced projection', () => {
  const traced = () => {
    const [inner, { tracing, spans }] = [recording(), memoryTraces(0)];
    return { inner, spans, projection: new TracedProjection(inner, tracing) };
  };
  const linksOf = (spans: ReturnType<ReturnType<typeof memoryTraces>['spans']>) => spans.map(({ links }) => links.map(({ context }) => context.spanId));

  it('makes one span a batch, in a trace of its own, linked once to each of its events’ traces', async () => {
    const { spans, projection } = traced();
    for (const index of [0, 1, 0]) await projection.apply(event({ traceparent: traceparent(index) }));
    await projection.apply(event());
    await projection.commit(4n);
    expect(linksOf(spans())).toEqual([[spanId(0), spanId(1)]]);
    expect(spans()[0]?.parentSpanContext).toBeUndefined();
    expect(spans()[0]?.attributes).toEqual({ 'hall.projection.events': 4, 'hall.projection.events_not_linked': 0 });
  });

  it('makes none for a batch of events without a trace, or with what is none', async () => {
    const { spans, projection } = traced();
    for (const metadata of [{}, { traceparent: 'nonsense' }, { traceparent: 7 }]) await projection.apply(event(metadata));
    await projection.commit(3n);
    expect(spans()).toEqual([]);
  });

  it('links the next batch to its own events only', async () => {
    const { spans, projection } = traced();
    for (const index of [0, 1]) {
      await projection.apply(event({ traceparent: traceparent(index) }));
      await projection.commit(BigInt(index));
    }
    expect(linksOf(spans())).toEqual([[spanId(0)], [spanId(1)]]);
  });

  it('links to 128 traces at most, and says how many events it left out', async () => {
    const { spans, projection } = traced();
    for (let index = 0; index < 130; index += 1) await projection.apply(event({ traceparent: traceparent(index) }));
    await projection.apply(event({ traceparent: traceparent(0) }));
    await projection.commit(131n);
    expect(spans()[0]?.links).toHaveLength(128);
    expect(spans()[0]?.attributes).toMatchObject({ 'hall.projection.events_not_linked': 2 });
  });

  it('forgets what a fault took back, and marks a commit that failed', async () => {
    const { inner, spans, projection } = traced();
    await projection.apply(event({ traceparent: traceparent(0) }));
    inner.fail = true;
    await expect(projection.commit(1n)).rejects.toThrow('disk');
    inner.fail = false;
    expect(await projection.restart()).toBe(7n);
    await projection.apply(event());
    await projection.restart();
    await projection.apply(event({ traceparent: traceparent(1) }));
    await projection.commit(2n);
    expect(linksOf(spans())).toEqual([[spanId(0)], [spanId(1)]]);
    expect(spans().map(({ attributes }) => attributes['error.type'])).toEqual(['Error', undefined]);
    expect(spans()[1]?.attributes).toMatchObject({ 'hall.projection.events': 1 });
  });
});

describe('A measured projection', () => {
  it('counts events once they are committed, commits that went through, and starts after the first', async () => {
    const [inner, metrics] = [recording(), new Metrics()];
    const projection = new MeasuredProjection(inner, metrics);
    await projection.restart();
    await projection.apply(event());
    inner.fail = true;
    await expect(projection.commit(1n)).rejects.toThrow('disk');
    inner.fail = false;
    await projection.restart();
    for (let index = 0; index < 3; index += 1) await projection.apply(event());
    await projection.commit(3n);
    expect(await readings(metrics, 'hall_projection_events_total')).toEqual(['hall_projection_events_total{} 3']);
    expect(await readings(metrics, 'hall_projection_restarts_total')).toEqual(['hall_projection_restarts_total{} 1']);
    expect(await readings(metrics, 'hall_projection_commit_duration_seconds')).toEqual(['hall_projection_commit_duration_seconds_count{} 1']);
  });

  it('hands on how many requests are parked, through both', () => {
    const { tracing } = memoryTraces();
    expect(new TracedProjection(new MeasuredProjection(recording(), new Metrics()), tracing).parkedRequests()).toBe(3);
  });
});
