import { linkSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { settle } from '../backup/database-file.js';
import { KEYS_FILE } from '../backup/manifest.js';
import { copyPages } from '../backup/page-copy.js';
import { digestOfFile, makeWorkFolder, statOf, syncToDisk } from '../durable-files.js';
import { refusal, stopIfAborted } from '../exit-codes.js';
import type { Progress } from '../progress.js';
import { expectKeyFile, type KeyCounts } from './key-file.js';

export interface KeysBackupOptions {
  readonly dataDir: string;
  /** The file the copy becomes; absent. */
  readonly to: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}
export interface KeysBackup extends KeyCounts {
  /** Hex. */
  readonly sha256: string;
}

/** Copies the keys while they are used; the copy gets its name whole and on the disk. @throws OperationEnded */
export async function backupKeys({ dataDir, to, progress, signal }: KeysBackupOptions): Promise<KeysBackup> {
  const target = resolve(to);
  const source = join(dataDir, KEYS_FILE);
  if (statOf(target) !== null) throw exists(target);
  expectKeyFile(source);
  const work = makeWorkFolder(join(dirname(target), `.${basename(target)}.partial`));
  try {
    const copy = join(work, KEYS_FILE);
    progress.begin('keys 密钥');
    await copyPages(source, copy, progress, signal);
    progress.end();
    settle(copy);
    const counts = expectKeyFile(copy);
    const sha256 = await digestOfFile(copy);
    stopIfAborted(signal);
    give(copy, target);
    return { ...counts, sha256 };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A link, unlike a rename, never takes the place of a file that came meanwhile. */
function give(copy: string, target: string): void {
  try {
    linkSync(copy, target);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? exists(target) : error;
  }
  syncToDisk(dirname(target));
}

const exists = (target: string): Error =>
  refusal('BACKUP_EXISTS', `${target} is there; a backup is never written over another one.`, `${target} 已存在；备份不会覆盖已有文件。`);
