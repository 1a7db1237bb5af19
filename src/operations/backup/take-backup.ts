import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { makeWorkFolder, statOf, syncToDisk } from '../durable-files.js';
import { refusal, stopIfAborted, usage } from '../exit-codes.js';
import type { LogOpener } from '../logs/log-address.js';
import { verifyLog } from '../logs/verify-log.js';
import type { Progress } from '../progress.js';
import { entryOf, expectSchema, hasTable, settle } from './database-file.js';
import { EVENTS_FILE, KEYS_FILE, type Manifest, MANIFEST_FILE, manifestOf } from './manifest.js';
import { copyPages } from './page-copy.js';
import { KeyCheck } from './sealed-keys.js';

/** Of the key file, which has no application id. */
export const KEYS_SCHEMA = 1;

export interface BackupOptions {
  readonly dataDir: string;
  /** The folder the backup becomes; absent or empty. */
  readonly to: string;
  /** Whether the service keeps its keys on a key server; what may stand in the data folder is then not its own. */
  readonly keysElsewhere: boolean;
  readonly openLog: LogOpener;
  readonly schema: { readonly applicationId: number; readonly version: number };
  readonly nowMs: () => number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * Copies log and keys while the service writes, checks the copy and gives it its name in one step, whole and on the disk.
 * @throws OperationEnded, BrokenLog; then nothing is left under the name.
 */
export async function takeBackup(options: BackupOptions): Promise<Manifest> {
  const to = resolve(options.to);
  const source = join(options.dataDir, EVENTS_FILE);
  if (statOf(source) === null) throw usage('LOG_NOT_FOUND', `There is no log at ${source}.`, `${source} 处没有事件日志。`);
  if (statOf(to) !== null && readdirSync(to).length > 0)
    throw refusal('BACKUP_EXISTS', `${to} is not empty; a backup is never written over another one.`, `${to} 不是空目录；备份不会覆盖已有内容。`);
  expectSchema(source, options.schema.applicationId, options.schema.version);
  const work = makeWorkFolder(`${to}.partial`);
  try {
    const manifest = await fill(work, options);
    stopIfAborted(options.signal);
    renameSync(work, to);
    syncToDisk(dirname(to));
    return manifest;
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw error;
  }
}

async function fill(work: string, options: BackupOptions): Promise<Manifest> {
  const { dataDir, progress, signal, nowMs } = options;
  const takenAt = new Date(nowMs()).toISOString();
  progress.begin('log 日志');
  await copyPages(join(dataDir, EVENTS_FILE), join(work, EVENTS_FILE), progress, signal);
  progress.end();
  // The keys after the log: a text's key is on the disk before the event that needs it.
  const keysCopy = options.keysElsewhere ? null : await copyKeys(work, options);
  const manifest = manifestOf({ takenAt, ...(await check(work, keysCopy, options)) });
  writeFileSync(join(work, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  syncToDisk(join(work, MANIFEST_FILE));
  syncToDisk(work);
  return manifest;
}

async function copyKeys(work: string, { dataDir, progress, signal }: BackupOptions): Promise<string | null> {
  const source = join(dataDir, KEYS_FILE);
  if (!hasTable(source, 'keys')) return null;
  expectSchema(source, 0, KEYS_SCHEMA);
  const copy = join(work, KEYS_FILE);
  progress.begin('keys 密钥');
  await copyPages(source, copy, progress, signal);
  progress.end();
  settle(copy);
  return copy;
}

/** Walks every chain of the copy, and looks every sealed text's key up in the copy of the keys. */
async function check(work: string, keysCopy: string | null, options: BackupOptions): Promise<Omit<Manifest, 'format' | 'version' | 'takenAt'>> {
  const { progress, signal, openLog, schema } = options;
  const file = join(work, EVENTS_FILE);
  const keyCheck = new KeyCheck(keysCopy);
  const log = await openLog(file);
  progress.begin('verifying 校验');
  try {
    const verified = await verifyLog(log, { progress, signal, sharedLog: false, onEvent: ({ data }) => keyCheck.look(data) });
    await log.close();
    settle(file);
    progress.end();
    const { events: count, head, digest } = verified;
    const events = { ...(await entryOf(file, EVENTS_FILE, schema.version)), count, head: head?.toString() ?? null, digest };
    const keys = keysCopy === null ? null : { ...(await entryOf(keysCopy, KEYS_FILE, KEYS_SCHEMA)), ...keyCheck.counts() };
    return { events, keys, textsWithoutKey: options.keysElsewhere ? null : keyCheck.missing };
  } finally {
    keyCheck.close();
    await log.close();
  }
}
