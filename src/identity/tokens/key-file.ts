import { chmodSync, closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { newSigningKey, type SigningKeys, signingKeysOf } from './signing-key.js';

/** The file of the signing keys cannot be used; the message says what to do, in English and Chinese. */
export class KeyFileRefused extends Error {
  override readonly name = 'KeyFileRefused';
}

const BYTES_MAX = 64 * 1024;
export const codeOf = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined);

/** The keys of the file, the signing one first; made when it is absent. @throws KeyFileRefused */
export function openKeyFile(file: string, nowMs: number): SigningKeys {
  return readKeyFile(file) ?? createKeyFile(file, nowMs);
}

/** @returns null when there is no file. @throws KeyFileRefused */
export function readKeyFile(file: string): SigningKeys | null {
  let text: string;
  try {
    if (statSync(file).size > BYTES_MAX) throw new KeyFileRefused(`${file} is too large to hold token keys. 文件过大，不是令牌密钥文件。`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    if (error instanceof KeyFileRefused) throw error;
    throw new KeyFileRefused(`The token keys in ${file} cannot be read; check the file's permissions. 无法读取令牌密钥文件，请检查文件权限。`);
  }
  const keys = signingKeysOf(text);
  if (keys !== null) return keys;
  throw new KeyFileRefused(`${file} does not hold the keys that tokens are signed with. Restore it from a backup, or remove it to have a new one made: then every token ends. 令牌密钥文件已损坏：请从备份恢复，或删除后重新生成（现有令牌将全部失效）。`);
}

/** Replaces the file as a whole: a reader sees the old one or the new one. */
export function replaceKeyFile(file: string, keys: SigningKeys): void {
  const next = writeBeside(file, keys);
  try {
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}

function createKeyFile(file: string, nowMs: number): SigningKeys {
  mkdirSync(dirname(file), { recursive: true });
  const keys: SigningKeys = [newSigningKey(nowMs)];
  const next = writeBeside(file, keys);
  // Of two processes that start together one makes the file, and both use it: a link never replaces.
  try {
    linkSync(next, file);
    return keys;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') writeFileSync(file, textOf(keys), { mode: 0o600, flag: 'wx' });
    return readKeyFile(file) ?? keys;
  } finally {
    rmSync(next, { force: true });
  }
}

const textOf = (keys: SigningKeys): string => `${JSON.stringify({ keys }, null, 2)}\n`;

/** For the owner's eyes only, and on the disk before anybody relies on it. */
function writeBeside(file: string, keys: SigningKeys): string {
  const next = `${file}.${randomUUID()}`;
  const handle = openSync(next, 'wx', 0o600);
  try {
    writeFileSync(handle, textOf(keys));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  chmodSync(next, 0o600);
  return next;
}
