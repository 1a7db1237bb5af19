import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = (reply: ServerResponse) => void;
export const publishing = (...keys: readonly object[]): Answer => (reply) => void reply.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));

export interface FakeIssuer {
  readonly url: string;
  /** Connections and requests seen so far. */
  readonly seen: { connections: number; requests: number };
  answer: Answer;
  readonly close: () => Promise<void>;
}

/** An identity provider's key address on loopback, which counts who comes. */
export async function startIssuer(answer: Answer = publishing()): Promise<FakeIssuer> {
  const seen = { connections: 0, requests: 0 };
  const server = createServer((_request, reply) => {
    seen.requests += 1;
    issuer.answer(reply.setHeader('connection', 'close'));
  }).on('connection', () => (seen.connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  const issuer: FakeIssuer = { url: `http://127.0.0.1:${port}/keys`, seen, answer, close };
  return issuer;
}
