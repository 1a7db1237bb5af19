import { Agent, type IncomingMessage, request, type RequestOptions } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { GROUP_BYTES_MAX, KEYS_PATH } from '../key-wire.js';
import type { KeyServerAddress } from '../keyring-address.js';

const CONNECTIONS_MAX = 8;

export interface Exchanged {
  readonly status: number;
  readonly text: string;
}

/** Connections to one key server, kept open between groups. */
export class Exchange {
  private readonly address: URL;
  private readonly agent: Agent;
  private readonly options: RequestOptions;
  private readonly send: typeof request;

  constructor({ origin, secret, ca }: KeyServerAddress) {
    const tls = origin.startsWith('https:');
    const pool = { keepAlive: true, maxSockets: CONNECTIONS_MAX };
    // Said here, so that no variable of the environment can switch it off.
    const trust = { rejectUnauthorized: true, minVersion: 'TLSv1.2' as const, ...(ca === null ? {} : { ca }) };
    this.agent = tls ? new TlsAgent({ ...pool, ...trust }) : new Agent(pool);
    this.send = tls ? tlsRequest : request;
    this.options = {
      method: 'POST',
      agent: this.agent,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    };
    this.address = new URL(KEYS_PATH, origin);
  }

  /** One attempt. @throws what the network says; an AbortError when `signal` ends it. */
  post(body: string, signal: AbortSignal): Promise<Exchanged> {
    return new Promise((resolve, reject) => {
      const headers = { ...this.options.headers, 'content-length': Buffer.byteLength(body) };
      const sent = this.send(this.address, { ...this.options, headers, signal }, (answer) => {
        textOf(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > GROUP_BYTES_MAX) throw new RangeError(`The answer has more than ${GROUP_BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
