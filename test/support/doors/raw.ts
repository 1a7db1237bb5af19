import { connect, type Socket } from 'node:net';
import type { Answer } from '../hall/hall-server.js';

export interface RawAnswer extends Answer {
  /** All that came, until the end. */
  readonly text: string;
  /** Of the answers on this connection. */
  readonly statuses: readonly number[];
  /** By the other end. */
  readonly closed: boolean;
}

export const open = (url: string): Socket => connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined).setEncoding('latin1');

/** Long even for a busy machine: who waits for an end that does not come is told so, and does not hang. */
export const QUIET_MS_MAX = 15_000;

/** Bytes as they are, one connection; everything that comes until the other end closes. */
export function sendRaw(url: string, ...parts: readonly (string | Buffer)[]): Promise<RawAnswer> {
  const socket = open(url);
  socket.on('connect', () => { for (const part of parts) socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part); });
  return untilClosed(socket);
}

/** With `closed` false when nothing came for long, and it was this end that closed. */
export function untilClosed(socket: Socket, quietMsMax = QUIET_MS_MAX): Promise<RawAnswer> {
  let text = '';
  return new Promise((resolve) => {
    let closed = true;
    const giveUp = setTimeout(() => {
      closed = false;
      socket.destroy();
    }, quietMsMax);
    socket.on('data', (part: Buffer | string) => {
      text += String(part);
      giveUp.refresh();
    });
    socket.on('close', () => {
      clearTimeout(giveUp);
      resolve({ ...readAnswer(text), closed });
    });
  });
}

/** The first answer of what came. */
export function readAnswer(text: string): Omit<RawAnswer, 'closed'> {
  const [head = '', body = ''] = text.split('\r\n\r\n', 2);
  const headers = new Headers(head.split('\r\n').slice(1).map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
  const json = /json/.test(headers.get('content-type') ?? '');
  const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
  const whole = body.slice(0, Number(headers.get('content-length') ?? body.length));
  return { text, statuses, status: statuses[0] ?? 0, headers, body: json && whole !== '' ? JSON.parse(whole) : whole };
}
