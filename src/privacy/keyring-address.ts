import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeyringRefused } from './keyring-refused.js';
import { readSecretFile } from './keyring-secret.js';

/** Where keys are kept: 'file' in the data folder, or a key server that several machines share. */
export type KeyringSetting = 'file' | KeyServerAddress;
export interface KeyServerAddress {
  readonly kind: 'key-server';
  /** `https://host:port`; `http` for a loopback address only. */
  readonly origin: string;
  readonly secret: string;
  /** PEM text of the authority that the server's certificate must come from; null: those that Node knows. */
  readonly ca: string | null;
}

export const SECRET_FILE = 'keyring-secret';
const LOOPBACK = new Set(['127.0.0.1', '[::1]']);

/** Whether the keys are on a key server; the address need not be a right one. */
export const namesKeyServer = (env: Readonly<Record<string, string | undefined>>): boolean =>
  !['', 'file'].includes(env['KEYRING']?.trim() ?? '');

/** `KEYRING` of a program's environment, with the files it needs; 'file' where it is not set. @throws KeyringRefused */
export function keyringSettingOf(env: Readonly<Record<string, string | undefined>>, dataDir: string): KeyringSetting {
  if (!namesKeyServer(env)) return 'file';
  const origin = originOf(env['KEYRING']?.trim() ?? '');
  const secret = readSecretFile(env['KEYRING_SECRET_FILE']?.trim() || join(dataDir, SECRET_FILE));
  const caFile = env['KEYRING_CA_FILE']?.trim() || null;
  return { kind: 'key-server', origin, secret, ca: caFile === null ? null : readCa(caFile) };
}

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const bare =
    url !== null && ['', '/'].includes(url.pathname) && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  if (!bare || !['http:', 'https:'].includes(url.protocol))
    throw new KeyringRefused(
      'KEYRING must be "file" or https://host:port, without a path, a user or anything behind it. KEYRING 应为 file 或 https://主机:端口。',
    );
  if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname))
    throw new KeyringRefused(
      'KEYRING must be https:// but for 127.0.0.1 and [::1]: keys never cross a network in clear. 除本机回环地址外 KEYRING 必须使用 https://，密钥不得以明文经过网络。',
    );
  return url.origin;
}

function readCa(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    new X509Certificate(text); // What is no certificate would be left out without a word.
    return text;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new KeyringRefused(
      `KEYRING_CA_FILE ${file} holds no certificate in PEM form, or cannot be read (${code}). 证书颁发机构文件无法读取，或不是 PEM 证书。`,
    );
  }
}
