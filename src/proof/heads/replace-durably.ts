import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A file is either the old one or the new one, whenever the power goes. */
export function replaceDurably(folder: string, name: string, text: string): void {
  const temporary = writtenAside(folder, name, text);
  renameSync(temporary, join(folder, name));
  syncFolder(folder);
}

/** @returns false when another process was first; its file stays. */
export function createDurably(folder: string, name: string, text: string): boolean {
  const temporary = writtenAside(folder, name, text);
  try {
    linkSync(temporary, join(folder, name));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
    syncFolder(folder);
  }
}

/** Replicas in containers have the same process ids. */
function writtenAside(folder: string, name: string, text: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `${name}.${randomUUID()}`);
  const handle = openSync(temporary, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return temporary;
}

export function syncFolder(folder: string): void {
  const directory = openSync(folder, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
