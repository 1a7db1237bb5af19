import type { WebSocket as ProtocolSocket } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { parseStrictJson, StrictJsonError } from '../../http/strict-json.js';

/** More than this handed over and not taken: whoever is at the other end does not read. */
export const BUFFERED_BYTES_MAX = 1024 * 1024;
const TOO_SLOW = 1013;
const SILENT_BEATS_MAX = 2;
const PING = JSON.stringify({ type: 'ping' });

/** A socket as the protocol wants it: it gives up on an end that does not read, and on one that gives no sign of life. */
export class ServedSocket implements ProtocolSocket {
  /** Beats since the last sign of life. */
  private silentBeats = 0;
  private readonly beating: NodeJS.Timeout;

  constructor(
    private readonly socket: WebSocket,
    heartbeatMs: number,
    private readonly onError: (error: unknown) => void,
  ) {
    const lives = (): void => { this.silentBeats = 0; };
    socket.on('pong', lives);
    socket.on('message', lives);
    // What follows is the close; without a listener an unclean end would be the process's.
    socket.on('error', () => undefined);
    this.beating = setInterval(() => this.beat(), heartbeatMs).unref();
    socket.on('close', () => clearInterval(this.beating));
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  send(data: string): Promise<void> {
    const { socket } = this;
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    if (socket.bufferedAmount > BUFFERED_BYTES_MAX) {
      socket.close(TOO_SLOW, 'What is sent is not taken');
      socket.terminate();
      return Promise.resolve();
    }
    // A socket that closes meanwhile is no failure: there is nobody left to tell.
    return new Promise((resolve) => socket.send(data, () => resolve()));
  }

  close(code?: number, reason?: string): void {
    this.socket.close(code, reason);
  }

  onMessage(take: (data: string) => Promise<void>): void {
    this.socket.on('message', (data: unknown) => {
      const text = String(data);
      const refused = refusalOf(text);
      if (refused !== null) return this.socket.close(4400, refused);
      take(text).catch((error: unknown) => {
        this.onError(error);
        this.socket.close(4500, 'Something went wrong here');
      });
    });
  }

  /** A ping a person's program can see, and one its machine answers. */
  private beat(): void {
    // One beat without an answer may be this process's own doing: after a stall the timer comes before what has arrived.
    if (this.silentBeats >= SILENT_BEATS_MAX) return this.socket.terminate();
    this.silentBeats += 1;
    this.socket.ping();
    void this.send(PING);
  }
}

/** A message is read like a body by HTTP. Null when it may be read. */
function refusalOf(text: string): string | null {
  try {
    parseStrictJson(Buffer.from(text));
    return null;
  } catch (error) {
    return error instanceof StrictJsonError ? error.message : 'The message cannot be read.';
  }
}
