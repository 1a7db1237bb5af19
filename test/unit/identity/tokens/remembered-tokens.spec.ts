import { importJWK } from 'jose';
import { JwtAuthenticator } from '../../../../src/identity/tokens/jwt-authenticator.js';
import { KeySource, UnknownSigningKey } from '../../../../src/identity/tokens/key-source.js';
import { AUDIENCE, ISSUER, jwkOf, newSigner, NOW_S, tokenBy } from '../../../support/identity/forge.js';

const signer = newSigner('EdDSA');

class CountedKeys extends KeySource {
  override readonly issuer = ISSUER;
  override readonly algorithms = ['EdDSA'];
  asked = 0;
  number = 0;
  known = true;
  override generation = () => Promise.resolve(this.number);

  override keyFor = async () => {
    this.asked += 1;
    if (!this.known) throw new UnknownSigningKey();
    return importJWK(jwkOf(signer) as { kty: 'OKP' }, 'EdDSA');
  };
}

describe('A verified token', () => {
  const began = () => {
    const keys = new CountedKeys();
    const clock = { ms: NOW_S * 1000, nowMs: () => clock.ms };
    return { keys, clock, identity: new JwtAuthenticator(keys, AUDIENCE, clock) };
  };
  const header = `Bearer ${tokenBy(signer)}`;

  it('is remembered, and another one is not taken for it', async () => {
    const { keys, identity } = began();
    const one = await identity.authenticate(header);
    expect([await identity.authenticate(header), keys.asked]).toEqual([one, 1]);
    expect((await identity.authenticate(`Bearer ${tokenBy(signer, { sub: 'li' })}`))?.principal).toBe('li');
    expect(keys.asked).toBe(2);
  });

  it('ends when it expires, a minute of skew included', async () => {
    const { clock, identity } = began();
    const at = async (s: number) => {
      clock.ms = (NOW_S + 3600 + s) * 1000;
      return (await identity.authenticate(header))?.principal ?? null;
    };
    expect([await at(-1), await at(59), await at(60), await at(61)]).toEqual(['wang', 'wang', null, null]);
  });

  it('is verified again when the keys have changed', async () => {
    const { keys, identity } = began();
    expect((await identity.authenticate(header))?.principal).toBe('wang');
    keys.known = false;
    expect((await identity.authenticate(header))?.principal).toBe('wang');
    keys.number = 1;
    expect(await identity.authenticate(header)).toBeNull();
    expect(await identity.authenticate(header)).toBeNull();
  });

  it('is not remembered as wrong: a key that comes later makes it right', async () => {
    const { keys, identity } = began();
    keys.known = false;
    expect(await identity.authenticate(header)).toBeNull();
    keys.known = true;
    expect((await identity.authenticate(header))?.principal).toBe('wang');
  });
});
