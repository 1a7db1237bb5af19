import { setTimeout as pause } from 'node:timers/promises';
import { JwtAuthenticator } from '../../../../src/identity/tokens/jwt-authenticator.js';
import { COOLDOWN_MS, FIRST_COOLDOWN_MS, RemoteKeys, STALE_MS } from '../../../../src/identity/tokens/remote-keys.js';
import { IdentityUnavailable } from '../../../../src/platform/auth/authenticator.js';
import { type FakeIssuer, publishing, startIssuer } from '../../../support/identity/fake-issuer.js';
import { AUDIENCE, ISSUER, jwkOf, newSigner, NOW_S, type SignerOf, tokenBy } from '../../../support/identity/forge.js';

const first = newSigner('EdDSA', 'first');
const second = newSigner('EdDSA', 'second');
const never = newSigner('EdDSA', 'never');

describe('The keys of an identity provider', () => {
  const open: FakeIssuer[] = [];
  const began = async (...published: readonly SignerOf[]) => {
    const issuer = await startIssuer(publishing(...published.map(jwkOf)));
    open.push(issuer);
    const time = { ms: 0 };
    const warned: string[] = [];
    const keys = new RemoteKeys({ issuer: ISSUER, jwksUrl: issuer.url, algorithms: ['EdDSA'], elapsedMs: () => time.ms, warn: (text) => warned.push(text) });
    const identity = new JwtAuthenticator(keys, AUDIENCE, { nowMs: () => NOW_S * 1000 });
    const who = async (token: string) => (await identity.authenticate(`Bearer ${token}`))?.principal ?? null;
    return { issuer, time, warned, keys, who };
  };
  afterAll(() => Promise.all(open.map((issuer) => issuer.close())));

  it('are fetched once, and serve until they are ten minutes old', async () => {
    const { issuer, time, who } = await began(first);
    for (time.ms of [0, 1_000, STALE_MS - 1]) expect(await who(tokenBy(first, { sub: `at ${time.ms}` }))).toBe(`at ${time.ms}`);
    expect(issuer.seen.requests).toBe(1);
  });

  it('are fetched again for a token of a new one: old and new both count', async () => {
    const { issuer, time, who } = await began(first);
    expect(await who(tokenBy(first))).toBe('wang');
    issuer.answer = publishing(jwkOf(second), jwkOf(first));
    time.ms = COOLDOWN_MS;
    expect(await Promise.all([who(tokenBy(second)), who(tokenBy(first)), who(tokenBy(second, { sub: 'li' }))])).toEqual(['wang', 'wang', 'li']);
    expect(issuer.seen.requests).toBe(2);
  });

  it('are fetched again at most once in 30 s, however many unknown ones are named', async () => {
    const { issuer, time, who } = await began(first);
    await who(tokenBy(first));
    time.ms = COOLDOWN_MS;
    const flood = (round: string) => Promise.all(Array.from({ length: 200 }, (_, n) => who(tokenBy(never, {}, { kid: `${round}-${n}` }))));
    expect(new Set(await flood('at once'))).toEqual(new Set([null]));
    expect(issuer.seen.requests).toBe(2);
    await flood('again');
    time.ms = 2 * COOLDOWN_MS - 1;
    await flood('later');
    expect(issuer.seen.requests).toBe(2);
    time.ms = 2 * COOLDOWN_MS;
    await flood('in the next half minute');
    expect(issuer.seen.requests).toBe(3);
    expect(await who(tokenBy(first))).toBe('wang');
  });

  it('go on serving while the provider is down, also when they have grown old', async () => {
    const { issuer, time, warned, keys, who } = await began(first);
    await who(tokenBy(first));
    issuer.answer = (reply) => void reply.writeHead(500).end('{"keys":[]}');
    time.ms = STALE_MS;
    expect(await who(tokenBy(first, { sub: 'li' }))).toBe('li');
    expect(await keys.fetch()).toBe(false);
    await issuer.close();
    time.ms = 100 * STALE_MS;
    expect([await who(tokenBy(first)), await who(tokenBy(first, { sub: 'he' })), await who(tokenBy(never))]).toEqual(['wang', 'he', null]);
    expect(warned.join()).toContain('Those fetched before go on serving');
  });

  it('let nobody in and turn nobody away before they were ever had', async () => {
    const { issuer, time, warned, who } = await began(first);
    const published = issuer.answer;
    issuer.answer = (reply) => void reply.socket?.destroy();
    await expect(who(tokenBy(first))).rejects.toThrow(IdentityUnavailable);
    const flood = await Promise.allSettled(Array.from({ length: 200 }, (_, n) => who(tokenBy(first, { sub: `p${n}` }))));
    expect([new Set(flood.map(({ status }) => status)), issuer.seen.requests]).toEqual([new Set(['rejected']), 1]);
    // What is no token of anybody's needs no key to be refused.
    expect([await who('rubbish'), await who(tokenBy(first, {}, { alg: 'HS256' }))]).toEqual([null, null]);
    issuer.answer = published;
    time.ms = FIRST_COOLDOWN_MS;
    expect(await who(tokenBy(first))).toBe('wang');
    expect(warned.join()).toContain('Nobody with a token can be let in before it answers');
  });

  it('are forgotten, with the tokens they had signed, some time after the provider withdrew them', async () => {
    const { issuer, time, who } = await began(first, second);
    const token = tokenBy(first);
    expect(await who(token)).toBe('wang');
    issuer.answer = publishing(jwkOf(second));
    expect(await who(token)).toBe('wang');
    time.ms = STALE_MS;
    // This one is answered by what is known, and sets off the fetch beside it.
    expect(await who(token)).toBe('wang');
    while ((await who(token)) !== null) await pause(5);
    expect([await who(tokenBy(second)), issuer.seen.requests]).toEqual(['wang', 2]);
  }, 30_000);

  it.each([1, ['first'], { kid: 'first' }, '', 'k'.repeat(201), 'a\r\nb', '密钥', null])('are not asked for by %j, which is no name of a key', async (kid) => {
    const { issuer, time, who } = await began(first);
    await who(tokenBy(first));
    time.ms = 2 * COOLDOWN_MS;
    expect([await who(tokenBy(never, {}, { kid })), issuer.seen.requests]).toEqual([null, 1]);
  });

  it.each<[string, (elsewhere: string) => FakeIssuer['answer']]>([
    ['a redirect', (elsewhere) => (reply) => void reply.writeHead(302, { location: elsewhere }).end()],
    ['what is no JSON', () => (reply) => void reply.end('<html>')],
    ['JSON that holds no keys', () => (reply) => void reply.end('{"keys":"none"}')],
    ['an endless answer', () => (reply) => void reply.end(`{"keys":[],"x":"${'x'.repeat(300_000)}"}`)],
  ])('are not taken from %s', async (_what, answer) => {
    const elsewhere = (await began(first)).issuer;
    const { issuer, who } = await began(first);
    issuer.answer = answer(elsewhere.url);
    await expect(who(tokenBy(first))).rejects.toThrow(IdentityUnavailable);
    await pause(1);
    expect(elsewhere.seen.connections).toBe(0);
  });
});
