import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import type { KeyServerAddress } from '../../../src/privacy/keyring-address.js';
import { type Ended, start } from '../../integration/operations/programs.js';

export interface KeyServerProcess {
  readonly address: KeyServerAddress;
  readonly said: () => string;
  readonly end: (signal: NodeJS.Signals) => Promise<Ended>;
}

/** The command itself, compiled below `compiled`, up to its end. */
export const runKeyServer = (compiled: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  start(compiled, '../privacy/key-server/key-server', args, [], env);

/** The command, once it serves. @param port 0 for any. */
export async function startKeyServerProcess(compiled: string, dataDir: string, port = 0): Promise<KeyServerProcess> {
  const { child, ended } = runKeyServer(compiled, ['--data', dataDir, '--listen', `127.0.0.1:${port}`]);
  let text = '';
  const served = new Promise<string>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const origin = /KEYRING=(\S+)/.exec(text)?.[1];
      if (origin !== undefined) resolve(origin);
    });
  });
  const origin = await Promise.race([served, ended.then(({ err }) => Promise.reject(new Error(err)))]);
  const secret = readFileSync(join(dataDir, 'keyring-secret'), 'utf8').trim();
  const end = (signal: NodeJS.Signals): Promise<Ended> => {
    child.kill(signal);
    return ended;
  };
  return { address: { kind: 'key-server', origin, secret, ca: null }, said: () => text, end };
}
