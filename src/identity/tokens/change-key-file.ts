import { lockedBeside } from '../../operations/locked-beside.js';
import { KeyFileRefused, readKeyFile, replaceKeyFile } from './key-file.js';
import type { SigningKeys } from './signing-key.js';

/** A change takes milliseconds: whoever waits longer stands behind one that hangs. */
const WAIT_MS_MAX = 10_000;

export interface KeyFileChange {
  readonly before: SigningKeys;
  readonly after: SigningKeys;
}

/**
 * Reads, changes and replaces the file as one step among processes: of two at the same instant the second one changes what
 * the first has written, so that no key gets lost.
 * @param change null leaves the file as it is.
 * @returns null where there is no file, or `change` said null. @throws KeyFileRefused
 */
export function changeKeyFile(file: string, change: (keys: SigningKeys) => SigningKeys | null, waitMs = WAIT_MS_MAX): KeyFileChange | null {
  if (readKeyFile(file) === null) return null;
  const changed = (): KeyFileChange | null => {
    const before = readKeyFile(file);
    const after = before === null ? null : change(before);
    if (before === null || after === null) return null;
    replaceKeyFile(file, after);
    return { before, after };
  };
  const busy = (): Error => new KeyFileRefused(`Another process is changing ${file} and does not come to an end; nothing was changed. Try again. 另一进程正在更改令牌密钥文件，未作任何更改，请稍后重试。`);
  return lockedBeside(file, waitMs, changed, busy);
}
