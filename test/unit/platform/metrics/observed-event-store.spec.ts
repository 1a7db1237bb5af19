import { randomUUID } from 'node:crypto';
import { EventStoreUnavailable, RevisionConflict } from '../../../../src/event-store/errors.js';
import { type Append, type AppendResult, EventStore, type ExpectedRevision, type NewEvent } from '../../../../src/event-store/event-store.port.js';
import { ForwardingEventStore } from '../../../../src/event-store/forwarding.event-store.js';
import { InMemoryEventStore } from '../../../../src/event-store/in-memory/in-memory.event-store.js';
import type { UnsealedAppend } from '../../../../src/event-store/sealing.js';
import { MeasuredEventStore } from '../../../../src/platform/metrics/measured.event-store.js';
import { Metrics } from '../../../../src/platform/metrics/metrics.js';
import { TracedEventStore } from '../../../../src/platform/tracing/traced.event-store.js';
import type { Tracing } from '../../../../src/platform/tracing/tracing.js';
import { describeEventStoreContract } from '../../../contract/event-store.contract.js';
import { anEvent, someEvents } from '../../../support/event-store/events.js';
import { memoryTraces } from '../../../support/telemetry/memory-traces.js';
import { readings } from '../../../support/telemetry/readings.js';

const unsealed = (stream: string): UnsealedAppend => ({
  stream, expected: 'no-stream', previousHash: null, events: [{ id: randomUUID(), type: 'Happened', data: '{}', metadata: ['{"previousHash":', '}'] }],
});

/** Everything it is asked to append comes under a span, as it does from a request. */
class AskedUnderASpan extends ForwardingEventStore {
  constructor(
    inner: EventStore,
    private readonly tracing: Tracing,
  ) {
    super(inner);
  }

  override append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    return this.tracing.under(this.tracing.start('test', null), () => this.inner.append(stream, expected, events));
  }

  override appendEach(appends: readonly Append[]): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    return this.tracing.under(this.tracing.start('test', null), () => this.inner.appendEach(appends));
  }

  override sealAndAppendEach(appends: readonly UnsealedAppend[]): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    return this.tracing.under(this.tracing.start('test', null), () => this.inner.sealAndAppendEach(appends));
  }
}

const watched = (inner: EventStore): EventStore => {
  const { tracing } = memoryTraces();
  return new AskedUnderASpan(new TracedEventStore(new MeasuredEventStore(inner, new Metrics()), tracing), tracing);
};

describeEventStoreContract('in memory, measured and traced', async () => ({ store: watched(new InMemoryEventStore()) }), {
  restarts: false,
  openAt: async (first) => ({ store: watched(new InMemoryEventStore(first)) }),
});

describe('A store that is watched', () => {
  it('hands on every method of the port, also one that has a default there', () => {
    const methods = Object.getOwnPropertyNames(EventStore.prototype).filter((name) => name !== 'constructor');
    expect(methods).toEqual(expect.arrayContaining(['appendEach', 'sealAndAppendEach']));
    expect(methods.filter((name) => !Object.hasOwn(ForwardingEventStore.prototype, name))).toEqual([]);
  });

  it.each(['append', 'appendEach', 'sealAndAppendEach', 'readStream', 'readAll', 'subscribeAll', 'head', 'close'])('hands %s on to the method of the same name, with what it was given', (name) => {
    const asked: unknown[] = [];
    const inner = new Proxy(new InMemoryEventStore(), { get: (_store, called) => (...given: unknown[]) => asked.push([called, ...given]) });
    const forwarding = new ForwardingEventStore(inner) as unknown as Record<string, (...given: unknown[]) => unknown>;
    forwarding[name]?.('one', 'two', 'three');
    const count = (ForwardingEventStore.prototype as unknown as Record<string, { length: number }>)[name]?.length ?? 0;
    expect(asked).toEqual([[name, ...['one', 'two', 'three'].slice(0, count)]]);
  });
});

describe('The metrics of a service that has just begun', () => {
  it('have a series for each outcome of an append and each reason of a refused operation, so that a rate sees the first', async () => {
    const metrics = new Metrics();
    expect(await readings(metrics, 'hall_append_duration_seconds')).toEqual(['recorded', 'conflict', 'unavailable', 'refused']
      .map((outcome) => `hall_append_duration_seconds_count{outcome=${outcome}} 0`));
    expect(await readings(metrics, 'hall_graphql_refused_total')).toEqual(['cost', 'depth', 'tokens', 'invalid', 'unauthenticated', 'method', 'other']
      .map((reason) => `hall_graphql_refused_total{reason=${reason}} 0`));
  });
});

