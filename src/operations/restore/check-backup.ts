import { join } from 'node:path';
import { type FileEntry, type Manifest, readManifest } from '../backup/manifest.js';
import { digestOfFile, statOf } from '../durable-files.js';
import { failure, stopIfAborted } from '../exit-codes.js';
import type { Progress } from '../progress.js';

export interface BackupFiles {
  readonly manifest: Manifest;
  readonly events: string;
  /** Null when the backup has none. */
  readonly keys: string | null;
}

/** @throws OperationEnded when a file is not the one that the manifest names. */
export async function checkBackup(from: string, keysFile: string | null, progress: Progress, signal: AbortSignal): Promise<BackupFiles> {
  const manifest = readManifest(from);
  const events = join(from, manifest.events.file);
  const keys = manifest.keys === null ? null : (keysFile ?? join(from, manifest.keys.file));
  progress.begin('checking the backup 检查备份');
  await expectFile(events, manifest.events, progress, signal);
  if (keys !== null && manifest.keys !== null) await expectFile(keys, manifest.keys, progress, signal);
  progress.end();
  return { manifest, events, keys };
}

async function expectFile(file: string, entry: FileEntry, progress: Progress, signal: AbortSignal): Promise<void> {
  const bytes = Number(statOf(file)?.size ?? -1n);
  if (bytes === -1)
    throw failure('BACKUP_INCOMPLETE', `${file} of the backup is missing.`, `备份中缺少 ${file}。`);
  const digest = await digestOfFile(file, (read) => {
    stopIfAborted(signal);
    progress.at(read / Math.max(1, entry.bytes));
  });
  if (bytes !== entry.bytes || digest !== entry.sha256) throw notTheFile(file);
}

export const notTheFile = (file: string): Error =>
  failure('BACKUP_DAMAGED', `${file} is not the file that the manifest names: its SHA-256 differs.`, `${file} 与清单不符：SHA-256 不同。`);
