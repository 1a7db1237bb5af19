import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { exportStream } from './export-stream.js';

/**
 * Writes pieces to a new file, compressed when its name ends in `.gz`; it has its name once it is whole.
 * @throws when the file is there already (EEXIST), or `signal` aborts.
 */
export async function writeExport(pieces: AsyncGenerator<string | Uint8Array>, to: string, signal: AbortSignal): Promise<void> {
  if (existsSync(to)) throw Object.assign(new Error(`${to} is there already`), { code: 'EEXIST' });
  mkdirSync(dirname(to), { recursive: true });
  const part = `${to}.part-${process.pid}`;
  try {
    const stream = await exportStream(pieces, () => undefined);
    const target = createWriteStream(part, { mode: 0o600, flush: true });
    if (to.endsWith('.gz')) await pipeline(stream, createGzip(), target, { signal });
    else await pipeline(stream, target, { signal });
    renameSync(part, to);
  } finally {
    rmSync(part, { force: true });
  }
}
