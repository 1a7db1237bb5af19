import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { SECRET_FILE } from '../keyring-address.js';
import { KeyringRefused } from '../keyring-refused.js';
import type { KeyServerParts } from './key-server.js';

export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  readonly secretFile: string;
  readonly tls: KeyServerParts['tls'];
}
type Environment = Readonly<Record<string, string | undefined>>;

export const LISTEN = '127.0.0.1:7443';
const LOOPBACK = new Set(['127.0.0.1', '::1']);

/** @param listen `host:port`, an IPv6 address in brackets. @throws KeyringRefused that names the variable. */
export function serverSettingsOf(listen: string, dataDir: string, env: Environment): ServerSettings {
  const [, host6, host4, portText] = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]{1,253})):(\d{1,5})$/.exec(listen.trim()) ?? [];
  const host = host6 ?? host4;
  const port = Number(portText);
  if (host === undefined || port > 65_535 || (host6 !== undefined && !isIPv6(host6)))
    throw new KeyringRefused(
      'KEYRING_LISTEN must be host:port, an IPv6 address in brackets, such as 127.0.0.1:7443. KEYRING_LISTEN 应为 主机:端口。',
    );
  const tls = tlsOf(env);
  if (tls === null && !LOOPBACK.has(host))
    throw new KeyringRefused(
      `KEYRING_TLS_CERT_FILE and KEYRING_TLS_KEY_FILE must be set to listen on ${host}: without them only 127.0.0.1 and [::1] are served, because keys never cross a network in clear. 非回环地址须配置 TLS 证书与私钥。`,
    );
  return { host, port, secretFile: env['KEYRING_SECRET_FILE']?.trim() || join(dataDir, SECRET_FILE), tls };
}

function tlsOf(env: Environment): KeyServerParts['tls'] {
  const [certFile, keyFile] = [env['KEYRING_TLS_CERT_FILE']?.trim(), env['KEYRING_TLS_KEY_FILE']?.trim()];
  if (!certFile && !keyFile) return null;
  if (!certFile || !keyFile)
    throw new KeyringRefused('KEYRING_TLS_CERT_FILE and KEYRING_TLS_KEY_FILE must be set together. 证书与私钥须同时配置。');
  const tls = { cert: read('KEYRING_TLS_CERT_FILE', certFile), key: read('KEYRING_TLS_KEY_FILE', keyFile) };
  try {
    createSecureContext(tls);
    return tls;
  } catch (error) {
    throw new KeyringRefused(
      `KEYRING_TLS_CERT_FILE and KEYRING_TLS_KEY_FILE do not hold a certificate and its key in PEM form (${codeOf(error)}). 证书与私钥不匹配或格式有误。`,
    );
  }
}

function read(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new KeyringRefused(`${variable} ${file} cannot be read: ${codeOf(error)}. 文件无法读取。`);
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? (error as Error).name;
