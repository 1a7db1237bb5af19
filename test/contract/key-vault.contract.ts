import fc from 'fast-check';
import type { KeyVault } from '../../src/privacy/key-vault.js';
import { KeysUnavailable } from '../../src/privacy/keyring.js';
import { runSeed } from '../support/event-store/random.js';

export interface VaultUnderTest {
  /** A vault on the keys that this subject has had from the start, as another process would open it. */
  readonly open: () => KeyVault;
}

const hex = (secret: Uint8Array | null): string | null => secret && Buffer.from(secret).toString('hex');
const NAMES = [
  '',
  ' ',
  '身份证 4403',
  '👩🏽‍💼',
  'a\u0000b',
  '__proto__',
  'constructor',
  '"\\\n',
  `applicant:${'好'.repeat(64)}:${'好'.repeat(256)}`,
  '\u0001'.repeat(1_000),
];

/** What every place of keys keeps, wherever it is. */
export function describeKeyVault(name: string, begin: () => Promise<VaultUnderTest>, end: () => Promise<void>): void {
  describe(`A key vault ${name}`, () => {
    let subject: VaultUnderTest;
    let vault: KeyVault;
    let fresh = 0;
    const unused = (): string => `subject ${(fresh += 1)}`;
    beforeAll(async () => {
      subject = await begin();
      vault = subject.open();
    });
    afterAll(async () => {
      await vault.close();
      await end();
    });

    it('gives a subject one key for ever, of 32 bytes, and another subject another', async () => {
      const [one, two] = [unused(), unused()];
      const [first, again, other] = [await vault.find(one), await vault.find(one), await vault.find(two)];
      expect(again.keyId).toBe(first.keyId);
      expect(hex(again.secret)).toBe(hex(first.secret));
      expect(first.secret).toHaveLength(32);
      expect(other.keyId).not.toBe(first.keyId);
      expect(hex(other.secret)).not.toBe(hex(first.secret));
    });

    it('takes any name for a subject, and mistakes none for another', async () => {
      const keys = await Promise.all(NAMES.map((one) => vault.find(one)));
      expect(new Set(keys.map(({ keyId }) => keyId)).size).toBe(NAMES.length);
      const again = await Promise.all(NAMES.map((one) => vault.find(one)));
      expect(again.map(({ keyId }) => keyId)).toEqual(keys.map(({ keyId }) => keyId));
    });

    it('loads a key that it gave, and null for one that never was', async () => {
      const { keyId, secret } = await vault.find(unused());
      const loaded = await vault.load(keyId);
      expect([loaded?.keyId, hex(loaded?.secret ?? null)]).toEqual([keyId, hex(secret)]);
      expect(await Promise.all(['', 'never', '__proto__', `${keyId} `].map((id) => vault.load(id)))).toEqual([null, null, null, null]);
    });

    it('looks up the key of a subject that has one, and makes none for another', async () => {
      const [one, two] = [unused(), unused()];
      const { keyId, secret } = await vault.find(one);
      const found = await vault.lookup(one);
      expect([found?.keyId, hex(found?.secret ?? null)]).toEqual([keyId, hex(secret)]);
      expect(await Promise.all([vault.lookup(two), vault.lookup(two)])).toEqual([null, null]);
      await vault.erase(keyId);
      expect(await vault.lookup(one)).toBeNull();
    });

    it('has nothing of an erased key but its name, and a new key for its subject', async () => {
      const one = unused();
      const { keyId, secret } = await vault.find(one);
      await vault.erase(keyId);
      expect(await vault.load(keyId)).toEqual({ keyId, secret: null });
      const next = await vault.find(one);
      expect(next.keyId).not.toBe(keyId);
      expect(hex(next.secret)).not.toBe(hex(secret));
    });

    it('may be told twice to erase a key, and to erase one that never was', async () => {
      const one = unused();
      const { keyId } = await vault.find(one);
      await vault.erase(keyId);
      const next = await vault.find(one);
      await vault.erase(keyId);
      await vault.erase('never');
      expect(await vault.load('never')).toBeNull();
      expect((await vault.find(one)).keyId).toBe(next.keyId);
    });

    it('makes one key for one subject, however many ask at once, here and elsewhere', async () => {
      const other = subject.open();
      const subjects = Array.from({ length: 20 }, unused);
      const ask = (at: KeyVault): Promise<string[]> =>
        Promise.all(subjects.flatMap((one) => [one, one]).map(async (one) => (await at.find(one)).keyId));
      const [here, there] = await Promise.all([ask(vault), ask(other)]);
      expect(there).toEqual(here);
      expect(new Set(here).size).toBe(subjects.length);
      await other.close();
    });

    it('answers thousands that ask at once, each its own', async () => {
      const subjects = Array.from({ length: 2_500 }, unused);
      const keys = await Promise.all(subjects.map((one) => vault.find(one)));
      expect(new Set(keys.map(({ keyId }) => keyId)).size).toBe(2_500);
      const loaded = await Promise.all(keys.map(({ keyId }) => vault.load(keyId)));
      expect(loaded.map((key) => key && hex(key.secret))).toEqual(keys.map(({ secret }) => hex(secret)));
    });

    it('shows an erasure here to whoever asks elsewhere, at once', async () => {
      const other = subject.open();
      const { keyId } = await other.find(unused());
      await vault.erase(keyId);
      expect(await other.load(keyId)).toEqual({ keyId, secret: null });
      await other.close();
    });

    it('finishes what is under way when it is closed, and refuses what comes then', async () => {
      const closing = subject.open();
      const one = unused();
      const underWay = closing.find(one);
      await closing.close();
      expect((await underWay).keyId).toBe((await vault.find(one)).keyId);
      await expect(closing.find(one)).rejects.toBeInstanceOf(KeysUnavailable);
      await expect(closing.lookup('x')).rejects.toBeInstanceOf(KeysUnavailable);
      await expect(closing.load('x')).rejects.toBeInstanceOf(KeysUnavailable);
      await expect(closing.erase('x')).rejects.toBeInstanceOf(KeysUnavailable);
    });

    it(`does what the model does, whatever the order (SEED=${runSeed})`, async () => {
      const step = fc.record({ kind: fc.constantFrom('find', 'lookup', 'load', 'erase'), subject: fc.integer({ min: 0, max: 3 }) });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          const prefix = unused();
          const current = new Map<number, string>();
          const erased = new Set<string>();
          for (const { kind, subject: index } of steps) {
            const keyId = current.get(index);
            if (kind === 'find') {
              const found = await vault.find(`${prefix} ${index}`);
              expect(keyId === undefined ? !erased.has(found.keyId) : found.keyId === keyId).toBe(true);
              current.set(index, found.keyId);
            } else if (kind === 'lookup') {
              expect((await vault.lookup(`${prefix} ${index}`))?.keyId).toBe(keyId);
            } else if (keyId !== undefined && kind === 'load') {
              expect((await vault.load(keyId))?.secret).toHaveLength(32);
            } else if (keyId !== undefined) {
              await vault.erase(keyId);
              current.delete(index);
              erased.add(keyId);
            }
          }
          for (const keyId of erased) expect(await vault.load(keyId)).toEqual({ keyId, secret: null });
        }),
        { seed: runSeed, numRuns: 20 },
      );
    });
  });
}
