import { KeyedPseudonyms, PSEUDONYMS_SUBJECT, pseudonymsUnder } from '../../../src/privacy/keyed-pseudonyms.js';
import { InMemoryVault } from '../../../src/privacy/in-memory.vault.js';
import { VaultKeyring } from '../../../src/privacy/vault-keyring.js';

describe('Pseudonyms', () => {
  it('are the same for the same officer, over programs that share the keyring', async () => {
    const vault = new InMemoryVault();
    const [one, other] = [await new KeyedPseudonyms(new VaultKeyring(vault)).pseudonyms(), await new KeyedPseudonyms(new VaultKeyring(vault)).pseudonyms()];
    expect(one.officer('wang')).toMatch(/^o-[0-9a-f]{16}$/);
    expect(other.officer('wang')).toBe(one.officer('wang'));
    expect(other.officer('zhang')).not.toBe(one.officer('wang'));
  });

  it('are others in another installation', async () => {
    const [one, other] = [await new KeyedPseudonyms(new VaultKeyring(new InMemoryVault())).pseudonyms(), await new KeyedPseudonyms(new VaultKeyring(new InMemoryVault())).pseudonyms()];
    expect(other.officer('wang')).not.toBe(one.officer('wang'));
  });

  it('tell an officer and a login of the same name apart', () => {
    const { officer, principal } = pseudonymsUnder(Buffer.alloc(32));
    expect(principal('wang')).toMatch(/^p-[0-9a-f]{16}$/);
    expect(principal('wang').slice(2)).not.toBe(officer('wang').slice(2));
  });

  it('are HMAC-SHA256 under the key, cut to 16 digits', () => {
    // printf 'o:wang' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00…00 (32 bytes)
    expect(pseudonymsUnder(Buffer.alloc(32)).officer('wang')).toBe('o-82dd6fda3916b0aa');
  });

  it('ask the keyring once', async () => {
    const keyring = new VaultKeyring(new InMemoryVault());
    const source = new KeyedPseudonyms(keyring);
    const first = source.pseudonyms();
    expect(first).toBeInstanceOf(Promise);
    const known = await first;
    expect(source.pseudonyms()).toBe(known);
  });

  it('are asked for again after the keys could not be reached', async () => {
    const keyring = new VaultKeyring(new InMemoryVault());
    let down = true;
    const flaky = { mac: keyring.mac.bind(keyring), keyIdFor: async (subject: string) => (down ? Promise.reject(new Error('no answer from 10.0.0.7')) : keyring.keyIdFor(subject)) };
    const source = new KeyedPseudonyms(flaky);
    const failure: unknown = await Promise.resolve(source.pseudonyms()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'PseudonymsUnavailable', statusCode: 503, message: expect.not.stringContaining('10.0.0.7') });
    down = false;
    expect((await source.pseudonyms()).officer('wang')).toMatch(/^o-/);
  });

  it('are new ones once their key was erased: what was given out before leads to nobody', async () => {
    const keyring = new VaultKeyring(new InMemoryVault());
    const before = (await new KeyedPseudonyms(keyring).pseudonyms()).officer('wang');
    await keyring.erase(await keyring.keyIdFor(PSEUDONYMS_SUBJECT));
    expect((await new KeyedPseudonyms(keyring).pseudonyms()).officer('wang')).not.toBe(before);
  });
});
