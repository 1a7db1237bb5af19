import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { failure } from '../exit-codes.js';

/** The longest line: an append's 1 MiB, of which each character may be written as six, twice over in the metadata. */
const LINE_CHARACTERS_MAX = 16 * 1024 * 1024;
const READ_BYTES = 256 * 1024;
/** Lines that go to the disk together: one write a line would cost more than making it. */
const CHUNK_CHARACTERS = 128 * 1024;

export const isGzip = (file: string): boolean => file.endsWith('.gz');

/** Adds up the bytes of lines. */
export class LineHash {
  private readonly running: Hash = createHash('sha256');

  add(line: string): void {
    this.running.update(`${line}\n`);
  }

  digest(): string {
    return this.running.copy().digest('hex');
  }
}

/** Writes lines to a new file, compressed when its name `as` ends so. @throws when the file is there already. */
export async function writeLines(file: string, as: string, lines: AsyncIterable<string>): Promise<void> {
  const target = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });
  if (isGzip(as)) await pipeline(chunksOf(lines), createGzip(), target);
  else await pipeline(chunksOf(lines), target);
}

async function* chunksOf(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = '';
  for await (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/**
 * Lines of a file, each ended by a line break; a last one without is told as `whole: false`.
 * @param onBytes hears how much of the file itself was read.
 * @throws OperationEnded DUMP_DAMAGED for what is no text, no compressed stream, or has no end of line.
 */
export async function* readLines(file: string, onBytes: (bytes: number) => void = () => undefined): AsyncGenerator<{ readonly line: string; readonly whole: boolean }> {
  const raw = createReadStream(file, { highWaterMark: READ_BYTES });
  raw.on('data', (chunk) => onBytes(chunk.length));
  raw.pause();
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  let count = 0;
  try {
    for await (const bytes of bytesOf(file, raw)) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LINE_CHARACTERS_MAX) throw damaged(count + lines.length + 1, `it is longer than ${LINE_CHARACTERS_MAX} characters`, '过长');
      for (const line of lines) yield { line, whole: true };
      count += lines.length;
    }
    rest += decoder.decode();
  } catch (error) {
    throw unreadable(error, count + 1);
  } finally {
    raw.destroy();
  }
  if (rest !== '') yield { line: rest, whole: false };
}

function bytesOf(file: string, raw: ReadStream): AsyncIterable<Buffer> {
  if (!isGzip(file)) return raw as AsyncIterable<Buffer>;
  const plain = createGunzip();
  raw.on('error', (error) => plain.destroy(error));
  return raw.pipe(plain) as AsyncIterable<Buffer>;
}

const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '');

/** What goes wrong inside the file is damage with a place; what the system says stays as it is. */
function unreadable(error: unknown, line: number): unknown {
  const code = codeOf(error);
  if (code === 'Z_BUF_ERROR') return damaged(line, 'the compressed data ends early: the file is incomplete', '压缩数据提前结束，文件不完整');
  if (code.startsWith('Z_')) return damaged(line, 'the compressed data does not decode', '压缩数据无法解码');
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return damaged(line, 'it, or a line after it, is not UTF-8', '不是 UTF-8 文本');
  return error;
}

export const damaged = (line: number, en: string, zh: string): Error =>
  failure('DUMP_DAMAGED', `Line ${line} of the dump: ${en}. Take the dump again, or another copy of it.`, `转储文件第 ${line} 行：${zh}。请重新转储，或使用另一份副本。`);
