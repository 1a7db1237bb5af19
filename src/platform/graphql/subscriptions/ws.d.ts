/** As much of the package as is used here; it ships no types. */
declare module 'ws' {
  import type { EventEmitter } from 'node:events';
  import type { IncomingMessage } from 'node:http';
  import type { Duplex } from 'node:stream';

  export class WebSocket extends EventEmitter {
    readonly protocol: string;
    readonly readyState: number;
    readonly OPEN: number;
    /** Bytes handed over and not given to the network yet. */
    readonly bufferedAmount: number;
    send(data: string, done: (error?: Error) => void): void;
    ping(): void;
    close(code?: number, reason?: string): void;
    terminate(): void;
  }
  export interface WebSocketServerOptions {
    readonly noServer: true;
    readonly maxPayload: number;
    readonly perMessageDeflate: false;
    readonly handleProtocols: (offered: Set<string>) => string | false;
  }
  export class WebSocketServer {
    constructor(options: WebSocketServerOptions);
    readonly clients: Set<WebSocket>;
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, done: (socket: WebSocket) => void): void;
    close(): void;
  }
}
