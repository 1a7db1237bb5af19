import { readFileSync } from 'node:fs';
import { KeyringRefused } from './keyring-refused.js';

/** 32 random bytes have 43 characters in base64url, 64 in hex. */
const SECRET = /^[\x21-\x7e]{43,512}$/;

/** What key server and replicas prove themselves by: one line of 43 to 512 printable characters. @throws KeyringRefused that repeats none of it. */
export function readSecretFile(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new KeyringRefused(
      `KEYRING_SECRET_FILE ${file} cannot be read (${code}): copy the key server's to this machine. 无法读取密钥服务的口令文件，请从密钥服务器复制。`,
    );
  }
  if (!SECRET.test(text))
    throw new KeyringRefused(
      `KEYRING_SECRET_FILE ${file} must hold 43 to 512 printable characters without spaces, at least 32 random bytes. 口令文件须含 43 至 512 个无空格可见字符（至少 32 个随机字节）。`,
    );
  return text;
}
