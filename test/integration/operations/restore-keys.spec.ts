import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { KeyFileVault } from '../../../src/privacy/key-file.vault.js';
import { VaultKeyring } from '../../../src/privacy/vault-keyring.js';
import { DataFolders } from './data-folders.js';

jest.setTimeout(180_000);
const folders = new DataFolders();
const { path } = folders;

async function withKeys<Result>(data: string, work: (keyring: VaultKeyring) => Promise<Result>): Promise<Result> {
  const keyring = new VaultKeyring(new KeyFileVault(path(data, 'keys.sqlite')));
  const result = await work(keyring);
  await keyring.close();
  return result;
}

describe('The keys of a restore', () => {
  it('keep what was erased since the backup erased, and what was made since', async () => {
    await folders.hallWithBackup('keys');
    const texts = await withKeys('keys', async (keyring) => {
      const [early, stays] = [await keyring.keyIdFor('applicant:hall:early'), await keyring.keyIdFor('applicant:hall:stays')];
      return { early, stays, sealedEarly: await keyring.seal(early, 'early'), sealedStays: await keyring.seal(stays, 'stays') };
    });
    expect((await folders.backup('keys', 'keys-full')).code).toBe(0);
    const made = await withKeys('keys', async (keyring) => {
      await keyring.erase(texts.early);
      const [again, late] = [await keyring.keyIdFor('applicant:hall:early'), await keyring.keyIdFor('applicant:hall:late')];
      return { again, late, sealedLate: await keyring.seal(late, 'late') };
    });
    const { code, out } = await folders.restore('keys-full', 'keys', '--replace-log');
    expect([code, out]).toEqual([0, expect.stringMatching(/Erased again: 1 keys[^]*Kept: 2 keys/)]);
    await withKeys('keys', async (keyring) => {
      expect(await keyring.open(sealed(texts.sealedEarly))).toBeNull();
      expect(await keyring.open(sealed(texts.sealedStays))).toBe('stays');
      expect(await keyring.open(sealed(made.sealedLate))).toBe('late');
      expect(await keyring.keyIdFor('applicant:hall:stays')).toBe(texts.stays);
      expect(await keyring.keyIdFor('applicant:hall:late')).toBe(made.late);
      expect(await keyring.keyIdFor('applicant:hall:early')).toBe(made.again);
    });
    expect(statSync(path('keys', 'keys.sqlite')).mode & 0o777).toBe(0o600);
  });

  it('come back whole where none are left, erased ones too, and may be kept apart', async () => {
    await folders.hallWithBackup('lost');
    const keyId = await withKeys('lost', (keyring) => keyring.keyIdFor('applicant:hall:a'));
    expect((await folders.backup('lost', 'lost-full')).code).toBe(0);
    mkdirSync(path('safe'));
    writeFileSync(path('safe', 'k.sqlite'), readFileSync(path('lost-full', 'keys.sqlite')));
    rmSync(path('lost-full', 'keys.sqlite'));
    expect((await folders.restore('lost-full', 'lost-new')).code).toBe(1);
    expect((await folders.restore('lost-full', 'lost-new', '--keys', path('safe', 'k.sqlite'))).code).toBe(0);
    expect(await withKeys('lost-new', (keyring) => keyring.keyIdFor('applicant:hall:a'))).toBe(keyId);
  });

  it('of another key file in place are kept readable, though not found by their subject', async () => {
    await folders.hallWithBackup('one');
    const mine = await withKeys('one', (keyring) => keyring.keyIdFor('applicant:hall:a'));
    expect((await folders.backup('one', 'one-full')).code).toBe(0);
    const other = await withKeys('two', async (keyring) => {
      const keyId = await keyring.keyIdFor('applicant:hall:a');
      return { keyId, text: await keyring.seal(keyId, 'other') };
    });
    expect((await folders.restore('one-full', 'two')).code).toBe(0);
    await withKeys('two', async (keyring) => {
      expect(await keyring.keyIdFor('applicant:hall:a')).toBe(mine);
      expect(await keyring.open(sealed(other.text))).toBe('other');
    });
  });

  it('that cannot be read stop the restore, because what was erased is not known, unless it is told to go on', async () => {
    await folders.hallWithBackup('torn');
    await withKeys('torn', (keyring) => keyring.keyIdFor('applicant:hall:a'));
    expect((await folders.backup('torn', 'torn-full')).code).toBe(0);
    rmSync(path('torn', 'events.sqlite'));
    writeFileSync(path('torn', 'keys.sqlite'), 'not a database, though as long as one would be'.repeat(100));
    const refused = await folders.restore('torn-full', 'torn');
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('KEYS_DAMAGED')]);
    expect((await folders.restore('torn-full', 'torn', '--replace-log')).code).toBe(0);
    expect(readdirSync(path('torn')).some((name) => name.startsWith('keys.sqlite.replaced-'))).toBe(true);
  });
});

function sealed<Text>(text: Text | null): Text {
  if (text === null) throw new Error('There is no sealed text');
  return text;
}
