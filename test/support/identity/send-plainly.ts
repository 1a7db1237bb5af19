import { type Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export interface PlainAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** By node:http, so that every header can be said as a test wants it, Host among them. */
export const sendPlainly = (url: string, agent: Agent, { method, path, headers, body }: Sent): Promise<PlainAnswer> =>
  new Promise((resolve, reject) => {
    const outgoing = request(`${url}${path}`, { method, headers: { ...headers, 'content-length': Buffer.byteLength(body) }, agent }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text, headers: answer.headers }));
    });
    outgoing.on('error', reject).end(body);
  });

/** All of an answer but what is its own: its id and its second. */
export function told({ status, headers, body }: PlainAnswer): object {
  const { 'x-correlation-id': id, date: _date, ...others } = headers;
  return { status, headers: others, body: body.replaceAll(String(id), '') };
}
