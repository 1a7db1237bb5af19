import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure, usage } from '../exit-codes.js';

export const MANIFEST_FILE = 'manifest.json';
export const EVENTS_FILE = 'events.sqlite';
export const KEYS_FILE = 'keys.sqlite';
const FORMAT = 'service-efficiency-tracker/backup';
const VERSION = 1;

export interface FileEntry {
  readonly file: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
  readonly schemaVersion: number;
}
/** What a backup holds, written last. Positions are decimal text; instants are ISO 8601 in UTC. */
export interface Manifest {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  /** When the log's snapshot was taken: what was acknowledged before is in it. */
  readonly takenAt: string;
  readonly events: FileEntry & {
    readonly count: number;
    /** Position of the last event; null for an empty log. */
    readonly head: string | null;
    /** Over (stream, revision, hash) of every event in the order of the log. */
    readonly digest: string;
  };
  /** Null when the service had kept no key yet, or keeps them on a key server. */
  readonly keys: (FileEntry & { readonly count: number; readonly erased: number }) | null;
  /** Sealed texts whose key the service itself did not have; null when its keys are on a key server, which was not asked. */
  readonly textsWithoutKey: number | null;
}

export const manifestOf = (parts: Omit<Manifest, 'format' | 'version'>): Manifest => ({ format: FORMAT, version: VERSION, ...parts });

/** @throws OperationEnded when there is no backup in the folder, or its manifest is damaged or of a newer program. */
export function readManifest(folder: string): Manifest {
  const manifest = parse(readText(folder), folder);
  if (manifest.format !== FORMAT || typeof manifest.version !== 'number') throw damaged(folder);
  if (manifest.version > VERSION)
    throw failure('BACKUP_TOO_NEW', `The backup has format ${manifest.version}; this program knows up to ${VERSION}.`, `备份格式版本为 ${manifest.version}，本程序只认识到 ${VERSION}。`);
  if (!isEntry(manifest.events) || !isDigest(manifest.events.digest) || !isCount(manifest.events.count) || !isHead(manifest.events.head)) throw damaged(folder);
  if (manifest.keys !== null && !isEntry(manifest.keys)) throw damaged(folder);
  if (Number.isNaN(Date.parse(manifest.takenAt))) throw damaged(folder);
  return manifest;
}

function readText(folder: string): string {
  try {
    return readFileSync(join(folder, MANIFEST_FILE), 'utf8');
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw usage('NO_BACKUP', `There is no backup in ${folder}: it has no ${MANIFEST_FILE}.`, `${folder} 中没有备份：缺少 ${MANIFEST_FILE}。`);
  }
}

function parse(text: string, folder: string): Manifest {
  try {
    return { ...(JSON.parse(text) as Manifest) };
  } catch {
    throw damaged(folder);
  }
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isDigest = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isHead = (value: unknown): boolean => value === null || (typeof value === 'string' && /^\d{1,19}$/.test(value));
const isEntry = (entry: FileEntry | undefined): boolean =>
  entry !== undefined && isDigest(entry.sha256) && isCount(entry.bytes) && isCount(entry.schemaVersion) && /^[\w.-]+$/.test(entry.file);
const damaged = (folder: string): Error =>
  failure('BACKUP_DAMAGED', `${join(folder, MANIFEST_FILE)} is damaged.`, `${join(folder, MANIFEST_FILE)} 已损坏。`);
