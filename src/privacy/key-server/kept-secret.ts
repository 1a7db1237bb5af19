import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SECRET_BYTES } from '../key-operations.js';
import { readSecretFile } from '../keyring-secret.js';

export interface KeptSecret {
  readonly secret: string;
  /** Whether it was made now. */
  readonly made: boolean;
}

/** Reads the file; makes it (mode 0600) where there is none. Of two servers that start at once, both have the same. @throws KeyringRefused */
export function keptSecret(file: string): KeptSecret {
  const made = !existsSync(file) && make(file);
  return { secret: readSecretFile(file), made };
}

/** Written beside, on the disk, and then given its name: nobody ever reads half of it. */
function make(file: string): boolean {
  const folder = dirname(file);
  const draft = `${file}.${process.pid}`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  rmSync(draft, { force: true });
  try {
    writeFileSync(draft, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true });
    linkSync(draft, file);
    const handle = openSync(folder, 'r');
    fsyncSync(handle);
    closeSync(handle);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
