import { type Client, createClient } from 'graphql-ws';
import type { Json } from '../hall/hall-server.js';

/** A client of the subscriptions of a service, over WebSocket. */
export class Subscriber {
  private readonly client: Client;

  /** @param authorization 'Bearer …'; null sends none. */
  constructor(url: string, authorization: string | null) {
    this.client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`, retryAttempts: 0, lazy: true, webSocketImpl: WebSocket,
      ...(authorization !== null && { connectionParams: { authorization } }),
    });
  }

  /** What comes, as it comes. @throws what ends it: errors, or the close. */
  results(query: string, variables: Record<string, unknown> = {}, operationName?: string): AsyncIterableIterator<Json> {
    return this.client.iterate({ query, variables, operationName }) as AsyncIterableIterator<Json>;
  }

  /** The first that comes. */
  async first(query: string, operationName?: string): Promise<Json> {
    const results = this.results(query, {}, operationName);
    const { value } = await results.next();
    await results.return?.();
    return value;
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }
}

/** A socket without a client's manners: what it is sent, and how it is closed. */
export interface RawSocket {
  readonly received: Json[];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly send: (message: object) => void;
  /** As it is. */
  readonly sendText: (text: string) => void;
  readonly close: () => void;
}
export async function rawSocket(url: string, protocol = 'graphql-transport-ws'): Promise<RawSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol);
  const received: Json[] = [];
  const closed = Promise.withResolvers<{ code: number; reason: string }>();
  socket.addEventListener('message', ({ data }) => received.push(JSON.parse(String(data))));
  socket.addEventListener('close', ({ code, reason }) => closed.resolve({ code, reason }));
  const opened = Promise.withResolvers<void>();
  socket.addEventListener('open', () => opened.resolve());
  socket.addEventListener('error', () => opened.resolve());
  await opened.promise;
  return { received, closed: closed.promise, send: (message) => socket.send(JSON.stringify(message)), sendText: (text) => socket.send(text), close: () => socket.close() };
}

/** Until `holds`, looking every few milliseconds; the test's own time is the limit. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
