import { EventStoreUnavailable } from '../../src/event-store/errors.js';
import { eventOf, postBatch, postStructured, receipt } from '../support/hall/events.js';
import { useHall } from '../support/hall/use-hall.js';
import { ReadModelService } from '../../src/efficiency/read-model/read-model.service.js';
import { RequestRecorder } from '../../src/service-request/application/request-recorder.js';
import { ProjectionHealth } from '../../src/projection-host/projection-health.js';

const COMPLETED_UNKNOWN = eventOf('RequestCompleted', 'm2', 'c1', '2026-03-02T10:00:00+08:00', { departmentId: 'intake', outcome: 'GRANTED' });

describe('GET /metrics', () => {
  const hall = useHall();
  const scrape = async (): Promise<string> => (await hall().request('/metrics')).body as string;
  /** Value of the series whose line begins with `series`; 0 when there is none yet. */
  const value = (text: string, series: string): number => Number(text.split('\n').find((line) => line.startsWith(`${series} `))?.split(' ').at(-1) ?? 0);
  const grown = async (series: string, act: () => Promise<unknown>): Promise<number> => {
    const before = value(await scrape(), series);
    await act();
    return value(await scrape(), series) - before;
  };

  it('answers without a key, in the form of Prometheus, and is not kept by caches', async () => {
    const answer = await hall().request('/metrics');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const lines = String(answer.body).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines.filter((line) => !/^hall_[a-z0-9_]+(\{[a-zA-Z_]+="[^"\\]*"(,[a-zA-Z_]+="[^"\\]*")*\})? (-?[\d.]+(e[+-]?\d+)?|NaN|\+Inf)$/.test(line))).toEqual([]);
  });

  it.each([
    ['recorded', 'hall_commands_total{type="ReceiveRequest",outcome="recorded"}', () => postStructured(hall(), receipt('m1'))],
    ['sent again', 'hall_commands_total{type="ReceiveRequest",outcome="already-recorded"}', () => postStructured(hall(), receipt('m1'))],
    ['refused', 'hall_commands_total{type="CompleteRequest",outcome="refused"}', () => postStructured(hall(), COMPLETED_UNKNOWN)],
    ['refused, by its code', 'hall_command_refusals_total{code="UNKNOWN_REQUEST"}', () => postStructured(hall(), COMPLETED_UNKNOWN)],
    ['unreadable in a batch', 'hall_commands_total{type="unreadable",outcome="refused"}', () => postBatch(hall(), [receipt('m3', { type: 'Nonsense' })])],
    ['a change of reference data', 'hall_commands_total{type="LoadCatalogue",outcome="recorded"}', () => hall().graphql('administrator', 'mutation { registerDepartment(input: { departmentId: "d9", name: "D9" }) { recorded } }')],
  ])('counts a command that is %s', async (_how, series, act) => {
    expect(await grown(series, act)).toBe(1);
  });

  it('counts commands that found no store as unavailable, and those that failed otherwise as failed', async () => {
    const recorder = jest.spyOn(hall().running.app.get(RequestRecorder), 'recordEach');
    recorder.mockRejectedValueOnce(new EventStoreUnavailable('away'));
    expect(await grown('hall_commands_total{type="ReceiveRequest",outcome="unavailable"}', () => postStructured(hall(), receipt('m4')))).toBe(1);
    recorder.mockResolvedValueOnce([{ status: 'rejected', reason: new TypeError('defect') }]);
    expect(await grown('hall_commands_total{type="ReceiveRequest",outcome="failed"}', () => postStructured(hall(), receipt('m5')))).toBe(1);
    recorder.mockRestore();
  });

  it('times appends and requests by route and class of status', async () => {
    const post = () => postStructured(hall(), receipt('m6'));
    expect(await grown('hall_append_duration_seconds_count{outcome="recorded"}', post)).toBe(1);
    expect(await grown('hall_http_request_duration_seconds_count{method="POST",route="/events",status="2xx"}', post)).toBe(1);
    expect(await grown('hall_http_request_duration_seconds_count{method="POST",route="/events",status="4xx"}', () => postStructured(hall(), '{broken'))).toBe(1);
    expect(await grown('hall_http_request_duration_seconds_count{method="GET",route="none",status="4xx"}', () => hall().request('/nowhere/42'))).toBe(1);
  });

  it('measures operations by kind, and their cost and depth also where the answer came from a remembered document', async () => {
    const ask = () => hall().graphql('analyst', 'query Weighed { viewer { principal role } }');
    for (let times = 0; times < 3; times += 1) {
      const before = await scrape();
      await ask();
      const after = await scrape();
      const more = (series: string) => value(after, series) - value(before, series);
      expect(more('hall_graphql_duration_seconds_count{kind="query"}')).toBe(1);
      expect(more('hall_graphql_depth_sum')).toBe(2);
      // An object is 2, a scalar 1, and what lies deeper costs one and a half times as much: 2 + 1.5 + 1.5.
      expect(more('hall_graphql_cost_sum')).toBe(5);
    }
    const mutate = () => hall().graphql('administrator', 'mutation { registerOfficer(input: { officerId: "o1", name: "O" }) { recorded } }');
    expect(await grown('hall_graphql_duration_seconds_count{kind="mutation"}', mutate)).toBe(1);
  });

  it.each([
    ['cost', 'analyst', `{ ${Array.from({ length: 30 }, (_, at) => `a${at}: efficiency(by: [DEPARTMENT], first: 1000) { edges { node { figures { processingTime { n mean { ms text } p50 { ms text } p90 { ms text } } } } } }`).join(' ')} }`],
    ['invalid', 'analyst', '{ nothing }'],
    ['invalid', 'analyst', '{ broken'],
    ['tokens', 'analyst', `{ ${'viewer { role } '.repeat(2_000)} }`],
  ] as const)('counts a refused operation by its reason: %s', async (reason, role, query) => {
    const ask = async () => expect((await hall().graphql(role, query)).status).toBe(400);
    // The second time its refusal is remembered.
    for (const _time of [1, 2]) expect(await grown(`hall_graphql_refused_total{reason="${reason}"}`, ask)).toBe(1);
  });

  it('counts operations refused for their depth, for want of a key, and mutations by GET', async () => {
    const deep = `{ __type(name: "Query") { ${'fields { type { '.repeat(8)} name ${'} } '.repeat(8)} } }`;
    expect(await grown('hall_graphql_refused_total{reason="depth"}', () => hall().graphql('analyst', deep))).toBe(1);
    const headers = { 'content-type': 'application/json' };
    const unknown = () => hall().request('/graphql', { method: 'POST', headers, body: '{"query":"{ viewer { role } }"}' });
    expect(await grown('hall_graphql_refused_total{reason="unauthenticated"}', unknown)).toBe(1);
    const mutation = encodeURIComponent('mutation { registerOfficer(input: { officerId: "o2", name: "O" }) { recorded } }');
    const get = () => hall().request(`/graphql?query=${mutation}`, { headers: { ...hall().authorization('analyst'), 'mercurius-require-preflight': '1' } });
    expect(await grown('hall_graphql_refused_total{reason="method"}', get)).toBe(1);
  });

  it('tells how the projection keeps up', async () => {
    const readModel = hall().running.app.get(ReadModelService);
    const project = () => postStructured(hall(), receipt('m7')).then(() => readModel.caughtUp());
    expect(await grown('hall_projection_events_total', project)).toBe(1);
    expect(await grown('hall_projection_commit_duration_seconds_count', () => postStructured(hall(), receipt('m8')).then(() => readModel.caughtUp()))).toBeGreaterThan(0);
    const status = hall().running.app.get(ProjectionHealth).status();
    const said = { ...status, lagEvents: 12, lagMs: 1_500, stalled: true, rebuilding: true, parkedRequests: 3 };
    const spied = jest.spyOn(hall().running.app.get(ProjectionHealth), 'status').mockReturnValue(said);
    const text = await scrape();
    spied.mockRestore();
    const gauges = ['lag_events', 'lag_seconds', 'stalled', 'rebuilding'].map((name) => value(text, `hall_projection_${name}`));
    expect([...gauges, value(text, 'hall_parked_requests')]).toEqual([12, 1.5, 1, 1, 3]);
  });

  it('answers without the store, and says that it is away', async () => {
    expect(value(await scrape(), 'hall_event_store_up')).toBe(1);
    const head = jest.spyOn(hall().store, 'head').mockRejectedValue(new EventStoreUnavailable('away'));
    expect(value(await scrape(), 'hall_event_store_up')).toBe(0);
    head.mockRestore();
  });

  it('has no more series after a thousand different requests than after a few', async () => {
    const storm = async (from: number, count: number) => {
      const events = Array.from({ length: count }, (_, at) => receipt(`storm-${from + at}`, { source: `/t/${from + at}`, data: { departmentId: `dep-${from + at}`, serviceItemCode: 'permit', channel: 'COUNTER' } }));
      await postBatch(hall(), [...events, ...events.map((event) => ({ ...event, type: `Type${from}`, id: `x${from}` }))]);
      for (let at = 0; at < count / 10; at += 1) {
        await hall().request(`/nowhere/${from + at}?q=${at}`);
        await hall().graphql('analyst', `query Q${from + at} { viewer { principal } }`);
        await hall().request('/events', { method: ['PUT', 'DELETE', 'PATCH'][at % 3] ?? 'PUT', headers: hall().authorization('terminal') });
      }
    };
    const series = async () => (await scrape()).split('\n').filter((line) => line !== '' && !/^#|hall_nodejs_/.test(line)).length;
    await storm(0, 30);
    const few = await series();
    await storm(1_000, 500);
    expect(await series()).toBe(few);
    expect(few).toBeLessThan(1_000);
    expect(await scrape()).not.toMatch(/storm-|dep-|nowhere|terminal-1/);
  });
});
