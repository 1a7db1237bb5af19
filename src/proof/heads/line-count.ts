import { open } from 'node:fs/promises';

const LINE_END = 0x0a;
const CHUNK_BYTES = 64 * 1024;

/** Whole lines of a file that only grows: what was counted before is not read again. */
export class LineCount {
  private lines = 0;
  private counted = 0;

  constructor(private readonly path: string) {}

  /** Zero where there is no file. */
  async upToNow(): Promise<number> {
    const file = await open(this.path, 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (file === null) return 0;
    try {
      if ((await file.stat()).size < this.counted) [this.lines, this.counted] = [0, 0];
      const chunk = Buffer.alloc(CHUNK_BYTES);
      let [lines, place] = [this.lines, this.counted];
      for (;;) {
        const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, place);
        if (bytesRead === 0) break;
        for (const byte of chunk.subarray(0, bytesRead)) if (byte === LINE_END) lines += 1;
        place += bytesRead;
      }
      [this.lines, this.counted] = [lines, place];
      return lines;
    } finally {
      await file.close();
    }
  }
}
