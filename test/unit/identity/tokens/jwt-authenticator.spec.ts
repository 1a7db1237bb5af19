import { createPublicKey } from 'node:crypto';
import { JwtAuthenticator } from '../../../../src/identity/tokens/jwt-authenticator.js';
import { RemoteKeys } from '../../../../src/identity/tokens/remote-keys.js';
import { type FakeIssuer, publishing, startIssuer } from '../../../support/identity/fake-issuer.js';
import { AUDIENCE, CLAIMS, forge, hmac, ISSUER, jwkOf, newSigner, NOW_S, signatures, tokenBy } from '../../../support/identity/forge.js';

const rsa = newSigner('RS256');
const ec = newSigner('ES256');
const ed = newSigner('EdDSA');
const stranger = newSigner('EdDSA');

describe('JwtAuthenticator', () => {
  let issuer: FakeIssuer;
  let identity: JwtAuthenticator;
  const clock = { nowMs: () => NOW_S * 1000 };
  const actorOf = (token: string) => identity.authenticate(`Bearer ${token}`);

  beforeAll(async () => {
    // An issuer need not say what its RSA key is for: then only the list keeps PS256 out.
    issuer = await startIssuer(publishing({ ...jwkOf(rsa), alg: undefined }, jwkOf(ec), jwkOf(ed)));
    const keys = new RemoteKeys({ issuer: ISSUER, jwksUrl: issuer.url, algorithms: ['EdDSA', 'ES256', 'RS256'], elapsedMs: () => 0, warn: () => undefined });
    identity = new JwtAuthenticator(keys, AUDIENCE, clock);
    await keys.fetch();
  });
  afterAll(() => issuer.close());

  it.each([rsa, ec, ed])('knows who shows a token signed with $alg', async (signer) => {
    expect(await actorOf(tokenBy(signer))).toEqual({
      principal: 'wang', role: 'analyst', scope: { halls: ['east'], departmentTrees: 'all' }, expiresAtMs: (NOW_S + 3600) * 1000,
    });
  });

  describe('takes no signature but the issuer’s', () => {
    const publicPem = createPublicKey(rsa.key).export({ type: 'spki', format: 'pem' });
    const publicDer = createPublicKey(rsa.key).export({ type: 'spki', format: 'der' });
    const header = (alg: string, kid: string) => ({ alg, typ: 'at+jwt', kid });
    const cut = (token: string, characters: number) => token.slice(0, -characters);
    const flipped = (token: string, place: number) => {
      const [head, claims, signature = ''] = token.split('.');
      const bytes = Buffer.from(signature, 'base64url');
      bytes[place % bytes.length]! ^= 1 << place % 8;
      return [head, claims, bytes.toString('base64url')].join('.');
    };
    it.each([
      ...['none', 'None', 'NONE', ''].flatMap((alg) => [[`alg "${alg}" and no signature`, forge(header(alg, 'RS256'), CLAIMS, () => Buffer.alloc(0))], [`alg "${alg}" and any signature`, forge(header(alg, 'RS256'), CLAIMS, () => Buffer.from('x'))]]),
      ['HS256 with the public key as the secret', forge(header('HS256', 'RS256'), CLAIMS, hmac(String(publicPem)))],
      ['HS256 with the public key’s bytes', forge(header('HS256', 'RS256'), CLAIMS, hmac(publicDer))],
      ['HS256 with the published key as the secret', forge(header('HS256', 'RS256'), CLAIMS, hmac(JSON.stringify(jwkOf(rsa))))],
      ['RS256 said, ES256 signed', forge(header('RS256', 'ES256'), CLAIMS, signatures['ES256']!(ec.key))],
      ['ES256 said, RS256 signed', forge(header('ES256', 'RS256'), CLAIMS, signatures['RS256']!(rsa.key))],
      ['RS256 said with the other’s kid', forge(header('RS256', 'ES256'), CLAIMS, signatures['RS256']!(rsa.key))],
      ['an algorithm that was not chosen', forge(header('PS256', 'RS256'), CLAIMS, signatures['PS256']!(rsa.key))],
      ['RS256 said, PS256 signed', forge(header('RS256', 'RS256'), CLAIMS, signatures['PS256']!(rsa.key))],
      ['a stranger’s key under a known kid', tokenBy(stranger)],
      ...[1, 4, 20, 43].map((n) => [`a signature cut by ${n}`, cut(tokenBy(ec), n)]),
      ...[rsa, ec, ed].flatMap((signer) => Array.from({ length: 64 }, (_, place) => [`bit ${place} of a ${signer.alg} signature turned`, flipped(tokenBy(signer), place)])),
      ['other claims under the same signature', tokenBy(ed).split('.').with(1, tokenBy(ed, { role: 'administrator' }).split('.')[1]!).join('.')],
      ['another header under the same signature', tokenBy(ed).split('.').with(0, tokenBy(ed, {}, { extra: 1 }).split('.')[0]!).join('.')],
      ['a critical extension', tokenBy(ed, {}, { crit: ['b64'], b64: false })],
    ])('%s', async (_what, token = '') => expect(await actorOf(token)).toBeNull());
  });

  describe('holds a token to its claims', () => {
    it.each<[string, object]>([
      ['wrong iss', { iss: 'https://id.example.com/' }], ['no iss', { iss: undefined }], ['wrong aud', { aud: 'another service' }], ['no aud', { aud: undefined }],
      ['others in aud', { aud: ['a', 'b'] }], ['no exp', { exp: undefined }], ['exp as text', { exp: String(NOW_S + 3600) }], ['no iat', { iat: undefined }],
      ['iat as text', { iat: 'now' }], ['no sub', { sub: undefined }], ['expired 60 s ago', { exp: NOW_S - 60 }], ['expired 61 s ago', { exp: NOW_S - 61 }],
      ['nbf 61 s ahead', { nbf: NOW_S + 61 }], ['nbf as text', { nbf: 'soon' }], ['iat 61 s ahead', { iat: NOW_S + 61 }],
    ])('refuses: %s', async (_what, changed) => expect(await actorOf(tokenBy(ed, changed))).toBeNull());

    it.each<[string, object]>([['expired 59 s ago', { exp: NOW_S - 59 }], ['nbf 59 s ahead', { nbf: NOW_S + 59 }], ['nbf 60 s ahead', { nbf: NOW_S + 60 }], ['iat 59 s ahead', { iat: NOW_S + 59 }], ['one aud of several', { aud: ['x', AUDIENCE] }]])(
      'forgives: %s', async (_what, changed) => expect((await actorOf(tokenBy(ed, changed)))?.principal).toBe('wang'));

    it.each(['JWT', undefined, 'id+jwt', 'at+jwt ', 7])('takes no token of the type %j, such as an ID token', async (typ) =>
      expect(await actorOf(tokenBy(ed, {}, { typ }))).toBeNull());
    it('takes the type in its long form too', async () => expect((await actorOf(tokenBy(ed, {}, { typ: 'application/at+jwt' })))?.role).toBe('analyst'));
  });

  describe('lets no token say where its key is', () => {
    const ownKey = jwkOf(stranger);
    let listener: FakeIssuer;
    beforeAll(async () => (listener = await startIssuer(publishing(ownKey))));
    afterAll(() => listener.close());
    it.each<[string, object]>([
      ['jku', { jku: 'LISTENER' }], ['x5u', { x5u: 'LISTENER' }], ['jwk', { jwk: ownKey }], ['x5c', { x5c: ['MIIB'] }], ['jku null', { jku: null }],
      ['a path as kid', { kid: '../../token-keys.json' }], ['SQL as kid', { kid: "' OR 1=1 --" }], ['an address as kid', { kid: 'LISTENER' }],
      ['a long kid', { kid: 'k'.repeat(201) }], ['a number as kid', { kid: 1 }], ['a list as kid', { kid: ['EdDSA'] }], ['line ends in kid', { kid: 'a\r\nb' }], ['__proto__ as kid', { kid: '__proto__' }],
    ])('%s', async (_what, header) => {
      const text = JSON.parse(JSON.stringify(header).replace('LISTENER', listener.url)) as object;
      const before = issuer.seen.requests;
      expect([await actorOf(tokenBy(stranger, {}, text)), await actorOf(tokenBy(ed, {}, text))]).toEqual([null, null]);
      // Time goes nowhere in this test, so that nothing may be fetched from the issuer itself either.
      expect([listener.seen.connections, issuer.seen.requests - before]).toEqual([0, 0]);
    });
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Bearer a.b', 'Bearer ..', 'Bearer a.b.c', 'Bearer e30.e30.e30', `Basic ${tokenBy(ed)}`, tokenBy(ed), `Bearer ${tokenBy(ed)} x`, `Bearer ${tokenBy(ed)}=`, `Bearer x${tokenBy(ed)}`])(
    'knows nobody behind %j', async (header) => expect(await identity.authenticate(header)).toBeNull());

  it('reads tokens up to 4 KiB and none that is longer', async () => {
    const padded = (characters: number): string => {
      const spare = characters - tokenBy(ed, { note: '' }).length;
      return [0, 1, 2, 3].map((more) => tokenBy(ed, { note: 'x'.repeat(Math.floor(spare * 0.75) + more - 1) })).find(({ length }) => length >= characters)!;
    };
    const [fits, long] = [padded(4095), padded(4097)];
    expect([fits.length <= 4096, (await actorOf(fits))?.principal, long.length > 4096, await actorOf(long)]).toEqual([true, 'wang', true, null]);
  });
});
