import type { Role } from '../../src/kernel/actor.js';
import { postStructured, receipt } from '../support/hall/events.js';
import { expectProblem } from '../support/hall/problem.js';
import { useHall } from '../support/hall/use-hall.js';

const ROLES: readonly Role[] = ['terminal', 'analyst', 'supervisor', 'administrator'];
const RECEIVE = `mutation { receiveRequest(input: { source: "/t/1", id: "a", requestId: "a", occurredAt: "2026-03-02T01:00:00Z",
  departmentId: "intake", serviceItemCode: "permit", channel: "COUNTER" }) { __typename } }`;
const REGISTER = 'mutation { registerDepartment(input: { departmentId: "x", name: "x" }) { recorded } }';

describe('A key', () => {
  const hall = useHall();

  it.each([
    ['no header', undefined], ['an unknown key', 'Bearer 0123456789abcdef0123456789abcdef'], ['an empty key', 'Bearer '],
    ['another scheme', 'Basic dGVybWluYWw6eA=='], ['a bare word', 'Bearer'],
  ])('is needed: %s is answered 401 with a challenge', async (_case, authorization) => {
    const headers: Record<string, string> = { 'content-type': 'application/cloudevents+json', ...(authorization === undefined ? {} : { authorization }) };
    const answer = await hall().request('/events', { method: 'POST', headers, body: JSON.stringify(receipt('a1')) });
    expectProblem(answer, 401);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    expect(await hall().recorded()).toEqual([]);
  });

  it('is asked for before the body is read', async () => {
    const answer = await hall().request('/events', { method: 'POST', headers: { 'content-type': 'application/cloudevents+json' }, body: '{broken' });
    expectProblem(answer, 401);
  });

  it.each(ROLES.map((role) => [role, role === 'analyst' ? 403 : 201] as const))('of a %s posting events is answered %i', async (role, status) => {
    const answer = await postStructured(hall(), receipt(`a-${role}`), hall().authorization(role));
    expect(answer.status).toBe(status);
    if (status === 403) expectProblem(answer, 403);
  });

  it.each(ROLES.map((role) => [role, role === 'analyst' ? 'FORBIDDEN' : undefined] as const))('of a %s recording by mutation gives the code %s', async (role, code) => {
    const { body } = await hall().graphql(role, RECEIVE);
    expect(body.errors?.[0].extensions.code).toBe(code);
  });

  it.each(ROLES.map((role) => [role, role === 'administrator' ? undefined : 'FORBIDDEN'] as const))('of a %s changing reference data gives the code %s', async (role, code) => {
    const { body } = await hall().graphql(role, REGISTER);
    expect(body.errors?.[0].extensions.code).toBe(code);
  });

  it.each(ROLES.map((role) => [role, role === 'terminal' ? 'FORBIDDEN' : 'UNKNOWN_WHAT_IF'] as const))('of a %s asking for a what-if, or ending one, gives the code %s', async (role, code) => {
    for (const asked of ['{ whatIf(id: "x") { state } }', 'mutation { cancelWhatIf(id: "x") { state } }']) {
      expect((await hall().graphql(role, asked)).body.errors?.[0].extensions.code).toBe(code);
    }
    if (role === 'terminal') expect((await hall().graphql(role, 'mutation { startWhatIf(rules: {}) { id } }')).body.errors?.[0].extensions.code).toBe(code);
  });

  it('is the principal under which the event is stored', async () => {
    await postStructured(hall(), receipt('a9'));
    const stored = (await hall().recorded()).find((event) => event.stream === 'serviceRequest-hall.a9');
    expect(stored?.metadata).toMatchObject({ principal: 'terminal-1' });
  });

  it('is needed by GraphQL too, introspection included, by POST and by GET', async () => {
    const post = await hall().request('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' });
    expect(post).toMatchObject({ status: 401, body: { data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } });
    const get = await hall().request('/graphql?query={__schema{types{name}}}', { headers: { 'mercurius-require-preflight': '1' } });
    expect(get).toMatchObject({ status: 401, body: { data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } });
  });

  it('is not needed for health', async () => {
    expect((await hall().request('/health/live')).status).toBe(200);
    expect((await hall().request('/health/ready')).status).toBe(200);
  });

  it('is not taken from other headers, the address or the query', async () => {
    const secret = hall().authorization('terminal').authorization.slice('Bearer '.length);
    const headers = { 'content-type': 'application/cloudevents+json', 'x-user-id': 'admin', 'x-forwarded-for': '127.0.0.1', 'x-api-key': secret };
    expectProblem(await hall().request(`/events?key=${secret}`, { method: 'POST', headers, body: JSON.stringify(receipt('a10')) }), 401);
  });
});
