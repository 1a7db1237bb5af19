import fc from 'fast-check';
import { ROLES } from '../../../src/kernel/actor.js';
import { JwtAuthenticator } from '../../../src/identity/tokens/jwt-authenticator.js';
import { RemoteKeys } from '../../../src/identity/tokens/remote-keys.js';
import { type FakeIssuer, publishing, startIssuer } from '../../support/identity/fake-issuer.js';
import { AUDIENCE, CLAIMS, forge, ISSUER, jwkOf, newSigner, NOW_S, signatures, tokenBy } from '../../support/identity/forge.js';

const signer = newSigner('EdDSA');
const HEADER = { alg: 'EdDSA', typ: 'at+jwt', kid: 'EdDSA' };

/** A good object with some members put in place of its own, and some more. */
const spoilt = (good: object) => fc.tuple(fc.dictionary(fc.constantFrom(...Object.keys(good), 'nbf', 'crit', 'b64', 'zip', 'enc', '__proto__', 'x'), fc.jsonValue(), { maxKeys: 3 })).map(([changed]) => ({ ...good, ...changed }));

describe('Whatever stands in a token', () => {
  let issuer: FakeIssuer;
  let identity: JwtAuthenticator;
  beforeAll(async () => {
    issuer = await startIssuer(publishing(jwkOf(signer)));
    const keys = new RemoteKeys({ issuer: ISSUER, jwksUrl: issuer.url, algorithms: ['EdDSA', 'ES256', 'RS256', 'PS256'], elapsedMs: () => 0, warn: () => undefined });
    await keys.fetch();
    identity = new JwtAuthenticator(keys, AUDIENCE, { nowMs: () => NOW_S * 1000 });
  });
  afterAll(() => issuer.close());

  it('is either nobody or somebody in a role, in places that are lists or all; never a failure', () =>
    fc.assert(
      fc.asyncProperty(spoilt(HEADER), spoilt(CLAIMS), async (header, claims) => {
        const actor = await identity.authenticate(`Bearer ${forge(header, claims, signatures['EdDSA']!(signer.key))}`);
        if (actor === null) return;
        expect(ROLES).toContain(actor.role);
        expect(actor.expiresAtMs).toBeGreaterThan((NOW_S - 61) * 1000);
        for (const reach of [actor.scope.halls, actor.scope.departmentTrees]) expect(reach === 'all' || reach.every((id) => typeof id === 'string')).toBe(true);
        expect({ iss: ISSUER, ...claims }).toMatchObject({ iss: ISSUER, sub: actor.principal, role: actor.role });
      }),
      { numRuns: 400 },
    ));

  it('is nobody once any character of it is another one', async () => {
    const token = tokenBy(signer);
    const other = fc.constantFrom(...'ABCxyz019-_.=+/ é\n');
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), other, async (place, character) => {
        const changed = token.slice(0, place) + character + token.slice(place + 1);
        // The last character of a part may differ in bits that stand for nothing.
        const same = ['0', '1', '2'].every((part) => Buffer.from(changed.split('.')[Number(part)] ?? '', 'base64url').equals(Buffer.from(token.split('.')[Number(part)] ?? '', 'base64url')));
        if (!same) expect(await identity.authenticate(`Bearer ${changed}`)).toBeNull();
      }),
      { numRuns: 400 },
    );
  });
});
