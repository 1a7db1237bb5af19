import { connect } from 'node:net';
import { EventStoreUnavailable } from '../../src/event-store/errors.js';
import { postBatch, postStructured, receipt } from '../support/hall/events.js';
import { expectProblem } from '../support/hall/problem.js';
import { useHall } from '../support/hall/use-hall.js';

describe('Every error is a problem', () => {
  const hall = useHall({ BODY_BYTES_MAX: '4096' });
  const send = (path: string, method: string, contentType: string | undefined, body?: string) =>
    hall().request(path, { method, body, headers: { ...hall().authorization('terminal'), ...(contentType === undefined ? {} : { 'content-type': contentType }) } });
  const event = JSON.stringify(receipt('p1'));

  it.each(['text/plain', 'application/xml', 'application/cloudevents+xml', 'application/cloudevents+avro', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json; charset=gbk', 'nonsense'])(
    'answers the content type %s with 415', async (contentType) => expectProblem(await send('/events', 'POST', contentType, event), 415));

  it('answers a body without a content type with 415', async () => {
    const answer = await hall().request('/events', { method: 'POST', headers: hall().authorization('terminal'), body: Buffer.from(event) });
    expectProblem(answer, 415);
  });

  it.each([
    ['/events', 'GET', 'POST'], ['/events', 'PUT', 'POST'], ['/events', 'DELETE', 'POST'], ['/events', 'PATCH', 'POST'],
    ['/health/live', 'POST', 'GET, HEAD'], ['/graphql', 'DELETE', 'GET, HEAD, POST'], ['/graphql', 'PUT', 'GET, HEAD, POST'],
  ])('answers %s %s with 405 and what is allowed', async (path, method, allow) => {
    const answer = await send(path, method, undefined);
    expectProblem(answer, 405);
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it.each(['/', '/nothing', '/events/1', '/health', '/graphiql/../../etc/passwd', '/%00'])('answers %s with 404', async (path) =>
    expectProblem(await send(path, 'GET', undefined), 404));

  it('answers a malformed address with 400', async () => expectProblem(await send('/%zz', 'GET', undefined), 400));

  it.each([
    ['nothing', ''], ['half an object', '{"id":'], ['two values', '{} {}'], ['a member twice', event.replace('{', '{"id":"other",')],
    ['a member twice, once escaped', event.replace('{', '{"\\u0069d":"other",')], ['__proto__', event.replace('{', '{"__proto__":{"role":"supervisor"},')],
    ['a hidden __proto__', event.replace('{', '{"\\u005f_proto__":{},')], ['constructor', '{"constructor":{"prototype":{}}}'],
    ['a bomb of arrays', '['.repeat(2000)], ['a bomb of objects', '{"a":'.repeat(600)],
  ])('answers a JSON body with %s with 400', async (_case, body) => {
    expectProblem(await send('/events', 'POST', 'application/cloudevents+json', body), 400);
  });

  it('answers a body that is not UTF-8 with 400', async () => {
    const answer = await hall().request('/events', {
      method: 'POST', headers: { ...hall().authorization('terminal'), 'content-type': 'application/cloudevents+json' }, body: Buffer.from([0x7b, 0xff, 0x7d]),
    });
    expectProblem(answer, 400);
  });

  it('answers a body beyond the limit with 413', async () =>
    expectProblem(await send('/events', 'POST', 'application/cloudevents+json', JSON.stringify(receipt('p2', { pad: 'x'.repeat(5000) }))), 413));

  it('answers application/json without ce- headers, and ambiguous ones, with 400', async () => {
    expectProblem(await send('/events', 'POST', 'application/json', event), 400);
    const headers = new Headers({ ...hall().authorization('terminal'), 'content-type': 'application/json', 'ce-specversion': '1.0', 'ce-id': '50%' });
    expectProblem(await hall().request('/events', { method: 'POST', headers, body: '{}' }), 400);
  });

  it('answers a batch that is no array with 400', async () => expectProblem(await postBatch(hall(), receipt('p3')), 400));

  it('says which correlation id it took, and makes one up when the given one is not fit for a log', async () => {
    const given = await postStructured(hall(), '{', { 'x-correlation-id': 'counter-7:42' });
    expect([given.headers.get('x-correlation-id'), given.body.correlationId]).toEqual(['counter-7:42', 'counter-7:42']);
    const unfit = await postStructured(hall(), '{', { 'x-correlation-id': 'a b"c' });
    expect(unfit.body.correlationId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('stores the correlation id with the event', async () => {
    await postStructured(hall(), receipt('p4'), { 'x-correlation-id': 'counter-7:43' });
    expect((await hall().recorded()).at(-1)?.metadata).toMatchObject({ correlationId: 'counter-7:43' });
  });

  it('answers 503 with Retry-After while the store cannot answer, and records the same event afterwards', async () => {
    const append = jest.spyOn(hall().store, 'append').mockRejectedValue(new EventStoreUnavailable('disk /var/secret is gone'));
    const answer = await postStructured(hall(), receipt('p5'));
    append.mockRestore();
    expectProblem(answer, 503);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect((await postStructured(hall(), receipt('p5'))).status).toBe(201);
  });

  it('says nothing of the cause of what it did not expect', async () => {
    const append = jest.spyOn(hall().store, 'append').mockRejectedValue(new TypeError('SELECT * FROM /var/secret'));
    const answer = await postStructured(hall(), receipt('p6'));
    append.mockRestore();
    expectProblem(answer, 500);
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });

  it.each([
    ['two lengths', 'POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['a length beside chunks', 'POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a folded header', 'GET /health/live HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n'],
    ['no HTTP', 'hello\r\n\r\n'],
  ])('answers a request with %s with 400 and closes', async (_case, raw) => {
    const text = await sendRaw(hall().url, raw);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('application/problem+json');
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });
});

function sendRaw(url: string, raw: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(raw));
    let text = '';
    socket.setEncoding('latin1').on('data', (part: string) => (text += part)).on('error', reject).on('close', () => resolve(text));
  });
}
