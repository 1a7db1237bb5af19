import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeyOperation } from '../../../src/privacy/key-operations.js';
import type { KeyServerAddress } from '../../../src/privacy/keyring-address.js';
import { SECRET } from './key-server.js';

/** What happens to one request: an answer, or something worse. */
export type Fault = (response: ServerResponse, operations: readonly KeyOperation[]) => void;

export const KEY = { keyId: 'k-1', secret: Buffer.alloc(32, 7).toString('base64') };
export const answering =
  (status: number, body: unknown): Fault =>
  (response) =>
    void response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
export const right: Fault = (response, operations) =>
  answering(200, { outcomes: operations.map(({ kind }) => (kind === 'erase' ? null : KEY)) })(response, operations);
export const silent: Fault = () => undefined;
export const dropped: Fault = (response) => void response.socket?.destroy();
/** Promises more than it sends. */
export const droppedMidAnswer: Fault = (response) => {
  response.writeHead(200, { 'content-length': 1_000 });
  response.write('{"outcomes":[');
  setTimeout(() => response.socket?.destroy(), 10);
};
export const stuckMidAnswer: Fault = (response) => {
  response.writeHead(200, { 'content-length': 1_000 });
  response.write('{"outcomes":[');
};

export interface FaultyKeyServer {
  readonly address: KeyServerAddress;
  /** What happens to the next requests, one each; afterwards all are answered rightly. */
  readonly faults: Fault[];
  readonly asked: (readonly KeyOperation[])[];
  readonly headers: IncomingMessage['headers'][];
  readonly stop: () => Promise<void>;
}

/** Speaks the protocol by itself, and fails on demand. */
export async function startFaultyKeyServer(): Promise<FaultyKeyServer> {
  const [faults, asked, headers]: [Fault[], (readonly KeyOperation[])[], IncomingMessage['headers'][]] = [[], [], []];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const { operations } = JSON.parse(text) as { operations: readonly KeyOperation[] };
      asked.push(operations);
      headers.push(request.headers);
      (faults.shift() ?? right)(response, operations);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { address: { kind: 'key-server', origin: `http://127.0.0.1:${port}`, secret: SECRET, ca: null }, faults, asked, headers, stop };
}
