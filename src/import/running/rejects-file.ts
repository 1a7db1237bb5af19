import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Reject } from './reject-line.js';

export interface RejectSink {
  /** Resolves when more may be written. */
  write(rejects: readonly Reject[]): Promise<void>;
}

/** JSON lines, written anew by each run, so that the file holds exactly what this run did not record. */
export class RejectsFile implements RejectSink {
  count = 0;
  private failure: Error | null = null;

  private constructor(private readonly stream: WriteStream) {
    stream.on('error', (error) => (this.failure = error));
  }

  static async create(file: string): Promise<RejectsFile> {
    mkdirSync(dirname(file), { recursive: true });
    const stream = createWriteStream(file);
    await once(stream, 'open');
    return new RejectsFile(stream);
  }

  async write(rejects: readonly Reject[]): Promise<void> {
    if (this.failure !== null) throw this.failure;
    if (rejects.length === 0) return;
    this.count += rejects.length;
    const more = this.stream.write(rejects.map((reject) => `${JSON.stringify(reject)}\n`).join(''));
    if (!more) await once(this.stream, 'drain');
  }

  /** @throws the first error of writing: a rejects file that is not whole must not look so. */
  async close(): Promise<void> {
    if (this.failure !== null) throw this.failure;
    this.stream.end();
    await finished(this.stream);
  }
}
