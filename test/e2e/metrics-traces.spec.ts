import { ReadModelService } from '../../src/efficiency/read-model/read-model.service.js';
import { verifyStream } from '../../src/event-store/audit-hash.js';
import { Telemetry } from '../../src/platform/telemetry/telemetry.js';
import { postBatch, postStructured, receipt } from '../support/hall/events.js';
import { type Hall, startHall } from '../support/hall/hall-server.js';
import { memoryTraces } from '../support/telemetry/memory-traces.js';
import { type OtlpReceiver, otlpReceiver, type OtlpSpan } from '../support/telemetry/otlp-receiver.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const SAMPLED = { traceparent: `00-${TRACE}-${CALLER}-01` };
const APPLICANT = 'Li Hua, 13800138000';

jest.setTimeout(120_000);

describe('Traces to a collector', () => {
  let [collector, hall]: [OtlpReceiver | undefined, Hall | undefined] = [undefined, undefined];
  afterEach(async () => {
    await hall?.stop();
    await collector?.stop();
  });

  /** A service that sends to a collector answering `status`; its spans are there once it has stopped. */
  async function begin(status = 200): Promise<{ readonly hall: Hall; readonly ended: () => Promise<OtlpReceiver> }> {
    const receiver = (collector = await otlpReceiver(status));
    const started = (hall = await startHall({ OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/` }));
    return { hall: started, ended: async () => { await started.running.app.get(ReadModelService).caughtUp(); await started.stop(); return receiver; } };
  }
  const named = (spans: readonly OtlpSpan[], name: string, traceId = TRACE): OtlpSpan[] => spans.filter((span) => span.name === name && span.traceId === traceId);

  it('show one post as one trace: request, command, append; and the projection links to it', async () => {
    const { hall, ended } = await begin();
    const answer = await postStructured(hall, receipt('t1', { data: { departmentId: 'intake', serviceItemCode: 'permit', channel: 'COUNTER', applicant: APPLICANT } }), SAMPLED);
    expect(answer.status).toBe(201);
    const { spans, paths } = await ended();
    const ours = spans().filter(({ traceId }) => traceId === TRACE);
    expect(ours.map(({ name }) => name).sort()).toEqual(['POST /events', 'RecordCommands', 'append']);
    const [[request], [command], [append]] = ['POST /events', 'RecordCommands', 'append'].map((name) => named(spans(), name)) as [OtlpSpan[], OtlpSpan[], OtlpSpan[]];
    expect([request?.parentSpanId, command?.parentSpanId, append?.parentSpanId]).toEqual([CALLER, request?.spanId, command?.spanId]);
    const linked = spans().filter(({ name, links }) => name === 'project' && links?.some((link) => link.traceId === TRACE && link.spanId === command?.spanId));
    expect(linked.map(({ parentSpanId, traceId }) => [parentSpanId || null, traceId === TRACE])).toEqual([[null, false]]);
    expect(new Set(paths)).toEqual(new Set(['/v1/traces']));
  });

  it('tell nothing of who or what it was about', async () => {
    const { hall, ended } = await begin();
    await postStructured(hall, receipt('secret-77', { data: { departmentId: 'intake', serviceItemCode: 'permit', channel: 'COUNTER', applicant: APPLICANT } }), { ...SAMPLED, 'x-correlation-id': 'secret-corr' });
    await postStructured(hall, receipt('secret-78', { data: { departmentId: 'secret-dep', serviceItemCode: 'permit', channel: 'COUNTER' } }), SAMPLED);
    await hall.request('/graphql?query={viewer{role}}&secret=1', { headers: { ...hall.authorization('analyst'), 'mercurius-require-preflight': '1' } });
    const receiver = await ended();
    const text = JSON.stringify([receiver.spans(), receiver.resources()]);
    expect(text).not.toMatch(/secret|Li Hua|13800138000|terminal|analyst-1|127\.0\.0\.1/);
    const names = new Set(receiver.spans().flatMap(({ attributes = [] }) => attributes.map(({ key }) => key)));
    expect([...names].sort()).toEqual([
      'hall.append.calls', 'hall.append.events', 'hall.commands', 'hall.projection.events', 'hall.projection.events_not_linked',
      'http.request.method', 'http.response.status_code', 'http.route',
    ]);
  });

  it('follow a batch of many requests as one command, and a mutation as well', async () => {
    const { hall, ended } = await begin();
    await postBatch(hall, ['b1', 'b2', 'b3'].map((id) => receipt(id)), SAMPLED);
    const stored = await hall.recorded();
    expect(new Set(stored.map(({ metadata }) => metadata['traceparent'])).size).toBe(1);
    const { spans } = await ended();
    expect(named(spans(), 'append')).toHaveLength(1);
    expect(spans().filter(({ name }) => name === 'LoadCatalogue')).not.toEqual([]);
  });

  it('leave out health and scrapes, and what comes without a key', async () => {
    const { hall, ended } = await begin();
    for (const path of ['/health/live', '/health/ready', '/metrics']) await hall.request(path, { headers: SAMPLED });
    await postStructured(hall, receipt('t2'), { ...SAMPLED, authorization: 'Bearer wrong' });
    expect((await ended()).spans().filter(({ traceId }) => traceId === TRACE)).toEqual([]);
  });

  it('do not disturb the service when the collector refuses them: the loss is counted', async () => {
    const { hall, ended } = await begin(400);
    expect((await postStructured(hall, receipt('t3'))).status).toBe(201);
    const { metrics } = hall.running.app.get(Telemetry);
    await ended();
    expect(await metrics.registry.getSingleMetricAsString('hall_trace_spans_total')).toMatch(/hall_trace_spans_total\{outcome="lost"\} [1-9]/);
  });
});

describe('What an event carries of its trace', () => {
  let hall: Hall | undefined;
  afterEach(() => hall?.stop());
  const stored = async (started: Hall) => (await started.recorded())[0]?.metadata ?? {};

  it('is the place of its command, under the hash like everything else', async () => {
    const { tracing, spans } = memoryTraces();
    hall = await startHall({}, { telemetry: new Telemetry(() => tracing) });
    await postStructured(hall, receipt('t1'), SAMPLED);
    const command = spans().findLast(({ name }) => name === 'RecordCommands')?.spanContext();
    expect(await stored(hall)).toMatchObject({ traceparent: `00-${TRACE}-${command?.spanId}-01` });
    const [event] = await hall.recorded();
    if (event === undefined) throw new Error('Nothing was recorded.');
    expect(await verifyStream([event])).toBeNull();
    expect(await verifyStream([{ ...event, metadata: { ...event.metadata, traceparent: SAMPLED.traceparent } }])).toBe(0n);
  });

  it('does not make a resend another event', async () => {
    const { tracing } = memoryTraces();
    hall = await startHall({}, { telemetry: new Telemetry(() => tracing) });
    const first = await postStructured(hall, receipt('t1'), SAMPLED);
    const again = await postStructured(hall, receipt('t1'));
    expect(again.body).toEqual({ ...first.body, status: 'already-recorded' });
    expect(await hall.recorded()).toHaveLength(1);
  });

  it.each([
    ['while tracing is off', null, SAMPLED],
    ['when the caller’s trace is not kept', 1, { traceparent: SAMPLED.traceparent.replace(/1$/, '0') }],
    ['when its own trace is not kept', 0, {}],
  ] as const)('is nothing %s: it is stored as if there were no traces', async (_when, share, headers) => {
    hall = await startHall({}, share === null ? {} : { telemetry: new Telemetry(() => memoryTraces(share).tracing) });
    await postStructured(hall, receipt('t1'), headers);
    expect(Object.keys(await stored(hall)).sort()).toEqual([
      'causationId', 'contentDigest', 'correlationId', 'hash', 'previousHash', 'principal', 'recordedAt', 'source']);
  });
});
