import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hasTable, settle, writing } from '../backup/database-file.js';
import { EVENTS_FILE, KEYS_FILE, type Manifest } from '../backup/manifest.js';
import { copyFileDurably, makeWorkFolder } from '../durable-files.js';
import { failure, refusal, stopIfAborted } from '../exit-codes.js';
import type { LogOpener } from '../logs/log-address.js';
import { verifyLog } from '../logs/verify-log.js';
import type { Progress } from '../progress.js';
import { type BackupFiles, checkBackup, notTheFile } from './check-backup.js';
import { headIdOf } from './head-id.js';
import { type MergedKeys, mergeKeys } from './merge-keys.js';
import { eventsBehind, type PresentLog, presentLog, takeOffline } from './present-data.js';
import { putInPlace } from './put-in-place.js';

/** No position of an event that the restore loses is given to another event: a report that names one never changes its meaning. */
export const POSITION_GAP = 1_000_000n;

export interface RestoreOptions {
  readonly from: string;
  /** Where the backup's key file is kept apart; null: in its folder. */
  readonly keysFile: string | null;
  readonly dataDir: string;
  readonly readModelDir: string;
  /** Whether a log with events in it may be put aside. */
  readonly replaceLog: boolean;
  readonly openLog: LogOpener;
  readonly nowMs: () => number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface Restored {
  readonly manifest: Manifest;
  readonly keys: MergedKeys;
  /** The log that was in place. */
  readonly before: PresentLog;
  /** How many events of it came after the backup; null when none was there or it was another log. */
  readonly lost: number | null;
  /** Files that were put aside. */
  readonly aside: readonly string[];
}

/**
 * Puts a backup into the data folder. Everything is prepared and checked in a folder of its own; the last step is one
 * rename. A kill before it leaves the log that was there, or none; after it the restored one is there, whole.
 * @throws OperationEnded, BrokenLog
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const dataDir = resolve(options.dataDir);
  const inPlace = { events: join(dataDir, EVENTS_FILE), keys: join(dataDir, KEYS_FILE) };
  const backup = await checkBackup(options.from, options.keysFile, options.progress, options.signal);
  const before = presentLog(inPlace.events);
  if (!options.replaceLog && (before.kind === 'damaged' || (before.kind === 'log' && before.count > 0))) throw logInPlace(before, inPlace.events);
  const work = makeWorkFolder(join(dataDir, '.restoring'));
  try {
    const staged = await stageLog(work, backup, before, options);
    stopIfAborted(options.signal);
    // From here on nobody else has the files open: an erasure cannot slip in behind the merge.
    // A damaged log is not opened again: SQLite would tidy away what could still be saved from beside it.
    const whole = { events: before.kind !== 'damaged' && takeOffline(inPlace.events), keys: takeOffline(inPlace.keys) };
    if (!whole.keys && !options.replaceLog) throw keysDamaged(inPlace.keys);
    const keys = await stageKeys(work, backup, whole.keys ? inPlace.keys : null);
    const lost = whole.events ? lostEvents(before, inPlace.events, staged) : null;
    const aside = putInPlace({ staged: { events: staged, keys: keys.file }, inPlace, whole, before, readModelDir: options.readModelDir, nowMs: options.nowMs() });
    return { manifest: backup.manifest, keys: keys.merged, before, lost, aside };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function stageLog(work: string, { manifest, events }: BackupFiles, before: PresentLog, options: RestoreOptions): Promise<string> {
  const { openLog, progress, signal } = options;
  const staged = join(work, EVENTS_FILE);
  if ((await copyFileDurably(events, staged, 0o666)) !== manifest.events.sha256) throw notTheFile(events);
  const log = await openLog(staged);
  try {
    progress.begin('verifying 校验');
    const { events: count, head, digest } = await verifyLog(log, { progress, signal, sharedLog: false });
    progress.end();
    const { events: expected } = manifest;
    if (count !== expected.count || (head?.toString() ?? null) !== expected.head || digest !== expected.digest)
      throw failure('LOGS_DIFFER', `The log of the backup is not what its manifest says: ${count} events, digest ${digest}.`, `备份中的日志与清单不符：${count} 个事件，摘要 ${digest}。`);
  } finally {
    await log.close();
  }
  skipLostPositions(staged, before);
  settle(staged);
  return staged;
}

function skipLostPositions(staged: string, before: PresentLog): void {
  const head = before.kind === 'log' ? (before.head ?? 0n) : 0n;
  writing(staged, (database) => {
    database.exec("INSERT INTO sqlite_sequence (name, seq) SELECT 'events', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'events')");
    database.prepare("UPDATE sqlite_sequence SET seq = max(seq, ?) + ? WHERE name = 'events'").run(head, POSITION_GAP);
  });
}

/** @returns the staged file, or null when the backup has none: then what is in place stays. */
async function stageKeys(work: string, { manifest, keys }: BackupFiles, present: string | null): Promise<{ file: string | null; merged: MergedKeys }> {
  const none = { erasedAgain: 0, kept: 0 };
  if (keys === null || manifest.keys === null) return { file: null, merged: none };
  const file = join(work, KEYS_FILE);
  if ((await copyFileDurably(keys, file, 0o600)) !== manifest.keys.sha256) throw notTheFile(keys);
  const merged = present !== null && hasTable(present, 'keys') ? mergeKeys(file, present) : none;
  settle(file);
  return { file, merged };
}

function lostEvents(before: PresentLog, events: string, staged: string): number | null {
  if (before.kind !== 'log') return null;
  const last = headIdOf(staged);
  return last === null ? before.count : eventsBehind(events, last.position, last.id);
}

const logInPlace = (before: PresentLog, file: string): Error =>
  before.kind === 'log'
    ? refusal('LOG_IN_PLACE', `${file} holds ${before.count} events, up to position ${before.head}. To put it aside and restore, say --replace-log.`, `${file} 中已有 ${before.count} 个事件，直至位置 ${before.head}。若要将其移到一旁并恢复，请加 --replace-log。`)
    : refusal('LOG_IN_PLACE', `${file} is there, but cannot be read. To put it aside and restore, say --replace-log.`, `${file} 存在但无法读取。若要将其移到一旁并恢复，请加 --replace-log。`);

const keysDamaged = (file: string): Error =>
  refusal(
    'KEYS_DAMAGED',
    `${file} cannot be read, so what was erased since the backup is not known and would come back. To put it aside and restore, say --replace-log.`,
    `${file} 无法读取，备份后销毁了哪些密钥无从得知，恢复会使其复原。若要将其移到一旁并恢复，请加 --replace-log。`,
  );
