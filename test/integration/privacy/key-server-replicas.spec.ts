import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { HttpVault, type HttpVaultTimes } from '../../../src/privacy/http/http.vault.js';
import type { KeyVault } from '../../../src/privacy/key-vault.js';
import { UnknownKey } from '../../../src/privacy/keyring.js';
import { VaultKeyring } from '../../../src/privacy/vault-keyring.js';
import { forbidStrayErrors } from '../../support/eventstoredb/no-stray-errors.js';
import { type RunningKeyServer, startKeyServer } from '../../support/privacy/key-server.js';

const folder = mkdtempSync(join(tmpdir(), 'key-server-'));
afterAll(() => rmSync(folder, { recursive: true }));
forbidStrayErrors();

const QUICK: HttpVaultTimes = { callMsMax: 1_000, attemptMsMax: 500, backoffFirstMs: 2, backoffMsMax: 20 };
const running: RunningKeyServer[] = [];
const begin = async (options: Parameters<typeof startKeyServer>[1] = {}): Promise<RunningKeyServer> => {
  const server = await startKeyServer(mkdtempSync(join(folder, 'keys-')), options);
  running.push(server);
  return server;
};
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

describe('Replicas of a key server', () => {
  it('seal for each other, and know no key of another server', async () => {
    const [shared, other] = [await begin({ tls: true }), await begin({ tls: true })];
    const [one, two, stranger] = [shared, shared, other].map((server) => new VaultKeyring(server.open()));
    const subjects = Array.from({ length: 50 }, (_, index) => `applicant:hall:${index}`);
    const [ofOne, ofTwo] = await Promise.all(
      [one, two].map((keyring) => Promise.all(subjects.map((subject) => keyring!.keyIdFor(subject)))),
    );
    expect(ofTwo).toEqual(ofOne);
    const sealed = await one!.seal(ofOne![0]!, '身份证 4403');
    expect(await two!.open(sealed!)).toBe('身份证 4403');
    expect(await two!.mac(sealed!.keyId, 'text')).toBe(await one!.mac(sealed!.keyId, 'text'));
    await expect(stranger!.open(sealed!)).rejects.toEqual(new UnknownKey(sealed!.keyId));
    await one!.checkAnswers();
    await Promise.all([one, two, stranger].map((keyring) => keyring!.close()));
  });

  const refusal = async (vault: KeyVault): Promise<unknown> => {
    const error: unknown = await vault.find('s').catch((caught: unknown) => caught);
    await vault.close();
    return error;
  };

  it('do not talk to a server whose certificate they do not trust, nor to one of another name', async () => {
    const { address } = await begin({ tls: true });
    expect(await refusal(new HttpVault({ ...address, ca: null }, QUICK))).toMatchObject({
      code: 'KEYRING_NOT_TRUSTED',
      message: expect.stringContaining('KEYRING_CA_FILE'),
    });
    // The certificate names 127.0.0.1 and localhost.
    const elsewhere = await begin({ tls: true, host: '127.0.0.2' });
    expect(await refusal(elsewhere.open(QUICK))).toMatchObject({
      code: 'KEYRING_NOT_TRUSTED',
      message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
    });
  });

  it('cannot be made to trust by the environment', async () => {
    const { address } = await begin({ tls: true });
    // The runner gives tests a copy of `process`: TLS looks at the process itself.
    const { env } = runInThisContext('process') as NodeJS.Process;
    const before = env['NODE_TLS_REJECT_UNAUTHORIZED'];
    env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect(await refusal(new HttpVault({ ...address, ca: null }, QUICK))).toMatchObject({ code: 'KEYRING_NOT_TRUSTED' });
    } finally {
      if (before === undefined) delete env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
  });

  it('are told when their secret is not the server’s', async () => {
    const { address } = await begin({ tls: true });
    expect(await refusal(new HttpVault({ ...address, secret: 'x'.repeat(43) }, QUICK))).toMatchObject({ code: 'KEYRING_SECRET_REFUSED' });
  });
});
