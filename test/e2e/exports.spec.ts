import { get, type IncomingMessage } from 'node:http';
import { parse } from 'csv-parse/sync';
import { EXPORTS_MAX } from '../../src/efficiency/api/exports.controller.js';
import { ReadModelService } from '../../src/efficiency/read-model/read-model.service.js';
import { postStructured, receipt, eventOf } from '../support/hall/events.js';
import { useHall } from '../support/hall/use-hall.js';
import { xesFaults } from '../support/exports/xes-structure.js';

describe('GET /exports', () => {
  const hall = useHall();
  const ask = (name: string, query: Readonly<Record<string, string>> = {}, role: 'analyst' | 'terminal' = 'analyst') =>
    hall().request(`/exports/${name}?${new URLSearchParams(query).toString()}`, { headers: hall().authorization(role) });

  beforeAll(async () => {
    await postStructured(hall(), receipt('1'));
    await postStructured(hall(), eventOf('RequestTransferred', '1', '1b', '2026-03-02T10:00:00+08:00', { departmentId: 'intake', fromDepartmentId: 'intake', toDepartmentId: 'planning' }));
    await postStructured(hall(), receipt('2', { data: { departmentId: 'planning', serviceItemCode: 'permit', channel: 'WEB' } }));
    // Enough of it that it does not fit a socket: a client that does not read holds the export up.
    const long = Array.from({ length: 900 }, (_, n) => eventOf('ProgressRecorded', '2', `p${n}`, '2026-03-02T11:00:00+08:00', { departmentId: 'planning', step: `${n} ${'x'.repeat(120)}` }));
    const sent = await hall().request('/events', { method: 'POST', headers: { ...hall().authorization('terminal'), 'content-type': 'application/cloudevents-batch+json' }, body: JSON.stringify(long) });
    expect(sent.status).toBe(200);
    await hall().running.app.get(ReadModelService).caughtUp();
  });

  it('gives facts and histories as files, with the position they are of', async () => {
    const csv = await ask('transfers.csv');
    expect([csv.status, csv.headers.get('content-type'), csv.headers.get('content-disposition')]).toEqual([200, 'text/csv; charset=utf-8; header=present', 'attachment; filename="transfers.csv"']);
    expect(parse(csv.body, { columns: true })).toMatchObject([{ request_id: '1', from_department: 'intake', to_department: 'planning', at: '2026-03-02T02:00:00.000Z' }]);
    const xes = await ask('histories.xes');
    expect(xesFaults(xes.body)).toEqual([]);
    expect(xes.headers.get('x-position')).toBe(csv.headers.get('x-position'));
    expect((await ask('transfers.parquet')).headers.get('content-type')).toBe('application/vnd.apache.parquet');
  });

  it('takes the filter of GraphQL, the period and asKnownAt', async () => {
    const ids = async (query: Readonly<Record<string, string>>): Promise<string[]> => parse<{ request_id: string }>((await ask('receipts.csv', query)).body, { columns: true }).map((row) => row.request_id);
    expect(await ids({})).toEqual(['1', '2']);
    expect(await ids({ filter: '{"channels":["WEB"]}' })).toEqual(['2']);
    expect(await ids({ filter: '{"not":{"channels":["WEB"]},"receivedAt":{"from":"2026-03-02T00:00:00Z"}}' })).toEqual(['1']);
    expect(await ids({ to: '2026-03-02T09:00:00+08:00' })).toEqual([]);
    const [first] = await hall().recorded();
    expect(await ids({ asKnownAt: String(first?.position) })).toEqual(['1']);
  });

  it.each([
    ['receipts.csv', { filter: 'departments' }, 400, 'bad-export-question'],
    ['receipts.csv', { filter: '{"department":["intake"]}' }, 400, 'bad-export-question'],
    ['receipts.csv', { filter: '{"receivedAt":{"from":"yesterday"}}' }, 400, 'bad-export-question'],
    ['receipts.csv', { filter: JSON.stringify({ departmentIds: Array.from({ length: 501 }, (_, n) => String(n)) }) }, 422, 'bad-user-input'],
    ['receipts.csv', { from: '2026-03-02' }, 400, 'bad-export-question'],
    ['receipts.csv', { since: '2026-03-02T00:00:00Z' }, 400, 'bad-export-question'],
    ['receipts.csv', { asKnownAt: '9999999999999999999' }, 400, 'bad-export-question'],
    ['receipts.xml', {}, 404, 'no-such-export'],
  ] as const)('refuses %s %j with %i, saying what to do', async (name, query, status, problem) => {
    const answer = await ask(name, query);
    expect(answer).toMatchObject({ status, body: { type: `urn:problem:${problem}`, detail: expect.stringMatching(/\w{4,}/), messageZh: expect.any(String) } });
  });

  it('needs an analyst’s key', async () => {
    expect((await ask('receipts.csv', {}, 'terminal')).status).toBe(403);
    expect((await hall().request('/exports/receipts.csv')).status).toBe(401);
  });

  it('waits for a slow client, takes no more than its share at a time, and lets go of one that leaves', async () => {
    const stalled = await Promise.all(Array.from({ length: EXPORTS_MAX }, () => held('/exports/histories.xes')));
    const refused = await ask('receipts.csv');
    expect(refused).toMatchObject({ status: 503, body: { type: 'urn:problem:too-many-exports', retryable: true } });
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    for (const one of stalled) one.destroy();
    for (let attempt = 0; (await ask('receipts.csv')).status !== 200; attempt += 1) expect(attempt).toBeLessThan(200);
  });

  /** The answer has begun, and nobody reads on. */
  const held = (path: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      get(`${hall().url}${path}`, { headers: hall().authorization('analyst') }, (response) => resolve(response.pause())).on('error', reject);
    });
});
