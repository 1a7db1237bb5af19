import { classifyFailure } from './classify-failure.js';
import type { Client } from './client.js';
import type { Connection } from './connection.js';
import { type ClientStream, END, QUIET, StreamReader } from './stream-reader.js';
import { Silence } from './within.js';

type Cancellable = ClientStream & { cancel(): Promise<void> };

export interface Patience {
  readonly silenceMs: number;
  /** Ends the read early, without an error. */
  readonly signal?: AbortSignal;
}

/** One read of the server, ended there as soon as nobody reads on here. @throws Silence, or what the client throws. */
export async function* pull<Item>(
  connection: Connection,
  { silenceMs, signal }: Patience,
  open: (client: Client) => Cancellable,
): AsyncGenerator<Item, void, undefined> {
  const { client } = connection;
  const stream = open(client);
  const reader = new StreamReader<Item>(stream);
  try {
    for (;;) {
      const item = await reader.next(silenceMs, signal);
      if (signal?.aborted) return;
      if (item === QUIET) throw new Silence(`no word within ${silenceMs} ms`);
      if (item === END) break;
      yield item;
    }
    connection.succeeded(client);
  } catch (error) {
    if (classifyFailure(error).kind === 'stream-missing') connection.succeeded(client);
    else connection.failed(client, error);
    throw error;
  } finally {
    stream.cancel().catch(() => undefined);
  }
}
