import { postStructured, receipt } from '../support/hall/events.js';
import { useHall } from '../support/hall/use-hall.js';

const text = (event: object): string => JSON.stringify(event);

describe('CloudEvents conformance', () => {
  const hall = useHall();

  it.each<[string, object | string]>([
    ['an absent id', receipt('x', { id: undefined })],
    ['an empty id', receipt('x', { id: '' })],
    ['a numeric id', receipt('x', { id: 12 })],
    ['a null id', receipt('x', { id: null })],
    ['an id of 129 characters', receipt('x', { id: 'x'.repeat(129) })],
    ['an absent source', receipt('x', { source: undefined })],
    ['an empty source', receipt('x', { source: '' })],
    ['a numeric source', receipt('x', { source: 1 })],
    ['a source that is no URI reference', receipt('x', { source: 'two words' })],
    ['a source with a broken escape', receipt('x', { source: '/t/%zz' })],
    ['an absent type', receipt('x', { type: undefined })],
    ['an empty type', receipt('x', { type: '' })],
    ['a numeric type', receipt('x', { type: 3 })],
    ['an absent specversion', receipt('x', { specversion: undefined })],
    ['specversion 0.3', receipt('x', { specversion: '0.3' })],
    ['specversion 0.9', receipt('x', { specversion: '0.9' })],
    ['a numeric specversion', receipt('x', { specversion: 1.0 })],
    ['an absent time', receipt('x', { time: undefined })],
    ['a time without a zone', receipt('x', { time: '2026-03-02T09:00:00' })],
    ['a time with an offset beyond a day', receipt('x', { time: '2026-03-02T09:00:00+25:00' })],
    ['a time with a malformed offset', receipt('x', { time: '2026-03-02T09:00:00+8' })],
    ['a time on 30 February', receipt('x', { time: '2026-02-30T09:00:00Z' })],
    ['a numeric time', receipt('x', { time: 1772442000000 })],
    ['an absent subject', receipt('x', { subject: undefined })],
    ['a subject without a request', receipt('x', { subject: 'hall.' })],
    ['a subject without a hall before its dot', receipt('x', { subject: '.x' })],
    ['a datacontenttype that is not JSON', receipt('x', { datacontenttype: 'text/xml' })],
    ['a numeric datacontenttype', receipt('x', { datacontenttype: 1 })],
    ['a dataschema that is no URI', receipt('x', { dataschema: 'not a uri' })],
    ['a capitalised extension', receipt('x', { MyExtension: 'a' })],
    ['a dotted extension', receipt('x', { 'my.extension': 'a' })],
    ['an extension that is an object', receipt('x', { myextension: { a: 1 } })],
    ['an extension that is an array', receipt('x', { myextension: [1] })],
    ['an extension that is a fraction', receipt('x', { myextension: 1.5 })],
    ['an extension beyond 32 bits', receipt('x', { myextension: 2 ** 31 })],
    ['data and data_base64 together', receipt('x', { data_base64: 'e30=' })],
    ['data_base64 that is not base64', receipt('x', { data: undefined, data_base64: 'e30' })],
    ['data_base64 that is not JSON', receipt('x', { data: undefined, data_base64: 'PHhtbC8+' })],
    ['data that is an array', receipt('x', { data: [] })],
    ['an array instead of an event', [receipt('x')]],
    ['a number instead of an event', '12'],
  ])('refuses %s with 400 and writes nothing', async (_case, event) => {
    const answer = await postStructured(hall(), typeof event === 'string' ? event : text(event));
    expect(answer).toMatchObject({ status: 400, body: { status: 400, code: 'INVALID_EVENT', retryable: false, fields: [expect.anything()] } });
    expect(await hall().recorded()).toEqual([]);
  });
});

describe('CloudEvents that are valid', () => {
  const hall = useHall();

  it.each<[string, object]>([
    ['extensions of every type', receipt('v1', { traceparent: '00-a-b-01', sampled: true, sequence: -2147483647 })],
    ['an unset optional attribute written as null', receipt('v2', { dataschema: null, datacontenttype: null })],
    ['a dataschema', receipt('v3', { dataschema: 'https://example.org/receipt.json' })],
    ['a content type with parameters', receipt('v4', { datacontenttype: 'application/json; charset=utf-8' })],
    ['a vendor JSON content type', receipt('v5', { datacontenttype: 'application/vnd.hall+json' })],
    ['a time with nanoseconds and an offset', receipt('v6', { time: '2026-03-02T09:00:00.123456789+08:00' })],
    ['data as base64', receipt('v7', { data: undefined, data_base64: Buffer.from(text(receipt('v7')['data'] as object)).toString('base64') })],
    ['a request id with dots', receipt('v8', { subject: 'hall.2026.03.0001' })],
  ])('records one with %s', async (_case, event) => {
    const answer = await postStructured(hall(), event);
    expect(answer).toMatchObject({ status: 201, body: { status: 'recorded' } });
  });

  it('stores the instant in UTC with milliseconds', async () => {
    const stored = (await hall().recorded()).find((event) => event.stream === 'serviceRequest-hall.v6');
    expect(stored?.data).toMatchObject({ occurredAt: '2026-03-02T01:00:00.123Z' });
  });
});
