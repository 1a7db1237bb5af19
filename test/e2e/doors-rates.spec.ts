import { postStructured, receipt } from '../support/hall/events.js';
import { expectProblem } from '../support/hall/problem.js';
import { useHall } from '../support/hall/use-hall.js';

const VIEWER = '{ viewer { role } }';

describe('Rates', () => {
  const hall = useHall({
    RATE_EVENTS_PER_MINUTE: '3', RATE_GRAPHQL_PER_MINUTE: '4', RATE_EXPORTS_PER_MINUTE: '2', RATE_OTHERS_PER_MINUTE: '6', RATE_FAILURES_PER_MINUTE: '5', TRUSTED_PROXY: '127.0.0.1',
  });
  const from = (address: string) => ({ 'x-forwarded-for': address });

  it('are each credential’s own: the fourth batch in a minute is 429 with when to come again, and another’s first is not', async () => {
    for (let n = 1; n <= 3; n += 1) expect((await postStructured(hall(), receipt(`r${n}`))).status).toBe(201);
    const refused = await postStructured(hall(), receipt('r4'));
    expectProblem(refused, 429);
    expect(refused.body).toMatchObject({ type: 'urn:problem:rate-limited', retryable: true, messageZh: expect.stringContaining('一分钟') });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds > 0 && seconds <= 60).toBe(true);
    expect(await hall().recorded()).toHaveLength(3);
    expect((await postStructured(hall(), receipt('r5'), hall().authorization('supervisor'))).status).toBe(201);
  });

  it('have budgets of their own: who posted too much may still ask, and too much of that is an error with a code', async () => {
    for (let n = 1; n <= 4; n += 1) expect((await hall().graphql('terminal', VIEWER)).status).toBe(200);
    const refused = await hall().graphql('terminal', VIEWER);
    expect(refused).toMatchObject({ status: 429, body: { data: null, errors: [{ extensions: { code: 'RATE_LIMITED', retryable: true, messageZh: expect.any(String) } }] } });
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await hall().graphql('analyst', VIEWER)).status).toBe(200);
  });

  it('count exports apart', async () => {
    const ask = () => hall().request('/exports/receipts.xml', { headers: hall().authorization('analyst') });
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([404, 404, 429]);
  });

  it('hold up an address that tries many tokens, by HTTP, and nobody else at it who has one', async () => {
    const tried = (address: string) => hall().request('/events', { method: 'POST', headers: { ...from(address), authorization: 'Bearer guess', 'content-type': 'application/json' }, body: '{}' });
    for (let n = 1; n <= 5; n += 1) expectProblem(await tried('10.9.9.9'), 401);
    expectProblem(await tried('10.9.9.9'), 429);
    expectProblem(await tried('10.9.9.8'), 401);
    expect((await hall().graphql('administrator', VIEWER)).status).toBe(200);
  });

  it('count an IPv6 network as one address', async () => {
    const tried = (n: number) => hall().request('/events', { method: 'POST', headers: { ...from(`2001:db8:1:2::${n}`), 'content-type': 'application/json' }, body: '{}' });
    for (let n = 1; n <= 5; n += 1) expectProblem(await tried(n), 401);
    expectProblem(await tried(6), 429);
  });

  it('count an address without a token, and never health', async () => {
    const ask = (path: string) => hall().request(path, { headers: from('10.7.7.7') });
    for (let n = 1; n <= 6; n += 1) expect((await ask('/graphiql')).status).toBe(200);
    expectProblem(await ask('/graphiql'), 429);
    for (let n = 1; n <= 8; n += 1) expect((await ask('/health/live')).status).toBe(200);
  });
});
