import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

const LINE_END = 0x0a;
const endsIn = (chunk: Buffer): number => chunk.reduce((ends, byte) => (byte === LINE_END ? ends + 1 : ends), 0);

/** Whole lines of a file that only grows: what was counted before is not read again. */
export class LineCount {
  private lines = 0;
  private counted = 0;

  constructor(private readonly path: string) {}

  /** Zero where there is no file. */
  async upToNow(): Promise<number> {
    const bytes = await stat(this.path).then(({ size }) => size, (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return 0;
      throw error;
    });
    let [lines, place] = bytes < this.counted ? [0, 0] : [this.lines, this.counted];
    if (bytes > place) {
      for await (const chunk of createReadStream(this.path, { start: place, end: bytes - 1 }) as AsyncIterable<Buffer>) {
        lines += endsIn(chunk);
        place += chunk.length;
      }
    }
    [this.lines, this.counted] = [lines, place];
    return lines;
  }
}
