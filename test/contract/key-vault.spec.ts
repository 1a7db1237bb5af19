import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemoryVault, KeyMemory } from '../../src/privacy/in-memory.vault.js';
import { TIMES } from '../../src/privacy/http/http.vault.js';
import { KeyFileVault } from '../../src/privacy/key-file.vault.js';
import { forbidStrayErrors } from '../support/eventstoredb/no-stray-errors.js';
import { type RunningKeyServer, startKeyServer } from '../support/privacy/key-server.js';
import { describeKeyVault } from './key-vault.contract.js';

jest.setTimeout(60_000);
const folder = mkdtempSync(join(tmpdir(), 'key-vaults-'));
afterAll(() => rmSync(folder, { recursive: true }));
forbidStrayErrors();
const nothing = (): Promise<void> => Promise.resolve();

const memory = new KeyMemory();
describeKeyVault('in memory', () => Promise.resolve({ open: () => new InMemoryVault(memory) }), nothing);
describeKeyVault('in a file', () => Promise.resolve({ open: () => new KeyFileVault(join(folder, 'file', 'keys.sqlite')) }), nothing);

for (const [name, tls] of [
  ['over HTTP', false],
  ['over HTTPS', true],
] as const) {
  let server: RunningKeyServer;
  const begin = async (): Promise<{ open: RunningKeyServer['open'] }> => {
    server = await startKeyServer(join(folder, name), { tls });
    // Patient: a busy machine is no fault.
    return { open: () => server.open({ ...TIMES, callMsMax: 50_000, attemptMsMax: 30_000 }) };
  };
  describeKeyVault(name, begin, async () => {
    await server.stop();
    expect(server.complaints).toEqual([]);
  });
}
