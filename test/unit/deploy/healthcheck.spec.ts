import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from '../../support/deploy/compose-file.js';

interface Outcome {
  readonly code: number | null;
  readonly said: string;
}

function check(port: number): Promise<Outcome> {
  const child = spawn(process.execPath, [join(root, 'deploy/healthcheck.mjs')], { env: { PORT: String(port) } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said: said.trim() })));
}

describe('deploy/healthcheck.mjs', () => {
  let server: Server;
  let status = 200;
  const asked: (string | undefined)[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(status).end('{"reason":"stalled"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  const port = (): number => (server.address() as AddressInfo).port;

  it('is content with a service that is ready', async () => {
    status = 200;
    expect(await check(port())).toEqual({ code: 0, said: 'ready' });
    expect(asked).toEqual(['/health/ready']);
  });

  it('fails with what the service says of itself when it is not ready', async () => {
    status = 503;
    expect(await check(port())).toEqual({ code: 1, said: 'not ready: 503 {"reason":"stalled"}' });
  });

  it('fails when nobody answers', async () => {
    expect(await check(1)).toEqual({ code: 1, said: expect.stringMatching(/^no answer at http:\/\/127\.0\.0\.1:1\/health\/ready: /) });
  });
});
