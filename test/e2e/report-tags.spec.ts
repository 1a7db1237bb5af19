import { useHall } from '../support/hall/use-hall.js';
import { ReadModelService } from '../../src/efficiency/read-model/read-model.service.js';
import type { Role } from '../../src/kernel/actor.js';

const FIXED = '{ departmentEfficiency(at: "2026-03-02T04:00:00Z") { position total { received backlog { open } } } }';
const receive = (id: string): string => `mutation { receiveRequest(input: { source: "/t/1", id: "${id}", requestId: "${id}", occurredAt: "2026-03-02T01:00:00Z", departmentId: "intake",
  serviceItemCode: "permit", channel: "COUNTER" }) { __typename } }`;

interface Asking {
  readonly role?: Role;
  readonly variables?: object;
  readonly headers?: Record<string, string>;
}

describe('The ETag of a report', () => {
  const hall = useHall();
  const readModel = () => hall().running.app.get(ReadModelService);
  const ask = async (query: string, tag?: string, { role = 'analyst', variables = {}, headers = {} }: Asking = {}) => hall().request('/graphql', {
    method: 'POST', body: JSON.stringify({ query, variables }),
    headers: { ...hall().authorization(role), 'content-type': 'application/json', ...(tag !== undefined && { 'if-none-match': tag }), ...headers },
  });
  const tagOf = async (query: string, variables = {}): Promise<string | null> => (await ask(query, undefined, { variables })).headers.get('etag');
  beforeEach(() => readModel().caughtUp());

  it('lets the same question be answered 304 without asking the figures, until something is recorded', async () => {
    const first = await ask(FIXED);
    const tag = first.headers.get('etag')!;
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const queries = jest.spyOn(readModel(), 'query');
    const again = await ask(FIXED, tag);
    expect([again.status, again.body, again.headers.get('etag'), queries.mock.calls.length]).toEqual([304, '', tag, 0]);
    expect((await ask(FIXED, `"other", W/${tag}`)).status).toBe(304);
    queries.mockRestore();
    await hall().graphql('terminal', receive('r-1'));
    await readModel().caughtUp();
    const changed = await ask(FIXED, tag);
    expect(changed).toMatchObject({ status: 200, body: { data: { departmentEfficiency: { total: { received: 1, backlog: { open: 1 } } } } } });
    expect(changed.headers.get('etag')).not.toBe(tag);
  });

  it('is another once parked requests are taken again, or a rebuilt model is, without a new position', async () => {
    const tag = (await tagOf(FIXED))!;
    await readModel().replayParked(null);
    expect((await ask(FIXED, tag)).status).toBe(200);
  });

  it.each([
    ['whose instant is now', '{ departmentEfficiency { at total { received } } }'],
    ['of which one part is judged now', '{ a: departmentEfficiency(at: "2026-03-02T04:00:00Z") { at } b: departmentEfficiency { at } }'],
    ['with an instant of null', '{ departmentEfficiency(at: null) { at } }'],
    ['with an empty asKnownAt', '{ departmentEfficiency(asKnownAt: {}) { at } }'],
    ['hidden in a fragment', 'query { ...F } fragment F on Query { departmentEfficiency { at } }'],
    ['of something that is no figure', '{ viewer { role } }'],
    ['together with something that is no figure', '{ viewer { role } departmentEfficiency(at: "2026-03-02T04:00:00Z") { at } }'],
    ['that is refused', '{ departmentEfficiency(at: "2026-03-02T04:00:00Z", filter: { channels: [] , or: [] }) { at } serviceRequests(at: "2026-03-02T04:00:00Z", after: "x") { totalCount } }'],
  ])('is not given to a question %s', async (_, query) => {
    expect((await ask(query)).headers.get('etag')).toBeNull();
  });

  it.each([
    ['an instant in a variable', 'query Q($at: Instant) { departmentEfficiency(at: $at) { at } }', { at: '2026-03-02T04:00:00Z' }],
    ['what was known at a position', '{ departmentEfficiency(asKnownAt: { position: "3" }) { at } }', {}],
    ['the log since a report', '{ restatements(since: { position: "3" }, first: 1) { at } }', {}],
  ])('is given to a question of %s', async (_, query, variables) => {
    expect(await tagOf(query, variables)).not.toBeNull();
  });

  it('is not given where the variable is not', async () => {
    expect(await tagOf('query Q($at: Instant) { departmentEfficiency(at: $at) { at } }', {})).toBeNull();
  });

  it('is of one question, one caller and one position only', async () => {
    const tag = (await tagOf(FIXED))!;
    expect((await ask(`query Other ${FIXED}`, tag)).status).toBe(200);
    expect((await ask(FIXED, tag, { role: 'supervisor' })).status).toBe(200);
    expect((await ask(FIXED, tag, { role: 'terminal' })).body.errors[0].extensions.code).toBe('FORBIDDEN');
    expect((await ask(FIXED, tag, { headers: { 'x-position': '0' } })).status).toBe(304);
    expect((await ask(FIXED, tag, { headers: { 'x-position': 'x' } })).status).toBe(400);
  });
});
