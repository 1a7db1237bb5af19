import { existsSync, linkSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { statOf, syncToDisk } from '../durable-files.js';
import type { PresentLog } from './present-data.js';

export interface Placement {
  readonly staged: { readonly events: string; readonly keys: string | null };
  readonly inPlace: { readonly events: string; readonly keys: string };
  /** False for a file in place that is damaged. */
  readonly whole: { readonly events: boolean; readonly keys: boolean };
  readonly before: PresentLog;
  readonly readModelDir: string;
  readonly nowMs: number;
}

/**
 * At every moment the folder is right: the old read model goes first (it would show the old log beside the new one), the
 * keys are in place before the log that needs them and open the old log's texts too, the log's rename is the restore.
 * @returns the files put aside.
 */
export function putInPlace({ staged, inPlace, whole, before, readModelDir, nowMs }: Placement): readonly string[] {
  const folder = dirname(inPlace.events);
  const suffix = `replaced-${new Date(nowMs).toISOString().replaceAll(':', '')}`;
  const aside: string[] = [];
  removeReadModel(readModelDir);
  if (staged.keys !== null) {
    aside.push(...moveAside(inPlace.keys, suffix, !whole.keys));
    renameSync(staged.keys, inPlace.keys);
    syncToDisk(folder);
  }
  if (whole.events && before.kind === 'log' && before.count > 0) aside.push(linkAside(inPlace.events, suffix));
  aside.push(...moveAside(inPlace.events, suffix, !whole.events));
  renameSync(staged.events, inPlace.events);
  syncToDisk(folder);
  syncToDisk(dirname(folder));
  return aside;
}

/** A second name, so that the log is there under its first one until the rename; the first try may have been killed. */
function linkAside(file: string, suffix: string): string {
  const folder = dirname(file);
  const own = statOf(file)?.ino;
  for (const name of readdirSync(folder).filter((entry) => entry.includes('.replaced-')))
    if (statOf(join(folder, name))?.ino === own) rmSync(join(folder, name));
  const target = `${file}.${suffix}`;
  linkSync(file, target);
  return target;
}

/**
 * What SQLite keeps beside a file goes in any case: SQLite would run a write-ahead log that was left behind into the
 * next file of that name, whatever it is. A file that was taken offline whole has none.
 */
export function moveAside(file: string, suffix: string, itself: boolean): readonly string[] {
  return ['-wal', '-shm', ...(itself ? [''] : [])].flatMap((side) => {
    if (!existsSync(`${file}${side}`)) return [];
    renameSync(`${file}${side}`, `${file}.${suffix}${side}`);
    return [`${file}.${suffix}${side}`];
  });
}

/** Its files by name, so that a wrong folder loses nothing. */
export function removeReadModel(folder: string): void {
  if (!existsSync(folder)) return;
  const names = readdirSync(folder);
  // The pointers first: without them no file is one in use.
  for (const pattern of [/^current(\.v\d+)?\.json/, /^read-model-\d+-\d+\.duckdb/])
    for (const name of names.filter((entry) => pattern.test(entry))) rmSync(join(folder, name), { recursive: true, force: true });
  syncToDisk(folder);
}
