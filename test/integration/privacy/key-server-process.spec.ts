import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpVault, TIMES } from '../../../src/privacy/http/http.vault.js';
import type { KeyVault } from '../../../src/privacy/key-vault.js';
import { KeysUnavailable } from '../../../src/privacy/keyring.js';
import { randomIntegers, runSeed } from '../../support/event-store/random.js';
import { forbidStrayErrors } from '../../support/eventstoredb/no-stray-errors.js';
import { type KeyServerProcess, runKeyServer, startKeyServerProcess } from '../../support/privacy/key-server-process.js';
import { compilePrograms } from '../operations/programs.js';

jest.setTimeout(120_000);
forbidStrayErrors();
const folder = mkdtempSync(join(tmpdir(), 'keys-serve-'));
const compiled = compilePrograms(folder);
const data = (): string => mkdtempSync(join(folder, 'data-'));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const processes: KeyServerProcess[] = [];
const serve = async (dataDir: string, port = 0): Promise<KeyServerProcess> => {
  const server = await startKeyServerProcess(compiled, dataDir, port);
  processes.push(server);
  return server;
};
afterAll(async () => {
  await Promise.all(processes.map((server) => server.end('SIGKILL')));
  rmSync(folder, { recursive: true });
});

describe('npm run keys:serve', () => {
  it('explains itself in two languages, with its exit codes', async () => {
    const { code, out } = await runKeyServer(compiled, ['--help']).ended;
    expect([code, out]).toEqual([0, expect.stringMatching(/Keeps the keys[^]*密钥服务[^]*KEYRING_SECRET_FILE[^]*Exit codes 退出码/)]);
  });

  it('makes a secret at its first start and never shows it, keeps both files to itself, and stops with 0', async () => {
    const dataDir = data();
    const server = await serve(dataDir);
    const vault = new HttpVault(server.address);
    const { keyId } = await vault.find('s');
    await vault.close();
    expect(['keys.sqlite', 'keyring-secret'].map((name) => statSync(join(dataDir, name)).mode & 0o777)).toEqual([0o600, 0o600]);
    const { code, out, err } = await server.end('SIGTERM');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('made now');
    expect(out).not.toContain(server.address.secret);
    const again = await serve(dataDir);
    expect(again.said()).not.toContain('made now');
    const later = new HttpVault(again.address);
    expect((await later.find('s')).keyId).toBe(keyId);
    await later.close();
    expect((await again.end('SIGINT')).code).toBe(0);
    expect(readdirSync(dataDir).sort()).toEqual(['keyring-secret', 'keys.sqlite']);
  });

  it.each<readonly [string, readonly string[], number, RegExp]>([
    ['an argument it does not know', ['--port', '1'], 2, /unknown option/],
    ['an address that others reach, without a certificate', ['--listen', '0.0.0.0:7443'], 2, /SETTING_REFUSED: KEYRING_TLS_CERT_FILE/],
    ['no address', ['--listen', 'x'], 2, /SETTING_REFUSED: KEYRING_LISTEN/],
  ])('refuses %s', async (_what, args, code, says) => {
    expect(await runKeyServer(compiled, ['--data', data(), ...args]).ended).toMatchObject({ code, err: expect.stringMatching(says) });
  });

  it('says that another program listens there, and that a key file is none', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const taken = await runKeyServer(compiled, ['--data', data(), '--listen', `127.0.0.1:${(other.address() as AddressInfo).port}`]).ended;
    other.close();
    expect(taken).toMatchObject({ code: 3, err: expect.stringContaining('ADDRESS_IN_USE') });
    const dataDir = data();
    writeFileSync(join(dataDir, 'keys.sqlite'), 'no database, though as long as one would be'.repeat(100));
    expect(await runKeyServer(compiled, ['--data', dataDir, '--listen', '127.0.0.1:0']).ended).toMatchObject({
      code: 4,
      err: expect.stringContaining('KEYS_UNAVAILABLE'),
    });
  });
});

describe('A key server that is killed with -9 while two replicas find', () => {
  it(`gives no subject two keys, and loses none that it acknowledged (SEED=${runSeed})`, async () => {
    const random = randomIntegers(runSeed);
    const dataDir = data();
    let server = await serve(dataDir);
    const port = Number(new URL(server.address.origin).port);
    const SUBJECTS = 1_500;
    const KILLS = 4;
    let kills = 0;
    /** Asks until it is answered, as a terminal that sends again. */
    const findPatiently = async (vault: KeyVault, subject: string): Promise<string> => {
      for (;;) {
        try {
          const { keyId, secret } = await vault.find(subject);
          return `${keyId} ${Buffer.from(secret!).toString('hex')}`;
        } catch (error) {
          if (!(error instanceof KeysUnavailable)) throw error;
        }
      }
    };
    const replica = async (): Promise<string[]> => {
      const vault = new HttpVault(server.address, { ...TIMES, attemptMsMax: 500 });
      const found: string[] = [];
      for (let index = 0; index < SUBJECTS || kills < KILLS; index += 25) {
        const names = Array.from({ length: 25 }, (_, offset) => `s ${index + offset}`);
        found.push(...(await Promise.all(names.map((name) => findPatiently(vault, name)))));
        await pause(random(5));
      }
      await vault.close();
      return found;
    };
    const killer = async (): Promise<void> => {
      for (; kills < KILLS; kills += 1) {
        await pause(50 + random(150));
        await server.end('SIGKILL');
        server = await serve(dataDir, port);
      }
    };
    const [one, two] = await Promise.all([replica(), replica(), killer()]);
    const both = Math.min(one.length, two.length);
    expect(both).toBeGreaterThanOrEqual(SUBJECTS);
    expect(two.slice(0, both)).toEqual(one.slice(0, both));
    const longest = one.length > two.length ? one : two;
    expect(new Set(longest).size).toBe(longest.length);
    const afterwards = new HttpVault(server.address);
    const kept = await Promise.all(longest.map((_, index) => findPatiently(afterwards, `s ${index}`)));
    expect(kept).toEqual(longest);
    await afterwards.close();
  });
});
