import { eventOf, postBatch, postStructured, receipt } from '../support/hall/events.js';
import type { Json } from '../support/hall/hall-server.js';
import { useHall } from '../support/hall/use-hall.js';

const moved = (requestId: string, id: string, time: string, from: string, to: string) =>
  eventOf('RequestTransferred', requestId, id, time, { departmentId: from, fromDepartmentId: from, toDepartmentId: to });
const done = (requestId: string, id: string, time: string, departmentId: string) =>
  eventOf('RequestCompleted', requestId, id, time, { departmentId, outcome: 'GRANTED' });

describe('A terminal with bad input', () => {
  const hall = useHall();
  const typesOf = async (requestId: string) =>
    (await hall().recorded()).filter((event) => event.stream === `serviceRequest-hall.${requestId}`).map((event) => event.type);

  it('that posts the same batch twice has every event once and the first results again', async () => {
    const batch = [
      receipt('t1'),
      moved('t1', 't1-2', '2026-03-02T09:30:00+08:00', 'intake', 'planning'),
      done('t1', 't1-3', '2026-03-02T10:00:00+08:00', 'planning'),
    ];
    const first = (await postBatch(hall(), batch)).body.results;
    const second = (await postBatch(hall(), batch)).body.results;
    expect(first.map((one: Json) => one.status)).toEqual(['recorded', 'recorded', 'recorded']);
    expect(second).toEqual(first.map((one: Json) => ({ ...one, status: 'already-recorded' })));
    expect(await typesOf('t1')).toEqual(['RequestReceived', 'RequestTransferred', 'RequestCompleted']);
  });

  it('that posts out of order is told which events to send again, and sending them again completes the request', async () => {
    const batch = [
      done('t2', 't2-3', '2026-03-02T10:00:00+08:00', 'planning'),
      moved('t2', 't2-2', '2026-03-02T09:30:00+08:00', 'intake', 'planning'),
      receipt('t2'),
    ];
    const { results } = (await postBatch(hall(), batch)).body;
    expect(results.map((one: Json) => [one.status, one.code, one.retryable])).toEqual([
      ['refused', 'UNKNOWN_REQUEST', true], ['refused', 'UNKNOWN_REQUEST', true], ['recorded', undefined, undefined],
    ]);
    const again = (await postBatch(hall(), batch)).body.results;
    expect(again.map((one: Json) => [one.status, one.code])).toEqual([['refused', 'NOT_HOLDER'], ['recorded', undefined], ['already-recorded', undefined]]);
    await postBatch(hall(), batch);
    expect(await typesOf('t2')).toEqual(['RequestReceived', 'RequestTransferred', 'RequestCompleted']);
  });

  it('that posts wrong types hears which member of which event is wrong, and the others are recorded', async () => {
    const { results } = (await postBatch(hall(), [
      receipt('t3', { data: { departmentId: 7, serviceItemCode: 'permit', channel: 'COUNTER' } }),
      receipt('t4', { data: { departmentId: 'intake', serviceItemCode: 'permit', channel: 'COUNTER', urgency: 'SOON' } }),
      receipt('t5', { data: { departmentId: 'intake', serviceItemCode: 'permit', channel: 'COUNTER', role: 'supervisor' } }),
      receipt('t6', { data: { departmentId: 'intake', serviceItemCode: 'permit', channel: 'COUNTER', requestId: 't1' } }),
      receipt('t7', { data: 'a string' }),
      receipt('t8', { data: { departmentId: 'in\u0000take', serviceItemCode: 'x'.repeat(129), channel: 'line\u0007bell' } }),
      'not an event',
      receipt('t9'),
    ])).body;
    expect(results.map((one: Json) => [one.code, (one.fields ?? []).map((problem: Json) => problem.field)])).toEqual([
      ['INVALID_PAYLOAD', ['data.departmentId']],
      ['INVALID_PAYLOAD', ['data.urgency']],
      ['INVALID_PAYLOAD', ['data.role']],
      ['INVALID_EVENT', ['data.requestId']],
      ['INVALID_EVENT', ['data']],
      ['INVALID_PAYLOAD', expect.arrayContaining(['data.departmentId', 'data.serviceItemCode', 'data.channel'])],
      ['INVALID_EVENT', ['']],
      [undefined, []],
    ]);
    expect(await typesOf('t3')).toEqual([]);
    expect(await typesOf('t9')).toEqual(['RequestReceived']);
  });

  it('that names an unknown department or service item writes nothing and may retry', async () => {
    const unknownDepartment = await postStructured(hall(), receipt('t10', { data: { departmentId: 'nowhere', serviceItemCode: 'permit', channel: 'COUNTER' } }));
    expect(unknownDepartment).toMatchObject({ status: 422, body: { code: 'UNKNOWN_DEPARTMENT', retryable: true, reason: { en: expect.stringContaining('nowhere') } } });
    const unknownItem = await postStructured(hall(), receipt('t10', { data: { departmentId: 'intake', serviceItemCode: 'nothing', channel: 'COUNTER' } }));
    expect(unknownItem).toMatchObject({ status: 422, body: { code: 'UNKNOWN_SERVICE_ITEM', retryable: true } });
    expect(await typesOf('t10')).toEqual([]);
  });

  it('whose clock is an hour ahead is refused, and the same event with the right time is recorded', async () => {
    const ahead = await postStructured(hall(), receipt('t11', { time: '2026-03-02T05:00:00Z' }));
    expect(ahead).toMatchObject({ status: 409, body: { code: 'TIME_IN_FUTURE' } });
    expect(await typesOf('t11')).toEqual([]);
    expect((await postStructured(hall(), receipt('t11', { time: '2026-03-02T04:00:00Z' }))).status).toBe(201);
  });

  it('that uses an id again for other content is refused', async () => {
    await postStructured(hall(), receipt('t12'));
    const other = await postStructured(hall(), receipt('t12', { data: { departmentId: 'intake', serviceItemCode: 'permit', channel: 'PHONE' } }));
    expect(other).toMatchObject({ status: 422, body: { code: 'ID_REUSED', retryable: false } });
  });

  it('cannot act as a supervisor', async () => {
    await postStructured(hall(), receipt('t13'));
    const event = eventOf('RequestVoided', 't13', 't13-2', '2026-03-02T04:00:00Z', { departmentId: 'intake', reason: 'by mistake' });
    expect(await postStructured(hall(), event)).toMatchObject({ status: 403, body: { code: 'SUPERVISOR_ONLY' } });
    const asSupervisor = await postStructured(hall(), event, { ...hall().authorization('supervisor') });
    expect(asSupervisor.status).toBe(201);
    expect(await typesOf('t13')).toEqual(['RequestReceived', 'RequestVoided']);
  });
});
