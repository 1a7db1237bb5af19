import { getIntrospectionQuery } from 'graphql';
import 'mercurius';
import { Logger } from '@nestjs/common';
import { RolesGuard } from '../../src/platform/auth/roles.guard.js';
import type { Role } from '../../src/kernel/actor.js';
import { useHall } from '../support/hall/use-hall.js';

const repeated = (count: number, one: (n: number) => string): string => Array.from({ length: count }, (_, n) => one(n)).join(' ');
const NESTED = (depth: number, inner: string): string => `${'ofType { '.repeat(depth)}${inner}${' }'.repeat(depth)}`;

describe('The GraphQL door', () => {
  const hall = useHall();
  const post = (body: unknown, role: Role = 'analyst', headers: Record<string, string> = {}) =>
    hall().request('/graphql', { method: 'POST', headers: { ...hall().authorization(role), 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });
  const resolveViewer = (resolve: () => unknown) => {
    const { schema } = (hall().running.app.getHttpAdapter().getInstance()).graphql;
    jest.spyOn(schema.getQueryType()!.getFields()['viewer'] as unknown as { resolve: () => unknown }, 'resolve').mockImplementation(resolve);
  };
  const guarded = () => jest.spyOn(RolesGuard.prototype, 'canActivate');
  afterEach(() => jest.restoreAllMocks());

  /** `viewer` is there so that a resolver would be called if anything were. */
  const deep = (body: string, name = ''): string => `query ${name} { viewer { role } ${body} }`;
  it.each([
    ['plain', deep(`__type(name: "Query") { ${NESTED(12, 'name')} }`)],
    ['through fragments', `${deep('...A')} fragment A on Query { __type(name: "Q") { ...B } } fragment B on __Type { ${NESTED(12, 'name')} }`],
    ['through inline fragments', deep(`... on Query { __type(name: "Q") { ... { ... on __Type { ${NESTED(12, 'name')} } } } }`)],
    ['in an operation called __schema', deep(`__type(name: "Query") { ${NESTED(12, 'name')} }`, '__schema')],
    ['in an operation called __type', deep(`__type(name: "Query") { ${NESTED(12, 'name')} }`, '__type')],
    ['in a fragment called __schema', `${deep('...__schema')} fragment __schema on Query { __type(name: "Q") { ${NESTED(12, 'name')} } }`],
    ['in a fragment called __type', `${deep('__type(name: "Q") { ...__type }')} fragment __type on __Type { ${NESTED(12, 'name')} }`],
    ['under the alias __schema', deep(`__schema: __type(name: "Query") { ${NESTED(12, 'name')} }`)],
  ])('refuses what is too deep before anything is asked: %s', async (_how, query) => {
    const asked = guarded();
    const answer = await post({ query });
    expect(answer).toMatchObject({ status: 400, body: { data: null, errors: [{ message: expect.stringMatching(/depth limit of 12 exceeded/), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] } });
    expect(asked).not.toHaveBeenCalled();
  });

  it.each([
    ['31 aliases', `{ ${repeated(31, (n) => `a${n}: viewer { role }`)} }`, /30 aliases/],
    ['one field 500 times', `{ ${'viewer { role } '.repeat(500)} }`, /50 times/],
    ['51 directives', `query { ${repeated(50, () => 'viewer @include(if: true) { role }')} __typename @skip(if: true) }`, /50 directives/],
    ['5,001 words', `{ viewer { ${'role '.repeat(4_997)} } }`, /5000 tokens/],
    ['fragments in circles', '{ viewer { role } ...A } fragment A on Query { ...B } fragment B on Query { ...A }', /Cannot spread fragment/],
    ['a megabyte', `{ viewer { role } } #${'x'.repeat(1_000_000)}`, /100000 characters/],
    ['a tree in place of a text', JSON.stringify({ kind: 'Document', definitions: [{ kind: 'OperationDefinition', operation: 'query', selectionSet: { kind: 'SelectionSet', selections: [{ kind: 'Field', name: { kind: 'Name', value: '__typename' } }] } }] }), /Syntax Error/],
    ['a page of 10^9, by its cost', '{ viewer { role } serviceRequests(figure: RECEIVED, first: 1000000000) { totalCount } }', /cost limit/i],
    ['a cost just over the limit', '{ serviceRequests(figure: RECEIVED, first: 1500001) { totalCount } }', /cost limit of 3000000/i],
    ['pages that say no size, and have one: seven times 436,431', `{ ${repeated(7, (n) => `a${n}: restatements(since: { position: "1" }) { edges { node { events { edges { node { __typename } } } } } }`)} }`, /cost limit of 3000000 exceeded, found 305501/i],
  ])('refuses %s', async (_what, query, why) => {
    const asked = guarded();
    const answer = await post({ query });
    expect(answer).toMatchObject({ status: 400, body: { data: null, errors: [{ message: expect.stringMatching(why), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] } });
    expect(asked).not.toHaveBeenCalled();
  });

  it('refuses pages whose sizes, given by variables, would cost too much together', async () => {
    const asked = guarded();
    const query = `query($n: Int!) { ${repeated(30, (n) => `a${n}: efficiency(by: [DEPARTMENT], first: $n) { edges { node { figures { processingTime { n mean { ms text } p50 { ms text } p90 { ms text } } } } } }`)} }`;
    const answer = await post({ query, variables: { n: 1000 } });
    expect(answer).toMatchObject({ status: 400, body: { data: null, errors: [{ message: expect.stringMatching(/cost limit/i), extensions: { code: 'GRAPHQL_VALIDATION_FAILED', messageZh: expect.any(String) } }] } });
    expect(asked).not.toHaveBeenCalled();
    const { body } = await post({ query, variables: { n: 1 } });
    expect(body.errors).toBeUndefined();
    expect(asked).toHaveBeenCalled();
  });

  it.each([[30, 'aliases', `{ ${repeated(30, (n) => `a${n}: viewer { role }`)} }`], [50, 'times a field', `{ viewer { ${'role '.repeat(50)} } }`], [50, 'directives', `{ ${repeated(50, () => 'viewer @include(if: true) { role }')} }`]])(
    'takes %i %s', async (_count, _what, query) => expect((await post({ query })).body.errors).toBeUndefined());

  it.each([0, -1, 501, 1001])('answers a page of %i rows with what a page may be', async (first) => {
    const literal = await post({ query: `{ serviceRequests(figure: RECEIVED, first: ${first}) { totalCount } }` });
    expect(literal.body).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    const variable = await post({ query: 'query($n: Int!) { serviceRequests(figure: RECEIVED, first: $n) { totalCount } }', variables: { n: first } });
    expect(variable.body).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it.each([2, 50])('refuses a list of %i operations, and a document of as many', async (count) => {
    const asked = guarded();
    expect((await post(Array.from({ length: count }, () => ({ query: '{ viewer { role } }' })))).status).toBe(400);
    const many = repeated(count, (n) => `query Q${n} { viewer { role } }`);
    for (const operationName of [undefined, 'Q1']) expect((await post({ query: many, operationName })).body).toMatchObject({ data: null, errors: [{ message: 'Send one operation in a document.' }] });
    expect(asked).not.toHaveBeenCalled();
  });

  it('masks what a resolver did not mean to say, keeps the path, and tells the log once, with the id of the answer', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    resolveViewer(() => { throw new Error('password=hunter2 in /var/secret'); });
    const thrown = await post({ query: 'query Throwing { viewer { role } }' }, 'analyst', { 'x-correlation-id': 'counter-7:44' });
    expect(thrown.body).toEqual({ data: null, errors: [{ message: expect.stringMatching(/^Something went wrong here/), locations: expect.anything(), path: ['viewer'], extensions: { code: 'INTERNAL', correlationId: 'counter-7:44' } }] });
    expect(logged.mock.calls).toHaveLength(1);
    expect(logged.mock.calls[0]![0]).toMatchObject({ err: { message: expect.stringContaining('hunter2') }, path: ['viewer'], correlationId: 'counter-7:44' });
    expect(JSON.stringify(thrown.body)).not.toContain('hunter2');
  });

  it.each([null, undefined, {}, { principal: null, role: null, defaultHallId: null }].map((viewer, index) => [viewer, index] as const))('masks %j where something must be', async (viewer, index) => {
    jest.spyOn(Logger.prototype, 'error').mockImplementation();
    resolveViewer(() => viewer);
    // Interpreted, and compiled.
    for (let round = 0; round < 3; round += 1) {
      const { body } = await post({ query: `query Lacking${index} { viewer { principal role defaultHallId } }` });
      expect(body).toMatchObject({ data: null, errors: [{ extensions: { code: 'INTERNAL' } }] });
      expect(JSON.stringify(body)).not.toMatch(/Cannot return null|Viewer\./);
    }
  });

  it('has no cookie to be misused, and asks a page for what it cannot send without asking', async () => {
    const asked = guarded();
    const get = (headers: Record<string, string>) => hall().request('/graphql?query={viewer{role}}', { headers: { ...hall().authorization('analyst'), ...headers } });
    expect((await get({})).status).toBe(400);
    expect((await get({ 'content-type': 'text/plain' })).status).toBe(400);
    const { authorization } = hall().authorization('analyst');
    const byCookie = await hall().request('/graphql', { method: 'POST', headers: { cookie: `authorization=${authorization}; token=${authorization}`, 'content-type': 'application/json' }, body: '{"query":"{ viewer { role } }"}' });
    expect(byCookie.status).toBe(401);
    expect(byCookie.headers.has('set-cookie')).toBe(false);
    expect(asked).not.toHaveBeenCalled();
  });

  it('has an introspection that goes in no circles', async () => {
    const circles = '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }';
    expect((await post({ query: circles })).status).toBe(400);
    expect((await post({ query: getIntrospectionQuery() })).body.errors).toBeUndefined();
  });
});

describe('The GraphQL door in production', () => {
  const hall = useHall({ NODE_ENV: 'production', LOG_LEVEL: 'silent', DRAIN_MS: '0', WARNINGS_EVERY_MS: '0' });
  const ask = (query: string, variables?: object) => hall().graphql('analyst', query, variables);

  it.each([
    ['of a field', '{ viewr { role } }'], ['of a field within', '{ viewer { roles } }'], ['of an argument', '{ serviceRequests(figur: RECEIVED) { totalCount } }'],
    ['of a value', '{ serviceRequests(figure: RECIEVED) { totalCount } }'], ['of an input’s field', '{ departmentEfficiency(filter: { departmentId: "a" }) { position } }'],
    ['of a type', 'query($f: FigureFilterInputs) { departmentEfficiency(filter: $f) { position } }'], ['of a fragment’s type', '{ ...A } fragment A on Queri { viewer { role } }'],
    ['of a directive', '{ viewer @includ(if: true) { role } }'], ['of a selection', '{ viewer }'], ['of a mutation', 'mutation { recieveRequest { code } }'],
  ])('guesses at no name: %s', async (_what, query) => {
    const { status, body } = await ask(query);
    expect([status, body.errors.length > 0]).toEqual([400, true]);
    expect(JSON.stringify(body)).not.toMatch(/did you mean/i);
  });

  it.each([
    ['of a value', 'query($f: Figure!) { serviceRequests(figure: $f) { totalCount } }', { f: 'RECIEVED' }],
    ['of an input’s field', 'query($f: FigureFilterInput) { departmentEfficiency(filter: $f) { position } }', { f: { departmentId: 'a' } }],
  ])('guesses at no name in variables: %s', async (_what, query, variables) => {
    const { body } = await ask(query, variables);
    expect(body.errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(body)).not.toMatch(/did you mean/i);
  });

  it.each(['{ __schema { types { name } } }', '{ __type(name: "Query") { name } }', '{ ...A } fragment A on Query { s: __schema { queryType { name } } }', 'query __schema { __schema { types { name } } }', getIntrospectionQuery()])(
    'shows nothing of itself: %#', async (query) => {
      const { status, body } = await ask(query);
      expect([status, body.data]).toEqual([400, null]);
      expect(body.errors).toContainEqual(expect.objectContaining({ message: expect.stringContaining('introspection has been disabled') }));
    });

  it('still says what type an answer has', async () => expect((await ask('{ __typename viewer { __typename } }')).body).toEqual({ data: { __typename: 'Query', viewer: { __typename: 'Viewer' } } }));

  it.each(['/graphiql', '/graphiql/page.js', '/playground', '/altair', '/console', '/voyager', '/graphql/', '/graphql/console', '/api/graphql'])('has no page at %s', async (path) =>
    expect((await hall().request(path, { headers: { accept: 'text/html' } })).status).toBe(404));

  it('shows no page to a browser that asks the endpoint for one, and no trace to whoever asks for that', async () => {
    expect((await hall().request('/graphql', { headers: { accept: 'text/html', ...hall().authorization('analyst') } })).headers.get('content-type')).toContain('json');
    const traced = await hall().request('/graphql', { method: 'POST', headers: { ...hall().authorization('analyst'), 'content-type': 'application/json', 'x-apollo-tracing': '1' }, body: '{"query":"{ viewer { role } }","extensions":{"tracing":true}}' });
    expect(traced.body).toEqual({ data: { viewer: { role: 'analyst' } } });
  });
});
