import { verifyReceipt } from '../../verifier/verify-receipt.mjs';
import { EventStoreUnavailable } from '../../src/event-store/errors.js';
import type { AccessScope, Role } from '../../src/kernel/actor.js';
import { eventOf, postBatch, receipt as receiptEvent } from '../support/hall/events.js';
import type { Answer, Json } from '../support/hall/hall-server.js';
import { expectProblem } from '../support/hall/problem.js';
import { useHall } from '../support/hall/use-hall.js';

const APPLICANT = 'ID-440301199901011234';
const WEST: AccessScope = { halls: ['west'], departmentTrees: 'all' };
const LICENSING: AccessScope = { halls: ['hall'], departmentTrees: ['licensing'] };

describe('A receipt over HTTP', () => {
  const hall = useHall();
  const ask = (id: string, role: Role = 'supervisor', scope?: AccessScope): Promise<Answer> =>
    hall().request(`/receipts/${encodeURIComponent(id)}`, { headers: hall().authorization(role, scope) });
  const reads = async (): Promise<Json[]> => (await hall().store.readAll(null, 10_000)).filter(({ type }) => type === 'HistoryRead');

  beforeAll(async () => {
    const moved = { departmentId: 'intake', fromDepartmentId: 'intake', toDepartmentId: 'planning', note: 'bring the deed' };
    const { body } = await postBatch(hall(), [
      receiptEvent('R-1', { data: { departmentId: 'intake', serviceItemCode: 'permit', channel: 'COUNTER', applicant: APPLICANT } }),
      receiptEvent('R-2'), eventOf('RequestTransferred', 'R-1', 'm-1', '2026-03-02T09:30:00+08:00', moved),
      eventOf('RequestCompleted', 'R-1', 'c-1', '2026-03-02T10:00:00+08:00', { departmentId: 'planning', outcome: 'GRANTED' }),
    ]);
    expect(JSON.stringify(body)).not.toContain('refused');
  });

  it('holds every event of the request and is genuine by the verifier, with the key and the log pinned', async () => {
    const { status, headers, body } = await ask('hall.R-1');
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toBe('attachment; filename="receipt-hall.R-1.json"');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body.events.map(({ type, revision }: Json) => [revision, type])).toEqual([['0', 'RequestReceived'], ['1', 'RequestTransferred'], ['2', 'RequestCompleted']]);
    const result = await verifyReceipt(JSON.stringify(body), { key: body.keys[0].publicKey, logId: body.head.logId, nowMs: Date.parse(body.issuedAt) });
    expect([result.code, result.en]).toEqual(['OK', 'The receipt is genuine.']);
    expect(JSON.stringify(body)).not.toMatch(/4403011|deed/);
  });

  it('is as long as the log was when its head was signed, and a later one proves the earlier one’s events again', async () => {
    const first = await ask('R-2');
    const { body } = await postBatch(hall(), [eventOf('RequestTransferred', 'R-2', 'm-2', '2026-03-02T09:40:00+08:00', { departmentId: 'intake', fromDepartmentId: 'intake', toDepartmentId: 'planning' })]);
    expect(JSON.stringify(body)).not.toContain('refused');
    const second = await ask('R-2');
    expect([first.body.events.length, second.body.events.length]).toEqual([1, 2]);
    expect(second.body.head.treeSize).toBeGreaterThan(first.body.head.treeSize);
    const [from, to] = [first.body.head.treeSize, second.body.head.treeSize];
    const proof = await hall().graphql('supervisor', `{ consistencyProof(from: ${from}, to: ${to}) { path } }`);
    const { path } = proof.body.data.consistencyProof;
    const result = await verifyReceipt(JSON.stringify(second.body), { olderHead: first.body.head, consistency: { path }, nowMs: Date.parse(second.body.issuedAt) });
    expect(result.code).toBe('OK');
    const forged = await verifyReceipt(JSON.stringify({ ...second.body, events: second.body.events.slice(0, 1) }), { nowMs: Date.parse(second.body.issuedAt) });
    expect(forged.code).toBe('RECEIPT_EDITED');
  });

  it('is for supervisors who may see the request; foreign and absent ones are the same answer', async () => {
    expect((await hall().request('/receipts/hall.R-1')).status).toBe(401);
    for (const role of ['terminal', 'analyst', 'administrator'] as const) expectProblem(await ask('hall.R-1', role), 403);
    const answers = await Promise.all([ask('hall.R-9'), ask('hall.R-1', 'supervisor', WEST), ask('hall.R-1', 'supervisor', LICENSING), ask('no/such', 'supervisor', WEST), ask('hall.')]);
    for (const answer of answers) expectProblem(answer, 404);
    const told = answers.map(({ body: { correlationId: _own, ...body }, headers }) => ({ body, names: [...headers.keys()].filter((name) => name !== 'x-correlation-id') }));
    for (const one of told) expect(one).toEqual(told[0]);
    expect((await ask('hall.R-1', 'supervisor', { halls: ['hall'], departmentTrees: ['planning'] })).status).toBe(200);
  });

  it('is recorded as a reading before it is given out, and not given out where that cannot be recorded', async () => {
    const before = (await reads()).length;
    const given = await ask('hall.R-1');
    const [last, ...more] = (await reads()).slice(before);
    expect(more).toEqual([]);
    expect(last).toMatchObject({ stream: 'historyRead-hall.R-1', data: { through: 'RECEIPT', role: 'supervisor', position: given.body.head.position } });
    const { store } = hall();
    const append = store.append.bind(store);
    const spy = jest.spyOn(store, 'append').mockImplementation((stream, expected, events) =>
      (stream.startsWith('historyRead-') ? Promise.reject(new EventStoreUnavailable('away')) : append(stream, expected, events)));
    const refused = await ask('hall.R-1');
    spy.mockRestore();
    expectProblem(refused, 503);
    expect(JSON.stringify(refused.body)).not.toContain('RequestReceived');
    expect(await reads()).toHaveLength(before + 1);
  });
});
