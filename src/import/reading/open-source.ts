import { createReadStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip, type Gunzip } from 'node:zlib';
import { ImportError } from '../import-error.js';

const GZIP_MAGIC = [0x1f, 0x8b];
const READ_BYTES = 32 * 1024;
/** Rows of a chunk wait for their turn; many that wait are copied again and again by the garbage collector. */
const CHUNK_BYTES = 32 * 1024;

/** @throws ImportError FILE_UNREADABLE */
export async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (found.isFile()) return found.size;
  } catch (error) {
    throw new ImportError('FILE_UNREADABLE', `${file} cannot be read: ${messageOf(error)}`, null, { cause: error });
  }
  throw new ImportError('FILE_UNREADABLE', `${file} is not a file`);
}

/**
 * Bytes of the file, decompressed when it begins like gzip, whatever its name. `onBytes` hears how much of the file itself was read.
 * @throws ImportError FILE_UNREADABLE | FILE_TRUNCATED | FILE_DAMAGED
 */
export async function* openSource(file: string, onBytes: (bytes: number) => void = () => undefined): AsyncGenerator<Buffer> {
  const raw = createReadStream(file, { highWaterMark: READ_BYTES });
  raw.on('data', (chunk) => onBytes(chunk.length));
  raw.pause();
  try {
    yield* ((await isGzip(file)) ? unzipped(raw) : raw) as AsyncIterable<Buffer>;
  } catch (error) {
    throw readError(file, error);
  } finally {
    raw.destroy();
  }
}

function unzipped(raw: ReadStream): Gunzip {
  const plain = createGunzip({ chunkSize: CHUNK_BYTES });
  raw.on('error', (error) => plain.destroy(error));
  return raw.pipe(plain);
}

async function isGzip(file: string): Promise<boolean> {
  const start = createReadStream(file, { end: GZIP_MAGIC.length - 1 });
  for await (const chunk of start as AsyncIterable<Buffer>) return GZIP_MAGIC.every((byte, index) => chunk[index] === byte);
  return false;
}

function readError(file: string, error: unknown): unknown {
  const code = error instanceof Error || isCoded(error) ? (error as NodeJS.ErrnoException).code : undefined;
  if (code === 'Z_BUF_ERROR')
    return new ImportError('FILE_TRUNCATED', `${file}: the compressed data ends early; the file is incomplete`, null, { cause: error });
  if (code?.startsWith('Z_')) return new ImportError('FILE_DAMAGED', `${file}: ${messageOf(error)}`, null, { cause: error });
  if (code !== undefined && error instanceof ImportError === false)
    return new ImportError('FILE_UNREADABLE', `${file}: ${messageOf(error)}`, null, { cause: error });
  return error;
}

// Under jest the errors of node: modules come from another realm and are not `instanceof Error`.
const isCoded = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error;
const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
