import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp, type RunningApp } from '../../src/app.main.js';
import { AppConfig, readConfig } from '../../src/platform/config.js';
import { type FakeIssuer, publishing, startIssuer } from '../support/identity/fake-issuer.js';
import { CLAIMS, forge, hmac, ISSUER, jwkOf, newSigner, tokenBy } from '../support/identity/forge.js';
import { readKeys } from '../support/identity/mint.js';
import { receipt } from '../support/hall/events.js';
import { NOW } from '../support/hall/hall-server.js';
import { expectProblem } from '../support/hall/problem.js';
import { useHall } from '../support/hall/use-hall.js';

const VIEWER = '{ viewer { principal role halls departments validUntil } }';
const nowS = Date.parse(NOW) / 1000;

describe('An access token', () => {
  const hall = useHall();
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('says who asks, in which role, where, and until when', async () => {
    const scope = { halls: ['hall'], departmentTrees: ['planning', 'intake'] };
    expect((await hall().graphql('supervisor', VIEWER, {}, scope)).body.data.viewer).toEqual({
      principal: 'supervisor-1', role: 'supervisor', halls: ['hall'], departments: ['planning', 'intake'], validUntil: '2026-03-03T04:00:00.000Z',
    });
    expect((await hall().graphql('analyst', VIEWER)).body.data.viewer).toMatchObject({ halls: null, departments: null });
    const own = await hall().running.identity.issuer?.mint({ role: 'analyst', principal: '林 小雨', scope: { halls: [], departmentTrees: 'all' } });
    const answer = await hall().request('/graphql', { method: 'POST', headers: { ...bearer(own?.token ?? ''), 'content-type': 'application/json' }, body: JSON.stringify({ query: VIEWER }) });
    expect(answer.body.data.viewer).toEqual({ principal: '林 小雨', role: 'analyst', halls: [], departments: null, validUntil: '2026-03-02T16:00:00.000Z' });
  });

  it('that is no good is refused in the same words at every door, whatever is wrong with it', async () => {
    const { issuance, audience } = hall().running.app.get(AppConfig, { strict: false }).tokens;
    const [own] = readKeys(issuance.kind === 'built-in' ? issuance.keyFile : '');
    const claims = { ...CLAIMS, iss: 'urn:service-efficiency-tracker:built-in', aud: audience, iat: nowS, exp: nowS + 60, halls: '*' };
    const pem = createPublicKey(own!.key).export({ type: 'spki', format: 'pem' });
    const good = tokenBy(own!, claims);
    const bad = [
      forge({ alg: 'none', typ: 'at+jwt', kid: own!.kid }, claims, () => Buffer.alloc(0)), forge({ alg: 'HS256', typ: 'at+jwt', kid: own!.kid }, claims, hmac(String(pem))),
      good.slice(0, -4), tokenBy(newSigner('EdDSA', own!.kid), claims), tokenBy(own!, { ...claims, exp: nowS - 61 }), tokenBy(own!, { ...claims, aud: 'another' }),
      tokenBy(own!, claims, { typ: 'JWT' }), tokenBy(own!, { ...claims, role: 'root' }), tokenBy(own!, claims, { kid: '../../token-keys.json' }), 'rubbish',
    ];
    const doors = (token: string) => [
      hall().request('/events', { method: 'POST', headers: { ...bearer(token), 'content-type': 'application/cloudevents+json' }, body: JSON.stringify(receipt('t1')) }),
      hall().request('/graphql', { method: 'POST', headers: { ...bearer(token), 'content-type': 'application/json' }, body: JSON.stringify({ query: VIEWER }) }),
      hall().request('/exports/closures.csv', { headers: bearer(token) }),
    ];
    const told = async (token: string) =>
      (await Promise.all(doors(token))).map(({ status, headers, body }) => [status, headers.get('www-authenticate'), JSON.stringify(body).replace(/"correlationId":"[^"]+"/, '')]);
    const [first, ...others] = await Promise.all(bad.map(told));
    expect(new Set(first?.map(([status, challenge]) => `${status} ${challenge}`))).toEqual(new Set(['401 Bearer realm="service-efficiency-tracker", error="invalid_token"']));
    expect(others).toEqual(others.map(() => first));
    expect(await hall().recorded()).toEqual([]);
    expect((await told(good))[1]?.[0]).toBe(200);
  });

  it('that is missing is asked for in English and Chinese, without calling anything invalid', async () => {
    const answer = await hall().request('/events', { method: 'POST', headers: { 'content-type': 'application/cloudevents+json' }, body: '{}' });
    expectProblem(answer, 401);
    expect(answer.body).toMatchObject({ detail: 'A valid access token is needed: send it as "Authorization: Bearer <token>".', messageZh: expect.stringContaining('需要有效的访问令牌') });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="service-efficiency-tracker"');
  });
});

describe('With an identity provider', () => {
  const signer = newSigner('ES256');
  const dataDir = mkdtempSync(join(tmpdir(), 'foreign-'));
  let issuer: FakeIssuer;
  let running: RunningApp;
  let url = '';
  jest.setTimeout(120_000);

  beforeAll(async () => {
    issuer = await startIssuer((reply) => void reply.writeHead(503).end());
    const config = readConfig({ NODE_ENV: 'test', PORT: '0', DATA_DIR: dataDir, CATALOGUE: '', TOKEN_ISSUER: ISSUER, TOKEN_JWKS_URL: issuer.url });
    running = await createApp(config, { writeSide: { store: 'in-memory', clock: { nowMs: () => nowS * 1000 } } });
    await running.app.listen(0, config.host);
    url = await running.app.getUrl();
  });
  afterAll(async () => {
    await running.app.close();
    await issuer.close();
    rmSync(dataDir, { recursive: true });
  });
  const token = tokenBy(signer, { halls: '*', iat: nowS, exp: nowS + 600 });
  const ask = (authorization?: string) =>
    fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) }, body: JSON.stringify({ query: VIEWER }) });

  it('nobody is let in or turned away before its keys were had; then its tokens count, and no others', async () => {
    const refused = { message: expect.stringContaining('Who asks cannot be told now'), extensions: { code: 'IDENTITY_UNAVAILABLE', retryable: true, messageZh: expect.stringContaining('暂时无法验证'), correlationId: expect.any(String) } };
    const early = await ask(`Bearer ${token}`);
    expect([early.status, early.headers.get('retry-after'), await early.json()]).toEqual([503, '2', { data: null, errors: [refused] }]);
    expect([(await ask()).status, (await ask('Bearer rubbish')).status]).toEqual([401, 401]);
    issuer.answer = publishing(jwkOf(signer));
    let answer = early;
    // As its answer says: the same again in a moment.
    while (answer.status === 503) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      answer = await ask(`Bearer ${token}`);
    }
    expect(await answer.json()).toMatchObject({ data: { viewer: { principal: 'wang', role: 'analyst', halls: null } } });
    expect((await ask(`Bearer ${tokenBy(newSigner('EdDSA'), { iss: 'urn:service-efficiency-tracker:built-in' })}`)).status).toBe(401);
    expect(running.identity.issuer).toBeNull();
  });
});
