import type { Role } from '../../src/kernel/actor.js';
import { useHall } from '../support/hall/use-hall.js';

const RECEIVE = `receiveRequest(input: { source: "/t/1", id: "g", requestId: "g", occurredAt: "2026-03-02T01:00:00Z", departmentId: "intake",
  serviceItemCode: "permit", channel: "COUNTER" }) { __typename }`;

describe('The GraphQL endpoint', () => {
  const hall = useHall();
  const get = (query: string, role: Role = 'terminal', preflight = true) =>
    hall().request(`/graphql?query=${encodeURIComponent(query)}`, { headers: { ...hall().authorization(role), ...(preflight ? { 'mercurius-require-preflight': '1' } : {}) } });
  const post = (body: string, contentType = 'application/json') =>
    hall().request('/graphql', { method: 'POST', headers: { ...hall().authorization('terminal'), 'content-type': contentType }, body });

  it('answers a query by POST and by GET, the first time and compiled', async () => {
    const data = { viewer: { principal: 'terminal-1', role: 'terminal', defaultHallId: 'hall' } };
    for (let round = 0; round < 3; round += 1) {
      expect((await hall().graphql('terminal', '{ viewer { principal role defaultHallId } }')).body).toEqual({ data });
    }
    expect((await get('{ viewer { principal role defaultHallId } }')).body).toEqual({ data });
  });

  it('never lets a GET change anything', async () => {
    const answer = await get(`mutation { ${RECEIVE} }`);
    expect(answer).toMatchObject({ status: 405, body: { data: null, errors: [{ extensions: { code: 'METHOD_NOT_ALLOWED' } }] } });
    expect(await hall().recorded()).toEqual([]);
  });

  it('takes one operation a document: a second could run in the first one’s place once compiled', async () => {
    const query = `query A { viewer { role } } mutation B { ${RECEIVE} }`;
    const url = `/graphql?operationName=A&query=${encodeURIComponent(query)}`;
    for (let round = 0; round < 3; round += 1) {
      const answer = await hall().request(url, { headers: { ...hall().authorization('terminal'), 'mercurius-require-preflight': '1' } });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ message: 'Send one operation in a document.' }] } });
    }
    expect(await hall().recorded()).toEqual([]);
  });

  it('takes a variable’s default the second and third time too, also where it must not be null', async () => {
    const query = 'query Defaulted($first: Int! = 1) { serviceRequests(figure: RECEIVED, first: $first) { totalCount } }';
    for (let round = 0; round < 3; round += 1) expect((await hall().graphql('analyst', query)).body).toEqual({ data: { serviceRequests: { totalCount: 0 } } });
  });

  it('refuses what a foreign page could send without asking', async () => {
    expect((await get('{ viewer { role } }', 'terminal', false)).status).toBe(400);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect((await post('{"query":"{ viewer { role } }"}', type)).status).toBeGreaterThanOrEqual(400);
    }
  });

  it('refuses a list of queries', async () => {
    const answer = await post('[{"query":"{ viewer { role } }"},{"query":"{ viewer { role } }"}]');
    expect(answer).toMatchObject({ status: 400, body: { data: null, errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] } });
  });

  const nested = (depth: number): string => `{ __type(name: "Query") { ${'ofType { '.repeat(depth)}name${' }'.repeat(depth)} } }`;
  /** Each fragment uses the next one three times: a short text, 3^n objects. */
  const fragments = (n: number): string =>
    Array.from({ length: n }, (_, i) => `fragment F${i + 1} on __Type { ${['a', 'b', 'c'].map((alias) => `${alias}: ofType { ...F${i} }`).join(' ')} }`).join(' ') +
    ' fragment F0 on __Type { name }';
  it.each([
    ['too deep', nested(30), /depth/i],
    ['too deep through fragments', `{ ...A } fragment A on Query { __type(name: "Q") { ...B } } fragment B on __Type { ${'ofType { '.repeat(20)}name${' }'.repeat(20)} }`, /depth/i],
    ['too deep under the name __schema', `query __schema ${nested(30)}`, /depth/i],
    ['going in circles', '{ ...A } fragment A on Query { ...A viewer { role } }', /spread|fragment/i],
    ['too dear, by other names', `{ __type(name: "Query") { ...F9 } } ${fragments(9)}`, /aliases/i],
    ['too long', `{ viewer { ${'role '.repeat(6000)} } }`, /tokens/i],
    ['unknown to the schema', '{ nothing }', /nothing/],
    ['not GraphQL', '{', /Syntax Error/],
  ])('refuses a query that is %s', async (_case, query, message) => {
    const answer = await hall().graphql('terminal', query);
    expect(answer).toMatchObject({ status: 400, body: { data: null, errors: [{ message: expect.stringMatching(message), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] } });
  });

  it('answers the introspection query of an editor', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const { body } = await hall().graphql('analyst', getIntrospectionQuery());
    expect(body.errors).toBeUndefined();
    expect(body.data.__schema.queryType.name).toBe('Query');
  });

  it('describes every type, field and argument', async () => {
    const { body } = await hall().graphql('analyst', `{ __schema { types { name kind description fields { name description args { name description } }
      inputFields { name description } } } }`);
    const bare = body.data.__schema.types.filter((type: { name: string }) => !/^__|^(String|Int|Float|Boolean|ID|Query|Mutation|Subscription)$/.test(type.name))
      .filter((type: { description: string | null }) => !type.description).map((type: { name: string }) => type.name);
    expect(bare).toEqual([]);
    const members = body.data.__schema.types.filter((type: { name: string }) => !type.name.startsWith('__')).flatMap(
      (type: Record<string, { name: string; description: string | null; args?: { name: string; description: string | null }[] }[] | null> & { name: string }) =>
        [...(type['fields'] ?? []), ...(type['inputFields'] ?? [])].flatMap((member) =>
          [member, ...(member.args ?? [])].filter((one) => !one.description).map((one) => `${type.name}.${member.name}.${one.name}`)));
    expect(members).toEqual([]);
  });

  it.each(['interpreted', 'compiled'])('says nothing of the cause of what it did not expect, %s', async (how) => {
    const append = jest.spyOn(hall().store, 'append').mockRejectedValue(new TypeError('SELECT * FROM /var/secret'));
    // The same text a second time is compiled; a new operation name makes it a first time.
    const ask = () => hall().graphql('terminal', `mutation Failing_${how} { ${RECEIVE} }`);
    const first = await ask();
    const answer = how === 'compiled' ? await ask() : first;
    append.mockRestore();
    expect(answer.body.errors[0]).toMatchObject({ extensions: { code: 'INTERNAL', correlationId: answer.headers.get('x-correlation-id') }, path: ['receiveRequest'] });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });

  it('answers an operation name that is not in the document', async () => {
    const answer = await post(JSON.stringify({ query: 'query A { viewer { role } }', operationName: 'B' }));
    expect(answer.body.data).toBeNull();
    expect(JSON.stringify(answer.body)).not.toMatch(/Cannot read|undefined/);
  });
});
