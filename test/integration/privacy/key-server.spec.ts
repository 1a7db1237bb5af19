import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpVaultTimes } from '../../../src/privacy/http/http.vault.js';
import { InMemoryVault } from '../../../src/privacy/in-memory.vault.js';
import type { VaultKey } from '../../../src/privacy/key-vault.js';
import { KeysUnavailable } from '../../../src/privacy/keyring.js';
import { forbidStrayErrors } from '../../support/eventstoredb/no-stray-errors.js';
import { type RunningKeyServer, SECRET, startKeyServer } from '../../support/privacy/key-server.js';

const folder = mkdtempSync(join(tmpdir(), 'key-server-'));
afterAll(() => rmSync(folder, { recursive: true }));
forbidStrayErrors();
jest.setTimeout(30_000);

const QUICK: HttpVaultTimes = { callMsMax: 1_000, attemptMsMax: 500, backoffFirstMs: 2, backoffMsMax: 20 };
const running: RunningKeyServer[] = [];
const begin = async (options: Parameters<typeof startKeyServer>[1] = {}): Promise<RunningKeyServer> => {
  const server = await startKeyServer(mkdtempSync(join(folder, 'keys-')), options);
  running.push(server);
  return server;
};
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

const ask = async (
  { address }: RunningKeyServer,
  body: string,
  headers: Record<string, string> = { authorization: `Bearer ${SECRET}` },
) => {
  const answer = await fetch(`${address.origin}/v1/keys`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};
const group = (...operations: object[]): string => JSON.stringify({ operations });
const FIND = group({ kind: 'find', name: 's' });

/** Answers when it is let. */
class SlowVault extends InMemoryVault {
  asked = 0;
  goOn: () => void = () => undefined;
  private readonly gate = new Promise<void>((resolve) => (this.goOn = resolve));

  override async find(subject: string): Promise<VaultKey> {
    this.asked += 1;
    await this.gate;
    return super.find(subject);
  }
}
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('A key server', () => {
  it.each<readonly [string, Record<string, string>]>([
    ['no secret', {}],
    ['an empty one', { authorization: 'Bearer ' }],
    ['another one', { authorization: `Bearer ${'x'.repeat(48)}` }],
    ['a part of it', { authorization: `Bearer ${SECRET.slice(0, -1)}` }],
    ['more than it', { authorization: `Bearer ${SECRET}x` }],
    ['it in another way', { authorization: `Basic ${SECRET}` }],
  ])('gives nothing to whoever has %s, and reads nothing of what they send', async (_what, headers) => {
    const server = await begin();
    const { status, text } = await ask(server, 'no JSON at all', headers);
    expect([status, text]).toEqual([401, '{"code":"SECRET_REFUSED"}']);
  });

  it('never says its secret, and lets nobody keep an answer', async () => {
    const server = await begin();
    const answers = await Promise.all([ask(server, FIND), ask(server, 'x'), ask(server, FIND, {})]);
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 401]);
    for (const { text, headers } of answers) {
      expect(`${text} ${JSON.stringify([...headers])}`).not.toContain(SECRET);
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it.each<readonly [string, string, number]>([
    ['no JSON', '{', 400],
    ['nothing', '', 400],
    ['no group', '{}', 400],
    ['an empty group', group(), 400],
    ['1,001 operations', group(...Array.from({ length: 1_001 }, () => ({ kind: 'load', name: 'k' }))), 400],
    ['an operation it does not know', group({ kind: 'list', name: '' }), 400],
    ['a name of an object', group({ kind: 'constructor', name: '' }), 400],
    ['a name that is none', group({ kind: 'find', name: 7 }), 400],
    ['a name of 1,001 characters', group({ kind: 'find', name: 'x'.repeat(1_001) }), 400],
    ['a prototype', '{"operations":[{"kind":"find","name":"s","__proto__":{}}]}', 400],
    ['more than 8 MiB', group({ kind: 'find', name: 'x'.repeat(8 * 1024 * 1024) }), 413],
  ])('refuses %s', async (_what, body, status) => {
    const server = await begin();
    expect((await ask(server, body)).status).toBe(status);
    expect(server.complaints).toEqual([]);
  });

  it('takes a group of 1,000 of the longest names', async () => {
    const server = await begin();
    const vault = server.open({ callMsMax: 60_000, attemptMsMax: 30_000, backoffFirstMs: 50, backoffMsMax: 1_000 });
    const names = Array.from({ length: 1_000 }, (_, index) => String(index).padStart(1_000, '\u0001'));
    expect(new Set((await Promise.all(names.map((name) => vault.find(name)))).map(({ keyId }) => keyId)).size).toBe(1_000);
    await vault.close();
  });

  it('has nothing at other addresses, and does not answer another method', async () => {
    const { address } = await begin();
    const authorization = `Bearer ${SECRET}`;
    const statuses = ['/', '/v1', '/v1/keys', '/keys.sqlite'].map(
      async (path) => (await fetch(`${address.origin}${path}`, { headers: { authorization } })).status,
    );
    expect(await Promise.all(statuses)).toEqual([404, 404, 404, 404]);
  });

  it('takes no body from a stranger at any address', async () => {
    const { address } = await begin();
    const statuses = ['/health/live', '/health/../v1/keys', '/health/x', '/x'].map(
      async (path) => (await fetch(`${address.origin}${path}`, { method: 'POST', body: FIND })).status,
    );
    expect(await Promise.all(statuses)).toEqual([401, 401, 401, 401]);
  });

  it('is alive to everybody, and ready when its keys answer', async () => {
    const vault = new InMemoryVault();
    const { address } = await begin({ vault });
    const health = async (): Promise<number[]> =>
      Promise.all(['live', 'ready'].map(async (path) => (await fetch(`${address.origin}/health/${path}`)).status));
    expect(await health()).toEqual([200, 200]);
    await vault.close();
    expect(await health()).toEqual([200, 503]);
  });

  it('says 503 when its keys fail, so that a replica asks again, and complains on its own machine only', async () => {
    const vault = new InMemoryVault();
    const find = jest.spyOn(vault, 'find').mockRejectedValueOnce(new KeysUnavailable('The key file failed: disk full'));
    const server = await begin({ vault });
    const replica = server.open(QUICK);
    expect((await replica.find('s')).secret).toHaveLength(32);
    expect(find).toHaveBeenCalledTimes(2);
    find.mockRejectedValueOnce(new Error('disk full'));
    expect(await ask(server, FIND)).toMatchObject({ status: 503, text: '{"code":"FAILED"}' });
    expect(server.complaints).toEqual(['The key file failed: disk full', 'disk full']);
    await replica.close();
  });

  it('does 16 groups at once and tells the next to come again', async () => {
    const vault = new SlowVault();
    const server = await begin({ vault });
    const sixteen = Array.from({ length: 16 }, () => ask(server, FIND));
    await until(() => vault.asked === 16);
    expect(await ask(server, FIND)).toMatchObject({ status: 503, text: '{"code":"BUSY"}' });
    vault.goOn();
    expect((await Promise.all(sixteen)).map(({ status }) => status)).toEqual(Array.from({ length: 16 }, () => 200));
    expect((await ask(server, FIND)).status).toBe(200);
  });

  it('has room again when those who asked have gone away, in the middle of what they sent', async () => {
    const server = await begin();
    const leave = (): Promise<void> =>
      new Promise((resolve, reject) => {
        const socket = connect(server.port, '127.0.0.1');
        socket.once('error', reject).once('close', () => resolve());
        socket.write(
          `POST /v1/keys HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${SECRET}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"oper`,
          () => setTimeout(() => socket.destroy(), 20),
        );
      });
    await Promise.all(Array.from({ length: 40 }, leave));
    const vault = server.open(QUICK);
    expect((await vault.find('s')).secret).toHaveLength(32);
    await vault.close();
  });

  it('ends a connection that does not come to the end of its headers', async () => {
    const server = await begin();
    const socket = connect(server.port, '127.0.0.1');
    socket.write('POST /v1/keys HTTP/1.1\r\nhost: x\r\n');
    const said = await new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString())).once('close', () => resolve(text));
    });
    expect(said).toMatch(/^HTTP\/1\.1 408 /);
  });
});
