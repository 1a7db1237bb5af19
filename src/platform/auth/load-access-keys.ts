import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AppConfig, ConfigError } from '../config.js';
import type { AccessKey } from './access-keys.js';
import { ROLES, type Role } from '../../kernel/actor.js';

type KeyFile = Record<Role, { readonly name: string; readonly secret: string }>;

export interface LoadedKeys {
  readonly keys: readonly AccessKey[];
  /** The file of the generated keys; null when the environment names a key for every role. */
  readonly file: string | null;
}

/**
 * One key a role: the environment's, else the one in `access-keys.json`, which is generated at the first start.
 * @throws ConfigError when the file is there but cannot be read.
 */
export function loadAccessKeys(config: Pick<AppConfig, 'dataDir' | 'keys'>): LoadedKeys {
  const configured = ROLES.flatMap((role) => (config.keys[role] ? [{ role, ...config.keys[role] }] : []));
  if (configured.length === ROLES.length) return { keys: configured, file: null };
  const file = join(config.dataDir, 'access-keys.json');
  const stored = readKeyFile(file) ?? generateKeyFile(config.dataDir, file);
  const keys = ROLES.map((role) => configured.find((key) => key.role === role) ?? { role, principal: stored[role].name, secret: stored[role].secret });
  return { keys, file };
}

function readKeyFile(file: string): KeyFile | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new ConfigError(`The access keys in ${file} cannot be read; check the file's permissions.`);
  }
  try {
    const keys = JSON.parse(text) as KeyFile;
    for (const role of ROLES) if (typeof keys[role].name !== 'string' || keys[role].secret.length < 16) throw new TypeError(role);
    return keys;
  } catch {
    throw new ConfigError(`${file} does not hold one { name, secret } for each of ${ROLES.join(', ')}. Repair it, or remove it to have new keys made.`);
  }
}

const codeOf = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined);

function generateKeyFile(dataDir: string, file: string): KeyFile {
  const entries = ROLES.map((role) => [role, { name: `${role}-1`, secret: randomBytes(24).toString('base64url') }]);
  const keys = Object.fromEntries(entries) as KeyFile;
  mkdirSync(dataDir, { recursive: true });
  // 'wx': two processes that start together must not overwrite each other's keys.
  try {
    writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const other = codeOf(error) === 'EEXIST' ? readKeyFile(file) : null;
    if (other === null) throw error;
    return other;
  }
  chmodSync(file, 0o600);
  return keys;
}
