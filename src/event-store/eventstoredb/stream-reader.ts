import { Transform } from 'node:stream';

export const END = Symbol('end');
export const QUIET = Symbol('quiet');

/** What is used of the client's streams: its own declarations are those of an older Node. */
export interface ClientStream {
  readonly destroyed: boolean;
  readonly readableEnded: boolean;
  read(): unknown;
  push(item: unknown): boolean;
  on(event: 'end' | 'close' | 'readable', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * Reads the client's streams one item at a time, so that what is not yet read holds the server back. Listens to errors
 * from the first moment: the client starts at the call, and an error nobody listens to ends the process.
 */
export class StreamReader<Item> {
  private error: Error | undefined;
  private ended = false;
  private stir: () => void = () => undefined;

  constructor(private readonly stream: ClientStream) {
    guardTransform(stream);
    const ended = (): void => {
      this.ended = true;
      this.stir();
    };
    stream.on('error', (error: Error) => {
      this.error ??= error;
      this.stir();
    });
    stream.on('end', ended);
    stream.on('close', ended);
    stream.on('readable', () => this.stir());
  }

  /** Puts an item behind all that has arrived. */
  add(item: Item): void {
    if (!this.ended && !this.stream.readableEnded && !this.stream.destroyed) this.stream.push(item);
  }

  /** The next item; END when the other side ended without an error; QUIET after `ms` without one, or when `signal` aborts. */
  async next(ms: number, signal?: AbortSignal): Promise<Item | typeof END | typeof QUIET> {
    for (;;) {
      if (signal?.aborted) return QUIET;
      const item = this.stream.read() as Item | null;
      if (item !== null) return item;
      if (this.error) throw this.error;
      if (this.ended) return END;
      if (!(await this.stirred(ms, signal))) return QUIET;
    }
  }

  private stirred(ms: number, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (value: boolean): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
        this.stir = () => undefined;
        resolve(value);
      };
      const aborted = (): void => done(false);
      const timer = setTimeout(aborted, ms);
      signal?.addEventListener('abort', aborted, { once: true });
      this.stir = () => done(true);
    });
  }
}

/** The client throws out of its transform for a record without a stream or an id: make it this stream's error instead. */
function guardTransform(stream: ClientStream): void {
  if (!(stream instanceof Transform)) return;
  const transform = stream._transform.bind(stream) as (...args: Parameters<Transform['_transform']>) => unknown;
  stream._transform = (chunk, encoding, next) => {
    const fail = (reason: unknown): void => void stream.destroy(reason instanceof Error ? reason : new Error(String(reason)));
    try {
      Promise.resolve(transform(chunk, encoding, next)).catch(fail);
    } catch (reason) {
      fail(reason);
    }
  };
}
