import { type FileHandle, open } from 'node:fs/promises';
import { headOf, type TreeHead } from '../domain/head.js';

/** A head is some 350 bytes; whatever is longer is none. */
export const LINE_BYTES_MAX = 4_096;
const CHUNK_BYTES = 4_096;
const LINE_FEED = 10;

export interface HeadLine {
  /** Where it begins, in bytes. */
  readonly place: number;
  /** Where the next one begins. */
  readonly next: number;
  readonly head: TreeHead | null;
  /** What is wrong with it, where it is no head. */
  readonly wrong: string;
}

export function headLine(text: string, place: number, next: number): HeadLine {
  const read = readHead(text);
  return read.head === null ? { place, next, head: null, wrong: read.wrong } : { place, next, head: read.head, wrong: '' };
}

/** Of one line, or of a file that is one head. */
export function readHead(text: string): ReturnType<typeof headOf> {
  if (text.length > LINE_BYTES_MAX) return { head: null, wrong: 'too long' };
  try {
    return headOf(JSON.parse(text));
  } catch {
    return { head: null, wrong: 'no JSON' };
  }
}

/** Whole lines that end at `before` (default: at the last line feed), the newest first. @throws RangeError when no line begins there. */
export async function linesBefore(path: string, before: number | null, count: number): Promise<readonly HeadLine[]> {
  return withFile(path, [], async (file, size) => {
    let end = before ?? (await lastLineFeed(file, size)) + 1;
    if (end > size || (end > 0 && (await bytesOf(file, end - 1, end))[0] !== LINE_FEED)) throw new RangeError(`No line begins at ${end}`);
    const lines: HeadLine[] = [];
    while (lines.length < count && end > 0) {
      const place = (await lastLineFeed(file, end - 1)) + 1;
      lines.push(headLine(end - place > LINE_BYTES_MAX ? ' '.repeat(LINE_BYTES_MAX + 1) : (await bytesOf(file, place, end - 1)).toString('utf8'), place, end));
      end = place;
    }
    return lines;
  });
}

/** The oldest first. */
export async function linesAfter(path: string, from: number, count: number): Promise<readonly HeadLine[]> {
  return withFile(path, [], async (file, size) => {
    const lines: HeadLine[] = [];
    let place = from;
    while (lines.length < count && place < size) {
      const bytes = await bytesOf(file, place, Math.min(size, place + LINE_BYTES_MAX + 1));
      const length = bytes.indexOf(LINE_FEED);
      if (length < 0) break;
      lines.push(headLine(bytes.toString('utf8', 0, length), place, place + length + 1));
      place += length + 1;
    }
    return lines;
  });
}

/** Where the last whole line ends; 0 without a file. */
export const wholeLinesEnd = (path: string): Promise<number> => withFile(path, 0, async (file, size) => (await lastLineFeed(file, size)) + 1);

async function withFile<T>(path: string, absent: T, work: (file: FileHandle, size: number) => Promise<T>): Promise<T> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return absent;
    throw error;
  }
  try {
    return await work(file, (await file.stat()).size);
  } finally {
    await file.close();
  }
}

/** Of the bytes before `end`; -1 for none. */
async function lastLineFeed(file: FileHandle, end: number): Promise<number> {
  for (let until = end; until > 0; until -= CHUNK_BYTES) {
    const from = Math.max(0, until - CHUNK_BYTES);
    const found = (await bytesOf(file, from, until)).lastIndexOf(LINE_FEED);
    if (found >= 0) return from + found;
  }
  return -1;
}

async function bytesOf(file: FileHandle, from: number, until: number): Promise<Buffer> {
  const bytes = Buffer.alloc(until - from);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
  return bytes.subarray(0, bytesRead);
}
