import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { InMemoryVault } from '../../../src/privacy/in-memory.vault.js';
import { KeyFileVault } from '../../../src/privacy/key-file.vault.js';
import { KeysUnavailable, UnknownKey } from '../../../src/privacy/keyring.js';
import { VaultKeyring } from '../../../src/privacy/vault-keyring.js';

const folder = mkdtempSync(join(tmpdir(), 'keyring-'));
const FILE = join(folder, 'deeper', 'keys.sqlite');
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([
  ['in memory', () => new InMemoryVault()],
  ['in a file', () => new KeyFileVault(FILE)],
])('A keyring %s', (_name, vault) => {
  const keyring = new VaultKeyring(vault());
  afterAll(() => keyring.close());

  it('gives a subject the same key always, and another subject another', async () => {
    const [first, again, other] = await Promise.all(['a', 'a', 'b'].map((subject) => keyring.keyIdFor(subject)));
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('opens what it sealed, and never seals twice alike', async () => {
    const keyId = await keyring.keyIdFor('sealing');
    const [one, two] = await Promise.all([keyring.seal(keyId, '身份证 4403'), keyring.seal(keyId, '身份证 4403')]);
    expect(one?.ciphertext).not.toBe(two?.ciphertext);
    expect(await keyring.open(one!)).toBe('身份证 4403');
    expect(await keyring.open((await keyring.seal(keyId, ''))!)).toBe('');
  });

  it.each([
    ['the ciphertext', { ciphertext: Buffer.alloc(30).toString('base64') }],
    ['the nonce', { nonce: Buffer.alloc(12).toString('base64') }],
    ['the tag, by cutting it off', { ciphertext: 'AAAA' }],
  ])('refuses to open when somebody altered %s', async (_what, altered) => {
    const sealed = await keyring.seal(await keyring.keyIdFor('altered'), 'text');
    await expect(keyring.open({ ...sealed!, ...altered })).rejects.toThrow();
  });

  it('refuses to open under the key of somebody else', async () => {
    const sealed = await keyring.seal(await keyring.keyIdFor('one'), 'text');
    await expect(keyring.open({ ...sealed!, keyId: await keyring.keyIdFor('two') })).rejects.toThrow();
  });

  it('tells equal texts from different ones by a MAC that depends on the key', async () => {
    const [one, two] = await Promise.all(['mac 1', 'mac 2'].map((subject) => keyring.keyIdFor(subject)));
    expect(await keyring.mac(one!, 'text')).toBe(await keyring.mac(one!, 'text'));
    expect(await keyring.mac(one!, 'text')).not.toBe(await keyring.mac(one!, 'other'));
    expect(await keyring.mac(one!, 'text')).not.toBe(await keyring.mac(two!, 'text'));
  });

  it('answers null to everything under an erased key, and gives the subject a new one', async () => {
    const keyId = await keyring.keyIdFor('forgotten');
    const sealed = await keyring.seal(keyId, 'text');
    await keyring.erase(keyId);
    expect(await keyring.open(sealed!)).toBeNull();
    expect(await keyring.seal(keyId, 'text')).toBeNull();
    expect(await keyring.mac(keyId, 'text')).toBeNull();
    expect(await keyring.keyIdFor('forgotten')).not.toBe(keyId);
  });

  it('names a key it never had', async () => {
    await expect(keyring.mac('no-such-key', 'text')).rejects.toEqual(new UnknownKey('no-such-key'));
    await expect(keyring.erase('no-such-key')).rejects.toBeInstanceOf(UnknownKey);
  });
});

describe('A key file', () => {
  it('is shared by two processes, which create one key for one subject', async () => {
    const [one, two] = [new VaultKeyring(new KeyFileVault(FILE)), new VaultKeyring(new KeyFileVault(FILE))];
    const subjects = Array.from({ length: 50 }, (_, i) => `shared ${i}`);
    const [ofOne, ofTwo] = await Promise.all([one, two].map((keyring) => Promise.all(subjects.map((subject) => keyring.keyIdFor(subject)))));
    expect(ofOne).toEqual(ofTwo);
    expect(new Set(ofOne).size).toBe(50);
    await Promise.all([one.close(), two.close()]);
  });

  it('opens nothing any more that another process erased the key of, at once, and seals nothing once it is told to forget', async () => {
    const [one, two] = [new VaultKeyring(new KeyFileVault(FILE)), new VaultKeyring(new KeyFileVault(FILE))];
    const keyId = await one.keyIdFor('erased elsewhere');
    const sealed = await one.seal(keyId, 'text');
    expect(await two.open(sealed!)).toBe('text');
    expect(await two.keyIdFor('erased elsewhere')).toBe(keyId);
    await one.erase(keyId);
    expect(await two.open(sealed!)).toBeNull();
    two.forget([keyId]);
    expect(await two.seal(keyId, 'text')).toBeNull();
    expect(await two.keyIdFor('erased elsewhere')).not.toBe(keyId);
    await Promise.all([one.close(), two.close()]);
  });

  it('opens what was sealed before a restart', async () => {
    const before = new VaultKeyring(new KeyFileVault(FILE));
    const sealed = await before.seal(await before.keyIdFor('restart'), 'text');
    await before.close();
    const after = new VaultKeyring(new KeyFileVault(FILE));
    expect(await after.keyIdFor('restart')).toBe(sealed?.keyId);
    expect(await after.open(sealed!)).toBe('text');
    await after.close();
  });

  it('leaves no trace of an erased secret in its files, not even while it is open', async () => {
    const file = join(folder, 'erasing', 'keys.sqlite');
    const vault = new KeyFileVault(file);
    const keys = await Promise.all(Array.from({ length: 20 }, (_, i) => vault.find(`subject ${i}`)));
    const found = (): number => {
      const bytes = Buffer.concat(readdirSync(join(folder, 'erasing')).map((name) => readFileSync(join(folder, 'erasing', name))));
      return keys.filter(({ secret }) => bytes.includes(Buffer.from(secret!))).length;
    };
    expect(found()).toBe(20);
    await Promise.all(keys.map(({ keyId }) => vault.erase(keyId)));
    expect(found()).toBe(0);
    await vault.close();
    const db = new DatabaseSync(file, { readOnly: true });
    expect({ ...db.prepare('SELECT count(*) AS n, count(lookup) AS lookups, count(secret) AS secrets FROM keys').get() }).toEqual({ n: 20, lookups: 0, secrets: 0 });
    db.close();
  });

  it('is closed to others, also where it was left open to them', async () => {
    const file = join(folder, 'open.sqlite');
    writeFileSync(file, '', { mode: 0o644 });
    await new KeyFileVault(file).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('says that it is closed, or that the file is none of its own', async () => {
    const closed = new KeyFileVault(FILE);
    await closed.close();
    await expect(closed.find('x')).rejects.toBeInstanceOf(KeysUnavailable);
    const newer = join(folder, 'newer.sqlite');
    const db = new DatabaseSync(newer);
    db.exec('PRAGMA user_version = 9');
    db.close();
    const vault = new KeyFileVault(newer);
    await expect(vault.find('x')).rejects.toThrow('it has schema 9');
    await expect(vault.find('y')).rejects.toThrow('it has schema 9');
    await vault.close();
  });
});
