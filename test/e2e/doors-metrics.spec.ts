import { networkInterfaces } from 'node:os';
import { expectProblem } from '../support/hall/problem.js';
import { useHall } from '../support/hall/use-hall.js';

const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []).find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

describe('Metrics beyond this machine', () => {
  const hall = useHall({ TRUSTED_PROXY: '127.0.0.1' });
  const scrape = (headers: Record<string, string> = {}) => hall().request('/metrics', { headers });
  const STRANGER = { 'x-forwarded-for': '203.0.113.9' };

  it('are for an administrator’s token, and without any the answer is 401 and no number', async () => {
    const answer = await scrape(STRANGER);
    expectProblem(answer, 401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(JSON.stringify(answer.body)).not.toContain('hall_');
    expectProblem(await scrape({ ...STRANGER, authorization: 'Bearer guess' }), 401);
    const told = await scrape({ ...STRANGER, ...hall().authorization('administrator') });
    expect([told.status, String(told.body).includes('hall_event_store_up 1')]).toEqual([200, true]);
  });

  it.each(['terminal', 'analyst', 'supervisor'] as const)('are not for a token of the role %s', async (role) => expectProblem(await scrape({ ...STRANGER, ...hall().authorization(role) }), 403));

  it('are open to whoever asks on this machine, beside the proxy, whatever its token', async () => {
    expect([(await scrape()).status, (await scrape(hall().authorization('terminal'))).status]).toEqual([200, 200]);
  });

  it.each(['127.0.0.1, 203.0.113.9', '::1, 2001:db8::9', 'unknown', '10.0.0.1'])('are not had by claiming to be of this machine: %s', async (claimed) => expectProblem(await scrape({ 'x-forwarded-for': claimed }), 401));
});

if (own === undefined) console.warn('This machine has no address but loopback: what a service tells there is not tested.');
(own === undefined ? describe.skip : describe)('Metrics of a service that listens beyond loopback', () => {
  const hall = useHall({ HOST: '0.0.0.0', PLAIN_HTTP: 'accepted' });

  it('are not told at its own address without a token, and health is', async () => {
    const at = (path: string) => fetch(`http://${own!}:${new URL(hall().url).port}${path}`);
    expect((await at('/metrics')).status).toBe(401);
    expect((await fetch(`http://127.0.0.1:${new URL(hall().url).port}/metrics`)).status).toBe(200);
    expect((await at('/health/live')).status).toBe(200);
  });
});