describe('A measured store', () => {
  const measured = () => {
    const [inner, metrics] = [new InMemoryEventStore(), new Metrics()];
    return { inner, metrics, store: new MeasuredEventStore(inner, metrics) };
  };

  it('times each append by its outcome, and counts conflicts and events', async () => {
    const { inner, metrics, store } = measured();
    await store.append('a-1', 'no-stream', someEvents(3));
    await expect(store.append('a-1', 'no-stream', someEvents(1))).rejects.toThrow(RevisionConflict);
    await expect(store.append('a-1', 2n, [])).rejects.toThrow(RangeError);
    jest.spyOn(inner, 'append').mockRejectedValueOnce(new EventStoreUnavailable('away'));
    await expect(store.append('a-1', 2n, [anEvent()])).rejects.toThrow(EventStoreUnavailable);
    expect(await readings(metrics, 'hall_append_duration_seconds')).toEqual(['recorded', 'conflict', 'unavailable', 'refused']
      .map((outcome) => `hall_append_duration_seconds_count{outcome=${outcome}} 1`));
    expect(await readings(metrics, 'hall_append_conflicts_total')).toEqual(['hall_append_conflicts_total{} 1']);
    expect(await readings(metrics, 'hall_append_events_total')).toEqual(['hall_append_events_total{} 3']);
  });

  it('times each of the appends that are handed over together', async () => {
    const { metrics, store } = measured();
    await store.append('a-1', 'no-stream', [anEvent()]);
    const results = await store.appendEach(['a-1', 'a-2', 'a-3'].map((stream) => ({ stream, expected: 'no-stream', events: someEvents(2) })));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(await readings(metrics, 'hall_append_duration_seconds')).toEqual([
      'hall_append_duration_seconds_count{outcome=recorded} 3', 'hall_append_duration_seconds_count{outcome=conflict} 1',
      'hall_append_duration_seconds_count{outcome=unavailable} 0', 'hall_append_duration_seconds_count{outcome=refused} 0']);
    expect(await readings(metrics, 'hall_append_events_total')).toEqual(['hall_append_events_total{} 5']);
    await store.sealAndAppendEach(['a-3', 'a-4'].map((stream) => unsealed(stream)));
    expect(await readings(metrics, 'hall_append_conflicts_total')).toEqual(['hall_append_conflicts_total{} 2']);
    expect(await readings(metrics, 'hall_append_events_total')).toEqual(['hall_append_events_total{} 6']);
  });

  it('counts every append of a call that fails as a whole', async () => {
    const { inner, metrics, store } = measured();
    jest.spyOn(inner, 'appendEach').mockRejectedValueOnce(new EventStoreUnavailable('closed'));
    await expect(store.appendEach(['a-1', 'a-2'].map((stream) => ({ stream, expected: 'no-stream', events: someEvents(1) })))).rejects.toThrow('closed');
    expect(await readings(metrics, 'hall_append_duration_seconds')).toContain('hall_append_duration_seconds_count{outcome=unavailable} 2');
    expect(await readings(metrics, 'hall_event_store_pending_appends')).toEqual(['hall_event_store_pending_appends{} 0']);
  });

  it('shows how many appends wait for their answer, and none after it, whatever it was', async () => {
    const { inner, metrics, store } = measured();
    let refuse = (_error: Error): void => undefined;
    jest.spyOn(inner, 'append').mockReturnValue(new Promise((_, reject) => (refuse = reject)));
    const one = store.append('a-1', 'no-stream', [anEvent()]);
    const more = store.appendEach(['a-2', 'a-3'].map((stream) => ({ stream, expected: 'no-stream', events: [anEvent()] })));
    expect(await readings(metrics, 'hall_event_store_pending_appends')).toEqual(['hall_event_store_pending_appends{} 3']);
    refuse(new EventStoreUnavailable('away'));
    await expect(one).rejects.toThrow('away');
    await more;
    expect(await readings(metrics, 'hall_event_store_pending_appends')).toEqual(['hall_event_store_pending_appends{} 0']);
  });
});

describe('A traced store', () => {
  it('makes no span outside a trace, and one below whoever asks in one', async () => {
    const { tracing, spans } = memoryTraces();
    const store = new TracedEventStore(new InMemoryEventStore(), tracing);
    await store.append('a-1', 'no-stream', [anEvent()]);
    await store.appendEach([{ stream: 'a-2', expected: 'no-stream', events: [anEvent()] }]);
    expect(spans()).toEqual([]);
    await tracing.within('ask', {}, async () => {
      await store.append('a-1', 0n, someEvents(2));
      await store.appendEach(['a-2', 'a-3'].map((stream) => ({ stream, expected: 'no-stream', events: [anEvent()] })));
      await store.sealAndAppendEach(['a-3', 'a-4', 'a-5'].map((stream) => unsealed(stream)));
    });
    const [single, several, sealed, ask] = spans();
    expect(single?.attributes).toEqual({ 'hall.append.calls': 1, 'hall.append.events': 2 });
    expect(several?.attributes).toEqual({ 'hall.append.calls': 2, 'hall.append.events': 2, 'hall.append.conflicts': 1 });
    expect(sealed?.attributes).toEqual({ 'hall.append.calls': 3, 'hall.append.events': 3, 'hall.append.conflicts': 1 });
    expect([single, several].map((span) => span?.parentSpanContext?.spanId)).toEqual([ask, ask].map((span) => span?.spanContext().spanId));
  });

  it('marks a conflict on its span, without the message that names the stream', async () => {
    const { tracing, spans } = memoryTraces();
    const store = new TracedEventStore(new InMemoryEventStore(), tracing);
    await expect(tracing.within('ask', {}, () => store.append('serviceRequest-hall.secret', 4n, [anEvent()]))).rejects.toThrow(RevisionConflict);
    expect(spans()[0]?.attributes).toMatchObject({ 'hall.append.conflicts': 1, 'error.type': 'RevisionConflict' });
    expect(JSON.stringify(spans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })))).not.toContain('secret');
  });
});
