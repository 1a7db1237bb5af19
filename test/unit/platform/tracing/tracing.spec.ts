import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';
import { CountedExporter } from '../../../../src/platform/tracing/counted-exporter.js';
import { openTracing } from '../../../../src/platform/tracing/open-tracing.js';
import { Tracing, traceparentOf } from '../../../../src/platform/tracing/tracing.js';
import { memoryTraces } from '../../../support/telemetry/memory-traces.js';

const REMOTE = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

describe('Tracing', () => {
  it('does not exist without a collector', () => {
    expect(openTracing({ endpoint: null, share: 1 }, () => undefined)).toBeNull();
  });

  it('goes on in the trace of the caller', async () => {
    const { tracing, spans } = memoryTraces();
    tracing.start('ask', { ...REMOTE, sampled: true }).end();
    expect(spans()[0]?.spanContext().traceId).toBe(REMOTE.traceId);
    expect(spans()[0]?.parentSpanContext?.spanId).toBe(REMOTE.spanId);
  });

  it.each([[0, true, 1], [1, false, 0], [0, null, 0], [1, null, 1]] as const)('with a share of %d, sampled %s by the caller, keeps %d', (share, sampled, kept) => {
    const { tracing, spans } = memoryTraces(share);
    const span = tracing.start('ask', sampled === null ? null : { ...REMOTE, sampled });
    expect(traceparentOf(span) === undefined).toBe(kept === 0);
    span.end();
    expect(spans()).toHaveLength(kept);
  });

  it('keeps what is linked to a kept trace, whatever the share', () => {
    const { tracing, spans } = memoryTraces(0);
    tracing.start('project', null, { links: [{ context: { ...REMOTE, traceFlags: 1 } }] }).end();
    expect(spans()).toHaveLength(1);
  });

  it('keeps a share of the traces that begin here', () => {
    const { tracing, spans } = memoryTraces(0.5);
    for (let index = 0; index < 400; index += 1) tracing.start('ask', null).end();
    expect(spans().length).toBeGreaterThan(100);
    expect(spans().length).toBeLessThan(300);
  });

  it('knows the span of each of several tasks at the same time', async () => {
    const { tracing, spans } = memoryTraces();
    const task = (name: string) => tracing.within(name, {}, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      await tracing.within(`${name} below`, {}, async () => undefined);
    });
    await Promise.all([task('a'), task('b')]);
    const parentOf = (name: string) => spans().find((span) => span.name === name)?.parentSpanContext?.spanId;
    const idOf = (name: string) => spans().find((span) => span.name === name)?.spanContext().spanId;
    expect([parentOf('a below'), parentOf('b below')]).toEqual([idOf('a'), idOf('b')]);
    expect(tracing.active()).toBeNull();
  });

  it('says of a failure what kind it was, never its message, and lets it through', async () => {
    const { tracing, spans } = memoryTraces();
    await expect(tracing.within('ask', {}, () => Promise.reject(new RangeError('of applicant Li')))).rejects.toThrow('of applicant Li');
    const [span] = spans();
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(span?.attributes).toEqual({ 'error.type': 'RangeError' });
    expect(span?.events).toEqual([]);
  });
});

describe('Closing', () => {
  const tracer = { startSpan: () => { throw new Error('not asked'); } } as unknown as ConstructorParameters<typeof Tracing>[0];

  it('waits for what is being sent', async () => {
    const [order, tracing] = [[] as string[], new Tracing(tracer, async () => { await new Promise((resolve) => setImmediate(resolve)); order.push('sent'); })];
    await tracing.close();
    expect(order).toEqual(['sent']);
  });

  it('does not wait for ever for a collector that is silent, and survives one that is gone', async () => {
    jest.useFakeTimers();
    let closed = false;
    const closing = new Tracing(tracer, () => new Promise(() => undefined)).close().then(() => (closed = true));
    await jest.advanceTimersByTimeAsync(1_999);
    expect(closed).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    jest.useRealTimers();
    expect(await closing).toBe(true);
    await expect(new Tracing(tracer, () => Promise.reject(new Error('gone'))).close()).resolves.toBeUndefined();
  });
});

describe('An exporter that is counted', () => {
  const exporterThat = (code: 0 | 1): SpanExporter => ({ export: (_spans, done) => done({ code }), shutdown: () => Promise.resolve() });

  it.each([[0, 'exported'], [1, 'lost']] as const)('tells of outcome %d that the spans were %s, and hands it on', (code, outcome) => {
    const told: unknown[] = [];
    new CountedExporter(exporterThat(code), (...one) => told.push(one)).export([{}, {}] as ReadableSpan[], (result) => told.push(result));
    expect(told).toEqual([[outcome, 2], { code }]);
  });
});
