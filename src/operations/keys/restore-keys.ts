import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hasTable, settle } from '../backup/database-file.js';
import { KEYS_FILE } from '../backup/manifest.js';
import { copyFileDurably, makeWorkFolder, syncToDisk } from '../durable-files.js';
import { refusal, stopIfAborted } from '../exit-codes.js';
import { type MergedKeys, mergeKeys } from '../restore/merge-keys.js';
import { takeOffline } from '../restore/present-data.js';
import { moveAside } from '../restore/put-in-place.js';
import { expectKeyFile, type KeyCounts } from './key-file.js';

export interface KeysRestoreOptions {
  readonly from: string;
  readonly dataDir: string;
  /** Whether a key file that cannot be read may be put aside. */
  readonly replaceDamaged: boolean;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}
export interface RestoredKeys extends KeyCounts {
  readonly merged: MergedKeys;
  /** Files that were put aside. */
  readonly aside: readonly string[];
}

/**
 * Puts a copy of the keys in place, with what was erased since erased again and what was made since kept. The last step is
 * one rename: a kill before it leaves what was there. @throws OperationEnded, also while a service or a key server has them open
 */
export async function restoreKeys({ from, dataDir, replaceDamaged, nowMs, signal }: KeysRestoreOptions): Promise<RestoredKeys> {
  const folder = resolve(dataDir);
  const inPlace = join(folder, KEYS_FILE);
  expectKeyFile(from);
  mkdirSync(folder, { recursive: true });
  const work = makeWorkFolder(join(folder, '.restoring'));
  try {
    const staged = join(work, KEYS_FILE);
    await copyFileDurably(from, staged, 0o600);
    settle(staged);
    stopIfAborted(signal);
    const whole = takeOffline(inPlace);
    if (!whole && !replaceDamaged) throw keysDamaged(inPlace);
    const merged = whole && hasTable(inPlace, 'keys') ? mergeKeys(staged, inPlace) : { erasedAgain: 0, kept: 0 };
    settle(staged);
    const counts = expectKeyFile(staged);
    const aside = moveAside(inPlace, `replaced-${new Date(nowMs()).toISOString().replaceAll(':', '')}`, !whole);
    renameSync(staged, inPlace);
    syncToDisk(folder);
    return { ...counts, merged, aside };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const keysDamaged = (file: string): Error =>
  refusal(
    'KEYS_DAMAGED',
    `${file} cannot be read, so what was erased since the backup is not known and would come back. To put it aside and restore, say --replace-damaged.`,
    `${file} 无法读取，备份后销毁了哪些密钥无从得知，恢复会使其复原。若要将其移到一旁并恢复，请加 --replace-damaged。`,
  );
