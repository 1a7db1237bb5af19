import { CloudEvent, HTTP } from 'cloudevents';
import { eventOf, postBatch, postStructured, receipt } from '../support/hall/events.js';
import type { Json } from '../support/hall/hall-server.js';
import { useHall } from '../support/hall/use-hall.js';

describe('POST /events', () => {
  const hall = useHall();

  const post = (headers: Record<string, string>, body: string) =>
    hall().request('/events', { method: 'POST', headers: { ...hall().authorization('terminal'), ...headers }, body });

  it('records a structured event, and answers a resend with the first result', async () => {
    const first = await postStructured(hall(), receipt('s1'));
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      id: 's1', source: '/halls/hall/terminals/1', status: 'recorded', revision: 0,
      position: expect.stringMatching(/^\d+$/), eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(first.headers.get('x-position')).toBe(first.body.position);
    const again = await postStructured(hall(), receipt('s1'));
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ ...first.body, status: 'already-recorded' });
  });

  it('records what the CloudEvents SDK sends in binary mode', async () => {
    const { headers, body } = HTTP.binary(new CloudEvent(receipt('b1')));
    const answer = await post(headers as Record<string, string>, String(body));
    expect(answer).toMatchObject({ status: 201, body: { id: 'b1', status: 'recorded' } });
  });

  it('records what the CloudEvents SDK sends in structured mode', async () => {
    const { headers, body } = HTTP.structured(new CloudEvent(receipt('b2')));
    expect(await post(headers as Record<string, string>, String(body))).toMatchObject({ status: 201, body: { id: 'b2' } });
  });

  it('percent-decodes the headers of binary mode', async () => {
    const answer = await post(
      {
        'content-type': 'application/json', 'ce-specversion': '1.0', 'ce-id': 'b3', 'ce-source': '/t/1', 'ce-type': 'RequestReceived',
        'ce-subject': 'hall.%E5%8A%9E%E4%BB%B6%203', 'ce-time': '2026-03-02T01:00:00Z',
      },
      JSON.stringify(receipt('b3')['data']),
    );
    expect(answer.status).toBe(201);
    expect((await hall().recorded()).at(-1)).toMatchObject({ stream: 'serviceRequest-hall.办件 3', data: { requestId: '办件 3' } });
  });

  it('answers a batch one by one and in its order, whatever the requests', async () => {
    const { status, body, headers } = await postBatch(hall(), [
      receipt('m1'),
      receipt('m2', { type: 'RequestGreeted' }),
      eventOf('RequestTransferred', 'm1', 'm1-2', '2026-03-02T02:00:00Z', { departmentId: 'intake', fromDepartmentId: 'intake', toDepartmentId: 'planning' }),
      receipt('m3', { data: { departmentId: 'nowhere', serviceItemCode: 'permit', channel: 'COUNTER' } }),
      receipt('m4'),
      receipt('m1'),
    ]);
    expect(status).toBe(200);
    expect(body.results.map((one: Json) => [one.index, one.id, one.status, one.code])).toEqual([
      [0, 'm1', 'recorded', undefined], [1, 'm2', 'refused', 'UNKNOWN_EVENT_TYPE'], [2, 'm1-2', 'recorded', undefined],
      [3, 'm3', 'refused', 'UNKNOWN_DEPARTMENT'], [4, 'm4', 'recorded', undefined], [5, 'm1', 'already-recorded', undefined],
    ]);
    expect(body.results[1].knownTypes).toContain('RequestCompleted');
    expect(body.results[3]).toMatchObject({ retryable: true, reason: { en: expect.stringContaining('nowhere'), zh: expect.stringContaining('nowhere') } });
    expect(body.results[5].position).toBe(body.results[0].position);
    const positions = body.results.flatMap((one: Json) => (one.position === undefined ? [] : [Number(one.position)]));
    expect(headers.get('x-position')).toBe(String(Math.max(...positions)));
  });

  it('takes a thousand events and no more', async () => {
    const events = Array.from({ length: 1001 }, (_, n) => receipt(`k${n}`));
    const over = await postBatch(hall(), events);
    expect(over).toMatchObject({ status: 413, body: { status: 413, type: 'urn:problem:batch-too-long' } });
    const { body } = await postBatch(hall(), events.slice(0, 1000));
    expect(new Set(body.results.map((one: Json) => one.status))).toEqual(new Set(['recorded']));
    expect(await postBatch(hall(), [])).toMatchObject({ status: 200, body: { results: [] } });
  });

  it('takes a subject without a hall for the default hall', async () => {
    await postStructured(hall(), receipt('d1', { subject: 'lonely' }));
    expect((await hall().recorded()).at(-1)?.stream).toBe('serviceRequest-hall.lonely');
  });
});
