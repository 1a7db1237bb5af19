import { postBatch, postStructured, receipt } from '../../support/hall/events.js';
import { useHall } from '../../support/hall/use-hall.js';

/** Members that would say who, where, when or in which place something was recorded, had they a say. */
const EXTRA: readonly (readonly [string, unknown])[] = [
  ['tenant', 'other'], ['hall', 'other'], ['role', 'supervisor'], ['position', '1'], ['revision', 0], ['principal', 'chief'], ['recordedAt', '2020-01-01T00:00:00.000Z'], ['scope', { halls: '*' }],
  ['correlationId', 'mine'], ['metadata', { principal: 'chief' }], ['hash', '0'], ['promisedLimit', 5], ['eventId', '00000000-0000-4000-8000-000000000000'],
];

describe('A field that nobody asked for', () => {
  const hall = useHall({ WARNINGS_EVERY_MS: '0' });
  const inScope = (): { readonly authorization: string } => hall().authorization('terminal', { halls: ['hall'], departmentTrees: ['intake'] });
  /** What is stored of a request, without what differs between two of the same. */
  async function stored(requestId: string): Promise<object> {
    const [event, ...more] = (await hall().recorded()).filter(({ stream }) => stream === `serviceRequest-hall.${requestId}`);
    expect(more).toEqual([]);
    const { correlationId: _c, causationId: _k, contentDigest: _d, hash: _h, source: _s, ...metadata } = event?.metadata ?? {};
    return { type: event?.type, revision: event?.revision, data: { ...event?.data, requestId: 'R' }, metadata };
  }
  let plain: object;
  beforeAll(async () => {
    await postStructured(hall(), receipt('plain'), inScope());
    plain = await stored('plain');
    expect(plain).toMatchObject({ metadata: { principal: 'terminal-1', recordedAt: '2026-03-02T04:00:00.000Z' }, data: { hallId: 'hall', departmentId: 'intake' } });
  });

  it.each(EXTRA)('%s in the data is refused in all three modes, and nothing is written', async (name, value) => {
    const data = { departmentId: 'intake', serviceItemCode: 'permit', channel: 'COUNTER', [name]: value };
    const head = await hall().store.head();
    const event = receipt('x', { data });
    const binary = await hall().request('/events', { method: 'POST', headers: { ...inScope(), 'content-type': 'application/json', 'ce-specversion': '1.0', 'ce-id': 'x', 'ce-source': '/t', 'ce-type': 'RequestReceived', 'ce-subject': 'hall.x', 'ce-time': '2026-03-02T09:00:00+08:00' }, body: JSON.stringify(data) });
    const [single, batch] = [await postStructured(hall(), event, inScope()), await postBatch(hall(), [event], inScope())];
    for (const refused of [binary.body, single.body, batch.body.results[0]]) expect(refused).toMatchObject({ code: 'INVALID_PAYLOAD', fields: [{ field: `data.${name}` }] });
    expect(await hall().store.head()).toBe(head);
  });

  it.each(EXTRA.filter(([name]) => /^[a-z]+$/.test(name)))('%s as an attribute of the event, and as a header, changes nothing that is stored', async (name, value) => {
    const attribute = typeof value === 'object' ? JSON.stringify(value) : (value as string | number);
    const ids = ['s', 'b', 'm'].map((mode) => `${mode}-${name}`);
    const headers = { ...inScope(), [`x-${name}`]: 'other', 'x-hall-id': 'other', 'x-user-id': 'chief', 'x-forwarded-user': 'chief', 'x-role': 'supervisor' };
    const single = await postStructured(hall(), receipt(ids[0] ?? '', { [name]: attribute }), headers);
    const batch = await postBatch(hall(), [receipt(ids[1] ?? '', { [name]: attribute })], headers);
    const binary = await hall().request('/events', {
      method: 'POST', body: JSON.stringify(receipt('plain')['data']),
      headers: { ...headers, 'content-type': 'application/json', 'ce-specversion': '1.0', 'ce-id': ids[2] ?? '', 'ce-source': '/t', 'ce-type': 'RequestReceived', 'ce-subject': `hall.${ids[2]}`, 'ce-time': '2026-03-02T09:00:00+08:00', [`ce-${name}`]: encodeURIComponent(String(attribute)) },
    });
    expect([single.status, batch.body.results[0].status, binary.status]).toEqual([201, 'recorded', 201]);
    for (const id of ids) expect(await stored(id)).toEqual(plain);
  });

  it.each(EXTRA)('%s in a mutation is refused before anything runs', async (name, value) => {
    const head = await hall().store.head();
    const input = { source: '/t', id: 'gx', requestId: 'gx', occurredAt: '2026-03-02T01:00:00Z', departmentId: 'intake', serviceItemCode: 'permit', channel: 'COUNTER', [name]: value };
    const { body } = await hall().graphql('terminal', 'mutation ($input: ReceiveRequestInput!) { receiveRequest(input: $input) { __typename } }', { input });
    expect(JSON.stringify(body.errors)).toContain(name);
    expect(body.data ?? null).toBeNull();
    expect(await hall().store.head()).toBe(head);
  });
});
