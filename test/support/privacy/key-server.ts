import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { HttpVault, type HttpVaultTimes, TIMES } from '../../../src/privacy/http/http.vault.js';
import { KeyFileVault } from '../../../src/privacy/key-file.vault.js';
import { createKeyServer } from '../../../src/privacy/key-server/key-server.js';
import type { KeyVault } from '../../../src/privacy/key-vault.js';
import type { KeyServerAddress } from '../../../src/privacy/keyring-address.js';
import { LOOPBACK_CERTIFICATE } from '../eventstoredb/loopback-certificate.js';

export const SECRET = 'a-secret-that-is-worth-nothing-but-is-long-enough';

export interface RunningKeyServer {
  readonly address: KeyServerAddress;
  readonly port: number;
  readonly complaints: string[];
  readonly open: (times?: HttpVaultTimes) => KeyVault;
  readonly stop: () => Promise<void>;
}

export interface KeyServerOptions {
  readonly tls?: boolean;
  readonly host?: string;
  /** Default: keys in a file of the folder. */
  readonly vault?: KeyVault;
}

/** A key server in this process, on a free port; with TLS it has the certificate of the stub, which is its own authority. */
export async function startKeyServer(folder: string, options: KeyServerOptions = {}): Promise<RunningKeyServer> {
  const { tls = false, host = '127.0.0.1', vault = new KeyFileVault(join(folder, 'keys.sqlite')) } = options;
  const complaints: string[] = [];
  const server = createKeyServer({
    vault,
    secret: SECRET,
    tls: tls ? LOOPBACK_CERTIFICATE : null,
    complain: (sentence) => complaints.push(sentence),
  });
  await server.listen({ host, port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const origin = `${tls ? 'https' : 'http'}://${host}:${port}`;
  const address: KeyServerAddress = { kind: 'key-server', origin, secret: SECRET, ca: tls ? LOOPBACK_CERTIFICATE.cert : null };
  const stop = async (): Promise<void> => {
    await server.close();
    await vault.close();
  };
  return { address, port, complaints, open: (times = TIMES) => new HttpVault(address, times), stop };
}
