import { createHash } from 'node:crypto';
import { type BigIntStats, closeSync, createReadStream, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

const CHUNK_BYTES = 1024 * 1024;

/** Puts a file's bytes, or a folder's names, on the disk. */
export function syncToDisk(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** SHA-256 (hex) of a file. */
export async function digestOfFile(path: string, onBytes: (bytes: number) => void = () => undefined): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    onBytes((bytes += chunk.length));
  }
  return hash.digest('hex');
}

/** Copies and syncs. @returns the SHA-256 (hex) of what was read. */
export async function copyFileDurably(from: string, to: string, mode: number): Promise<string> {
  const hash = createHash('sha256');
  const target = await open(to, 'wx', mode);
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      await target.writeFile(chunk);
    }
    await target.sync();
  } finally {
    await target.close();
  }
  return hash.digest('hex');
}

/** A folder of this process beside or below `name`, for work that is renamed into place once it is whole. */
export function makeWorkFolder(name: string): string {
  removeAbandoned(name);
  const folder = `${name}-${process.pid}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** What a killed process left behind; living ones go on. */
function removeAbandoned(name: string): void {
  const folder = dirname(resolve(name));
  const prefix = `${basename(name)}-`;
  for (const entry of statOf(folder) === null ? [] : readdirSync(folder)) {
    const pid = entry.startsWith(prefix) ? entry.slice(prefix.length) : '';
    if (/^\d+$/.test(pid) && !isAlive(Number(pid))) rmSync(join(folder, entry), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export const statOf = (path: string): BigIntStats | null => statSync(path, { bigint: true, throwIfNoEntry: false }) ?? null;
