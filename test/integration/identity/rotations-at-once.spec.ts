import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { changeKeyFile } from '../../../src/identity/tokens/change-key-file.js';
import { KeyFileRefused, openKeyFile, readKeyFile, replaceKeyFile } from '../../../src/identity/tokens/key-file.js';
import { newSigningKey, type SigningKeys } from '../../../src/identity/tokens/signing-key.js';
import { compileSources } from '../../support/compile-sources.js';

const NOW = Date.parse('2026-03-02T04:00:00Z');
const PROCESSES = 3;
const EACH = 5;
jest.setTimeout(120_000);

describe('Rotations of the token keys at the same instant', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rotations-'));
  const file = join(folder, 'token-keys.json');
  const kids = () => readKeyFile(file)?.map(({ kid }) => kid) ?? [];
  beforeEach(() => {
    rmSync(file, { force: true });
    openKeyFile(file, NOW);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('lose no key, in whichever processes they run', async () => {
    const compiled = compileSources(folder, /^(kernel|operations\/locked-beside|identity\/tokens|platform\/auth\/authenticator)\b.*(?<!\.main)\.ts$/);
    const rotating = `
      const { changeKeyFile } = await import(${JSON.stringify(join(compiled, 'identity/tokens/change-key-file.js'))});
      const { rotated } = await import(${JSON.stringify(join(compiled, 'identity/tokens/rotation.js'))});
      await new Promise((resolve) => setTimeout(resolve, Number(process.argv[2]) - Date.now()));
      for (let n = 0; n < ${EACH}; n += 1) console.log(changeKeyFile(process.argv[1], (keys) => rotated(keys, ${NOW}, false)).after[0].kid);`;
    const [first] = kids();
    const begin = String(Date.now() + 1_000);
    const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', rotating, file, begin]);
    const made = (await Promise.all(Array.from({ length: PROCESSES }, run))).flatMap(({ stdout }) => stdout.trim().split('\n'));
    expect(made).toHaveLength(PROCESSES * EACH);
    expect(kids().sort()).toEqual([...made, first].sort());
    expect(readdirSync(folder).filter((name) => name.startsWith('token-keys')).sort()).toEqual(['token-keys.json', 'token-keys.json.lock']);
  });

  it('wait for one that is under way, and are refused when it does not end; without the lock a key is lost (negative control inside)', () => {
    const added = (keys: SigningKeys): SigningKeys => [newSigningKey(NOW), ...keys];
    const other = new DatabaseSync(`${file}.lock`);
    other.exec('BEGIN EXCLUSIVE');
    expect(() => changeKeyFile(file, added, 20)).toThrow(KeyFileRefused);
    expect(kids()).toHaveLength(1);
    other.close();
    expect(changeKeyFile(file, added, 20)?.after.map(({ kid }) => kid)).toEqual(kids());
    const [here, there] = [added(readKeyFile(file)!), added(readKeyFile(file)!)];
    replaceKeyFile(file, here);
    replaceKeyFile(file, there);
    expect(kids()).not.toContain(here[0].kid);
  });

  it('never touch the file where a change is not to be, or there is none, and leave the lock free where one fails', () => {
    expect(changeKeyFile(file, () => null, 20)).toBeNull();
    expect(() => changeKeyFile(file, () => { throw new Error('full'); }, 20)).toThrow('full');
    expect(changeKeyFile(file, (keys) => keys, 20)?.before).toEqual(readKeyFile(file));
    rmSync(file);
    expect(changeKeyFile(file, (keys) => keys, 20)).toBeNull();
    expect(readKeyFile(file)).toBeNull();
  });
});
