import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** A file of records of one length, written at their places: what was half written is written again. */
export class NodeFile {
  private constructor(
    private readonly handle: FileHandle,
    private readonly recordBytes: number,
  ) {}

  /** Made when absent. */
  static async open(path: string, recordBytes: number): Promise<NodeFile> {
    return new NodeFile(await open(path, constants.O_RDWR | constants.O_CREAT, 0o600), recordBytes);
  }

  async write(index: number, records: readonly Buffer[]): Promise<void> {
    const bytes = Buffer.concat(records);
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.handle.write(bytes, done, bytes.length - done, index * this.recordBytes + done);
      done += bytesWritten;
    }
  }

  /** @throws RangeError for a record that is not there. */
  async read(index: number): Promise<Buffer> {
    const record = Buffer.alloc(this.recordBytes);
    const { bytesRead } = await this.handle.read(record, 0, this.recordBytes, index * this.recordBytes);
    if (bytesRead !== this.recordBytes) throw new RangeError(`There is no record ${index}`);
    return record;
  }

  /** Cuts a torn or forgotten tail off. @returns whether so many records are there. */
  async cutTo(records: number): Promise<boolean> {
    const { size } = await this.handle.stat();
    const wanted = records * this.recordBytes;
    if (size > wanted) await this.handle.truncate(wanted);
    return size >= wanted;
  }

  async sync(): Promise<void> {
    await this.handle.datasync();
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
