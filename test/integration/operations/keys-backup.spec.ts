import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { KeyFileVault } from '../../../src/privacy/key-file.vault.js';
import type { KeyVault } from '../../../src/privacy/key-vault.js';
import { DataFolders } from './data-folders.js';
import { type Ended, run, start } from './programs.js';

jest.setTimeout(180_000);
const folders = new DataFolders();
const { path, compiled } = folders;
const vaultIn = (data: string): KeyVault => new KeyFileVault(path(data, 'keys.sqlite'));
const backupKeys = (data: string, to: string): Promise<Ended> => run(compiled, 'keys-backup', '-q', '--data', path(data), '--to', path(to));
const restoreKeys = (from: string, data: string, ...more: string[]): Promise<Ended> =>
  run(compiled, 'keys-restore', '-q', '--from', path(from), '--data', path(data), ...more);
const idsOf = (vault: KeyVault, ...subjects: string[]): Promise<string[]> =>
  Promise.all(subjects.map(async (subject) => (await vault.find(subject)).keyId));

describe('npm run keys:backup and keys:restore', () => {
  it('copy the keys while they are used, for their owner only, and put them back', async () => {
    const vault = vaultIn('used');
    const ids = await idsOf(vault, 'a', 'b', 'c');
    await vault.erase(ids[2]!);
    expect(await backupKeys('used', 'used.sqlite')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/3 keys, 1 of them erased; checked\.[^]*sha256 [0-9a-f]{64}/),
    });
    await vault.close();
    expect(statSync(path('used.sqlite')).mode & 0o777).toBe(0o600);
    expect(readdirSync(path()).filter((name) => name.includes('partial'))).toEqual([]);
    expect((await restoreKeys('used.sqlite', 'new')).code).toBe(0);
    expect(statSync(path('new', 'keys.sqlite')).mode & 0o777).toBe(0o600);
    const restored = vaultIn('new');
    expect(await idsOf(restored, 'a', 'b')).toEqual(ids.slice(0, 2));
    expect(await restored.load(ids[2]!)).toEqual({ keyId: ids[2], secret: null });
    await restored.close();
  });

  it('erase again what was erased since, and keep what was made since', async () => {
    const vault = vaultIn('since');
    const [early, stays] = await idsOf(vault, 'early', 'stays');
    expect((await backupKeys('since', 'since.sqlite')).code).toBe(0);
    await vault.erase(early!);
    const [late] = await idsOf(vault, 'late');
    await vault.close();
    expect(await restoreKeys('since.sqlite', 'since')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Erased again: 1. Kept: 1.'),
    });
    const restored = vaultIn('since');
    expect((await restored.load(early!))?.secret).toBeNull();
    expect(await idsOf(restored, 'stays', 'late')).toEqual([stays, late]);
    await restored.close();
  });

  it('write over nothing, and restore nothing while the keys are in use', async () => {
    const vault = vaultIn('held');
    await idsOf(vault, 'a');
    expect((await backupKeys('held', 'held.sqlite')).code).toBe(0);
    const before = readFileSync(path('held.sqlite'));
    expect(await backupKeys('held', 'held.sqlite')).toMatchObject({ code: 3, err: expect.stringContaining('BACKUP_EXISTS') });
    expect(readFileSync(path('held.sqlite')).equals(before)).toBe(true);
    expect(await restoreKeys('held.sqlite', 'held')).toMatchObject({ code: 3, err: expect.stringContaining('IN_USE') });
    await vault.close();
  });

  it('say that there are no keys, that a file is none, and that what is in place cannot be read', async () => {
    expect(await backupKeys('nowhere', 'x.sqlite')).toMatchObject({ code: 2, err: expect.stringContaining('KEYS_NOT_FOUND') });
    writeFileSync(path('junk.sqlite'), 'no database, though as long as one would be'.repeat(100));
    expect(await restoreKeys('junk.sqlite', 'held')).toMatchObject({ code: 1, err: expect.stringContaining('KEYS_DAMAGED') });
    expect(await restoreKeys('absent.sqlite', 'held')).toMatchObject({ code: 2 });
    const vault = vaultIn('torn');
    const [kept] = await idsOf(vault, 'a');
    expect((await backupKeys('torn', 'torn.sqlite')).code).toBe(0);
    await vault.close();
    writeFileSync(path('torn', 'keys.sqlite'), 'no database, though as long as one would be'.repeat(100));
    expect(await restoreKeys('torn.sqlite', 'torn')).toMatchObject({ code: 3, err: expect.stringContaining('--replace-damaged') });
    expect(await restoreKeys('torn.sqlite', 'torn', '--replace-damaged')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Put aside'),
    });
    const restored = vaultIn('torn');
    expect(await idsOf(restored, 'a')).toEqual([kept]);
    await restored.close();
  });
});

describe('npm run backup of a service whose keys are on a key server', () => {
  it('says that they are not in it, and how they are backed up; the restore says it too', async () => {
    await folders.hallWithBackup('remote');
    const vault = vaultIn('remote');
    await idsOf(vault, 'left behind');
    await vault.close();
    const env = { KEYRING: 'https://keys.example:7443' };
    const taken = await start(compiled, 'backup', ['-q', '--data', path('remote'), '--to', path('remote-full')], [], env).ended;
    expect(taken).toMatchObject({
      code: 0,
      out: expect.stringContaining('no keys'),
      err: expect.stringMatching(/KEYS ARE NOT IN THIS BACKUP[^]*npm run keys:backup/),
    });
    expect(readdirSync(path('remote-full')).sort()).toEqual(['events.sqlite', 'manifest.json']);
    expect(JSON.parse(readFileSync(path('remote-full', 'manifest.json'), 'utf8'))).toMatchObject({ keys: null, textsWithoutKey: null });
    expect(await folders.restore('remote-full', 'remote-new')).toMatchObject({
      code: 0,
      out: expect.stringContaining('npm run keys:restore'),
    });
    expect(readdirSync(path('remote-new'))).not.toContain('keys.sqlite');
  });
});
