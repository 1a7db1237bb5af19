import type { AccessScope } from '../../src/kernel/actor.js';
import { type Event, eventOf, postBatch, postStructured, receipt } from '../support/hall/events.js';
import type { Answer } from '../support/hall/hall-server.js';
import { expectProblem } from '../support/hall/problem.js';
import { useHall } from '../support/hall/use-hall.js';

const CHANGED = `__typename ... on TerminalChanged { changed credential terminal { hallId terminalId departmentIds state olderCredentialUntil
  registered { at by } rotated { at by } moved { at by } revoked { at by } } } ... on TerminalRefused { code reason reasonZh retryable }`;
const scope = (halls: readonly string[], departmentTrees: AccessScope['departmentTrees'] = 'all'): AccessScope => ({ halls, departmentTrees });

describe('A terminal’s credential', () => {
  const hall = useHall({ WARNINGS_EVERY_MS: '0' });
  /** Every secret that was given out. */
  const secrets: string[] = [];

  async function change(mutation: string, input: string, of?: AccessScope) {
    const { body } = await hall().graphql('administrator', `mutation { told: ${mutation}(input: { ${input} }) { ${CHANGED} } }`, {}, of);
    expect(body.errors).toBeUndefined();
    if (body.data.told.credential != null) secrets.push(body.data.told.credential as string);
    return body.data.told;
  }
  const register = async (terminalId: string, departments: readonly string[] = ['intake'], hallId = 'hall'): Promise<string> =>
    (await change('registerTerminal', `hallId: "${hallId}", terminalId: "${terminalId}", departmentIds: ${JSON.stringify(departments)}`)).credential as string;
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const posted = (secret: string, requestId: string, over: Event = {}): Promise<Answer> => postStructured(hall(), receipt(requestId, over), bearer(secret));
  const data = (departmentId: string, more: object = {}) => ({ data: { departmentId, serviceItemCode: 'permit', channel: 'COUNTER', ...more } });

  it('is shown once, and what it posts is recorded under the terminal’s name', async () => {
    const told = await change('registerTerminal', 'terminalId: "T-1", departmentIds: ["planning", "intake"]');
    expect(told).toMatchObject({
      __typename: 'TerminalChanged', changed: true, credential: expect.stringMatching(/^set_[A-Za-z0-9_-]{43}$/),
      terminal: { hallId: 'hall', terminalId: 'T-1', departmentIds: ['intake', 'planning'], state: 'ACTIVE', registered: { at: '2026-03-02T04:00:00.000Z', by: 'administrator-1' }, rotated: null, revoked: null },
    });
    expect((await posted(told.credential as string, 't1-r1')).status).toBe(201);
    const [stored] = (await hall().recorded()).filter(({ stream }) => stream === 'serviceRequest-hall.t1-r1');
    expect(stored).toMatchObject({ metadata: { principal: 'T-1' } });
    expect(stored?.data).not.toHaveProperty('terminalId');
    expect(await change('registerTerminal', 'terminalId: "T-1", departmentIds: ["intake"]')).toMatchObject({ __typename: 'TerminalRefused', code: 'TERMINAL_REGISTERED', retryable: false, reasonZh: expect.stringContaining('T-1') });
  });

  it('says who asks, in which role and where', async () => {
    const secret = await register('T-viewer');
    const { body } = await hall().request('/graphql', { method: 'POST', headers: { ...bearer(secret), 'content-type': 'application/json' }, body: '{"query":"{ viewer { principal role } }"}' });
    expect(body.data.viewer).toEqual({ principal: 'T-viewer', role: 'terminal' });
  });

  it('posts for no other department and no other hall: alone, in a batch, by mutation', async () => {
    const secret = await register('T-2');
    const foreign = [receipt('t2-a', data('planning')), receipt('t2-b', { subject: 'elsewhere.t2-b' }), receipt('t2-c', { subject: 'hall2.t2-c' })];
    const head = await hall().store.head();
    for (const event of foreign) {
      const answer = await postStructured(hall(), event, bearer(secret));
      expectProblem(answer, 403);
      expect(answer.body).toMatchObject({ code: 'NOT_IN_YOUR_SCOPE', retryable: false, reason: { zh: expect.stringContaining('无权') } });
    }
    expect(await hall().store.head()).toBe(head);
    const batch = await postBatch(hall(), [foreign[0], receipt('t2-own'), foreign[1], eventOf('ProgressRecorded', 't2-own', 't2-p', '2026-03-02T09:05:00+08:00', { departmentId: 'planning', step: 'x' })], bearer(secret));
    expect(batch).toMatchObject({ status: 200, body: { results: [{ code: 'NOT_IN_YOUR_SCOPE' }, { status: 'recorded' }, { code: 'NOT_IN_YOUR_SCOPE' }, { code: 'NOT_IN_YOUR_SCOPE' }] } });
    const mutation = (departmentId: string, hallId: string): string => `mutation { receiveRequest(input: { source: "/t/2", id: "${departmentId}${hallId}", hallId: "${hallId}", requestId: "t2-m", occurredAt: "2026-03-02T01:00:00Z",
      departmentId: "${departmentId}", serviceItemCode: "permit", channel: "COUNTER" }) { __typename ... on Refused { code } } }`;
    const answers = await Promise.all([mutation('planning', 'hall'), mutation('intake', 'elsewhere'), mutation('intake', 'hall')].map(async (query) => {
      const { body } = await hall().request('/graphql', { method: 'POST', headers: { ...bearer(secret), 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
      return body.data.receiveRequest.code ?? body.data.receiveRequest.__typename;
    }));
    expect(answers).toEqual(['NOT_IN_YOUR_SCOPE', 'NOT_IN_YOUR_SCOPE', 'Recorded']);
  });

  it('names no other terminal', async () => {
    const secret = await register('T-3');
    expect((await posted(secret, 't3-a', data('intake', { terminalId: 'T-1' }))).body).toMatchObject({ status: 403, code: 'OTHER_TERMINAL' });
    expect((await posted(secret, 't3-a', data('intake', { terminalId: 'T-3' }))).status).toBe(201);
  });

  it('ends at once where it is changed without a grace time', async () => {
    const old = await register('T-4');
    const { credential, terminal } = await change('rotateTerminalCredential', 'terminalId: "T-4"');
    expect(terminal).toMatchObject({ rotated: { by: 'administrator-1' }, olderCredentialUntil: null });
    expectProblem(await posted(old, 't4-a'), 401);
    expect((await posted(credential as string, 't4-a')).status).toBe(201);
  });

  it('is good beside the new one for the grace time', async () => {
    const old = await register('T-5');
    const { credential, terminal } = await change('rotateTerminalCredential', 'terminalId: "T-5", graceMinutes: 30');
    expect(terminal.olderCredentialUntil).toBe('2026-03-02T04:30:00.000Z');
    const until = async (secret: string) => (await hall().request('/graphql', { method: 'POST', headers: { ...bearer(secret), 'content-type': 'application/json' }, body: '{"query":"{ viewer { validUntil } }"}' })).body.data.viewer.validUntil;
    expect([await until(old), await until(credential as string)]).toEqual(['2026-03-02T04:30:00.000Z', null]);
    expect([(await posted(old, 't5-a')).status, (await posted(credential as string, 't5-b')).status]).toEqual([201, 201]);
    await change('rotateTerminalCredential', 'terminalId: "T-5"');
    expect([(await posted(old, 't5-c')).status, (await posted(credential as string, 't5-c')).status]).toEqual([401, 401]);
  });

  it('goes with its terminal to other departments', async () => {
    const secret = await register('T-6');
    expect(await change('moveTerminal', 'terminalId: "T-6", departmentIds: ["planning"]')).toMatchObject({ changed: true, credential: null, terminal: { departmentIds: ['planning'], moved: { by: 'administrator-1' } } });
    expect(await change('moveTerminal', 'terminalId: "T-6", departmentIds: ["planning"]')).toMatchObject({ changed: false });
    expect([(await posted(secret, 't6-a')).status, (await posted(secret, 't6-a', data('planning'))).status]).toEqual([403, 201]);
  });

  it('ends with its terminal, as a token of that name does, and comes back with a new registration', async () => {
    const secret = await register('terminal-1');
    expect((await postStructured(hall(), receipt('t7-a'))).status).toBe(201);
    expect(await change('revokeTerminal', 'terminalId: "terminal-1"')).toMatchObject({ changed: true, credential: null, terminal: { state: 'REVOKED', revoked: { by: 'administrator-1' } } });
    const [byCredential, byToken] = [await posted(secret, 't7-b'), await postStructured(hall(), receipt('t7-b'))];
    expectProblem(byCredential, 401);
    expectProblem(byToken, 401);
    expect((await hall().graphql('terminal', '{ viewer { principal } }', {}, scope(['elsewhere']))).status).toBe(200);
    expect(await change('revokeTerminal', 'terminalId: "terminal-1"')).toMatchObject({ changed: false });
    const again = await register('terminal-1');
    expect([(await posted(secret, 't7-c')).status, (await posted(again, 't7-c')).status, (await postStructured(hall(), receipt('t7-d'))).status]).toEqual([401, 201, 201]);
  });

  it.each([['another', `set_${'A'.repeat(43)}`], ['a shorter', 'set_AAAA'], ['a longer', `set_${'A'.repeat(44)}`], ['an unprintable', 'set_\u00e4']])('that is %s one is answered like a wrong token', async (_what, secret) => {
    const headers = { authorization: `Bearer ${secret}` };
    const [wrong, token] = [await postStructured(hall(), receipt('t8'), headers), await postStructured(hall(), receipt('t8'), { authorization: 'Bearer a.b.c' })];
    expectProblem(wrong, 401);
    expect({ ...wrong.body, correlationId: '' }).toEqual({ ...token.body, correlationId: '' });
  });

  it('takes a day of grace at most, and known departments only', async () => {
    const fields = async (mutation: string, input: string) => (await hall().graphql('administrator', `mutation { ${mutation}(input: { ${input} }) { __typename } }`)).body.errors?.[0].extensions;
    expect(await fields('rotateTerminalCredential', 'terminalId: "T-1", graceMinutes: 1441')).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ field: 'graceMinutes' }] });
    expect(await fields('registerTerminal', 'terminalId: "T-9", departmentIds: []')).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ field: 'departmentIds' }] });
    expect(await change('registerTerminal', 'terminalId: "T-9", departmentIds: ["nowhere"]')).toMatchObject({ code: 'UNKNOWN_DEPARTMENT', retryable: true });
  });

  it('stands in no event and in no list', async () => {
    const everything = (await hall().store.readAll(null, 10_000)).map(({ data: said, metadata }) => JSON.stringify([said, metadata])).join();
    const { body } = await hall().graphql('administrator', '{ terminals { edges { cursor node { terminalId departmentIds state registered { at by } olderCredentialUntil } } totalCount } }');
    expect(secrets.length).toBeGreaterThan(8);
    for (const secret of secrets) expect([everything, JSON.stringify(body)].some((text) => text.includes(secret) || text.includes(secret.slice(4)))).toBe(false);
  });

  it('is of a list that is paged by id, and holds what its reader looks after', async () => {
    await register('A-1', ['licensing']);
    await register('far', ['intake'], 'far');
    const list = async (of: AccessScope | undefined, args: string) => {
      const { body } = await hall().graphql('administrator', `{ terminals(${args}) { totalCount pageInfo { hasNextPage endCursor } edges { node { hallId terminalId } } } }`, {}, of);
      return body.errors?.[0].extensions.code ?? { ...body.data.terminals, edges: body.data.terminals.edges.map((edge: { node: { terminalId: string } }) => edge.node.terminalId) };
    };
    const all = await list(undefined, 'hallId: "hall"');
    expect(all.edges).toEqual([...all.edges].sort());
    expect(all).toMatchObject({ totalCount: all.edges.length, pageInfo: { hasNextPage: false, endCursor: all.edges.at(-1) } });
    expect(await list(undefined, 'first: 2')).toEqual({ totalCount: all.totalCount, pageInfo: { hasNextPage: true, endCursor: all.edges[1] }, edges: all.edges.slice(0, 2) });
    expect((await list(undefined, `first: 500, after: ${JSON.stringify(all.edges[1])}`)).edges).toEqual(all.edges.slice(2));
    expect(await list(scope(['hall'], ['licensing']), 'hallId: "hall"')).toMatchObject({ totalCount: 1, edges: ['A-1'] });
    expect(await list(scope(['hall']), 'hallId: "far"')).toEqual(await list(scope(['hall']), 'hallId: "nowhere"'));
    expect(await list(undefined, 'hallId: "far"')).toMatchObject({ edges: ['far'] });
    expect([await list(undefined, 'first: 0'), await list(undefined, 'first: 501')]).toEqual(['BAD_PAGE_SIZE', 'BAD_PAGE_SIZE']);
  });

  it('is an administrator’s business alone, of its own halls', async () => {
    const asked = 'mutation { revokeTerminal(input: { terminalId: "T-1" }) { __typename } }';
    for (const role of ['terminal', 'analyst', 'supervisor'] as const) {
      expect((await hall().graphql(role, asked)).body.errors?.[0].extensions.code).toBe('FORBIDDEN');
      expect((await hall().graphql(role, '{ terminals { totalCount } }')).body.errors?.[0].extensions.code).toBe('FORBIDDEN');
    }
    const told = async (terminalId: string) => JSON.stringify(await change('revokeTerminal', `hallId: "hall", terminalId: "${terminalId}"`, scope(['far']))).replaceAll(terminalId, '');
    expect(await told('T-1')).toBe(await told('T-absent'));
    expect(await change('registerTerminal', 'hallId: "hall", terminalId: "T-9", departmentIds: ["intake"]', scope(['far']))).toMatchObject({ code: 'NOT_IN_YOUR_SCOPE' });
  });
});
