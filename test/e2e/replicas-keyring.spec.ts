import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SealedText, UnknownKey } from '../../src/privacy/keyring.js';
import { HttpVault } from '../../src/privacy/http/http.vault.js';
import { InMemoryVault } from '../../src/privacy/in-memory.vault.js';
import { VaultKeyring } from '../../src/privacy/vault-keyring.js';
import { type Stub, startStub } from '../support/eventstoredb/stub.js';
import { type Event, eventOf, receipt } from '../support/hall/events.js';
import type { Role } from '../../src/kernel/actor.js';
import { minterOf } from '../support/identity/mint.js';
import { HALL_REFERENCE } from '../support/hall/hall-reference.js';
import type { Json } from '../support/hall/hall-server.js';

const DIST = join(import.meta.dirname, '../../dist');
const SERVE = join(DIST, 'privacy/key-server/key-server.main.js');
const built = existsSync(SERVE);
if (!built) console.log('The service is not built (npm run build): replicas with a key server are not tried.');

jest.setTimeout(180_000);

/** As on two machines: nothing shared but the event store, the key server, and a copy of its secret. */
const describeBuilt = built ? describe : describe.skip;
describeBuilt('Two built services with a data folder each and one key server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'two-machines-'));
  const keysDir = join(folder, 'keys');
  const children: ChildProcess[] = [];
  let stub: Stub;
  let keyring = '';
  let keys: { child: ChildProcess };
  let urls: readonly string[] = [];

  /** @returns what it says up to what is waited for. */
  async function start(
    program: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
    awaited: RegExp,
  ): Promise<{ child: ChildProcess; found: string }> {
    const child = spawn(process.execPath, [program, ...args], { env: { PATH: process.env['PATH'], ...env }, stdio: 'pipe' });
    children.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    while (!awaited.test(said) && child.exitCode === null) await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    const found = awaited.exec(said)?.[1];
    if (found === undefined) throw new Error(said);
    return { child, found };
  }
  const startKeys = (port = 0) => start(SERVE, ['--data', keysDir, '--listen', `127.0.0.1:${port}`], {}, /KEYRING=(\S+)/);
  const startService = async (name: string): Promise<string> => {
    const env = {
      DATA_DIR: join(folder, name),
      AUDIT_DIR: join(folder, 'audit'),
      CATALOGUE: '',
      PORT: '0',
      NODE_ENV: 'production',
      DRAIN_MS: '0',
      EVENT_STORE: stub.connectionString,
      KEYRING: keyring,
      KEYRING_SECRET_FILE: join(keysDir, 'keyring-secret'),
      TOKEN_KEYS_FILE: join(folder, 'token-keys.json'),
    };
    mkdirSync(env.DATA_DIR);
    return (await start(join(DIST, 'main.js'), [], env, /Events:\s+POST (http:\/\/127\.0\.0\.1:\d+)\/events[^]*Health:/)).found;
  };
  const send = async (url: string, role: Role, type: string, body: object): Promise<{ status: number; body: Json }> => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...minterOf(join(folder, 'token-keys.json'), 'service-efficiency-tracker', () => Date.now())(role), 'content-type': type },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const post = (replica: number, event: Event) => send(`${urls[replica]}/events`, 'terminal', 'application/cloudevents+json', event);
  const ready = async (replica: number): Promise<{ status: number; body: Json }> => {
    const answer = await fetch(`${urls[replica]}/health/ready`);
    return { status: answer.status, body: await answer.json() };
  };
  const opener = (): VaultKeyring =>
    new VaultKeyring(
      new HttpVault({
        kind: 'key-server',
        origin: keyring,
        secret: readFileSync(join(keysDir, 'keyring-secret'), 'utf8').trim(),
        ca: null,
      }),
    );
  const sealedIn = (id: string): SealedText[] =>
    stub.log.stream(`serviceRequest-hall.${id}`).flatMap(({ data }) => {
      const { applicant, note } = JSON.parse(Buffer.from(data).toString('utf8')) as { applicant?: SealedText; note?: SealedText };
      return [applicant, note].filter((text) => text !== undefined && text !== null);
    });

  beforeAll(async () => {
    stub = await startStub();
    const started = await startKeys();
    keys = started;
    keyring = started.found;
    urls = await Promise.all(['a', 'b'].map(startService));
    const { body } = await send(`${urls[0]}/graphql`, 'administrator', 'application/json', { query: HALL_REFERENCE });
    if (body.errors) throw new Error(JSON.stringify(body.errors));
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await stub.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const withApplicant = (id: string, applicant: string): Event =>
    receipt(id, { data: { departmentId: 'intake', serviceItemCode: 'permit', channel: 'COUNTER', applicant } });
  const withNote = (id: string, eventId: string, note: string): Event =>
    eventOf('ProgressRecorded', id, eventId, '2026-03-02T09:10:00+08:00', { departmentId: 'intake', step: 'looked', note });

  it('seal for each other: a text of one is known again by the other, and opened with the same key', async () => {
    expect((await post(0, withApplicant('r-1', '身份证 4403'))).status).toBe(201);
    expect((await post(1, withNote('r-1', 'n-1', '材料不全'))).status).toBe(201);
    expect((await post(1, withApplicant('r-2', '身份证 4403'))).status).toBe(201);
    // Each resend goes to the replica that has not seen the first.
    expect((await post(1, withApplicant('r-1', '身份证 4403'))).body).toMatchObject({ status: 'already-recorded' });
    expect((await post(0, withNote('r-1', 'n-1', '材料不全'))).body).toMatchObject({ status: 'already-recorded' });
    expect((await post(0, withNote('r-1', 'n-1', '材料齐全'))).body).toMatchObject({ code: 'ID_REUSED' });

    const sealed = [...sealedIn('r-1'), ...sealedIn('r-2')];
    expect(new Set(sealed.map(({ keyId }) => keyId)).size).toBe(1);
    const own = opener();
    expect(await Promise.all(sealed.map((text) => own.open(text)))).toEqual(['身份证 4403', '材料不全', '身份证 4403']);
    await own.close();
    const stranger = new VaultKeyring(new InMemoryVault());
    await expect(stranger.open(sealed[0]!)).rejects.toBeInstanceOf(UnknownKey);
    expect(['a', 'b'].flatMap((name) => readdirSync(join(folder, name))).filter((name) => name.startsWith('key'))).toEqual([]);
  });

  it('refuse what needs a key while the key server is away, take what needs none, and go on when it is back', async () => {
    const { child } = keys;
    child.kill('SIGKILL');
    await once(child, 'exit');
    const refused = await post(0, withApplicant('r-3', 'somebody new'));
    expect([refused.status, refused.body.retryable]).toEqual([503, true]);
    expect((await post(1, receipt('r-4'))).status).toBe(201);
    const away = await ready(1);
    expect([away.status, away.body.checks.keyring, away.body.checks.eventStore.status]).toEqual([
      503,
      { status: 'down', reason: expect.any(String) },
      'up',
    ]);
    expect(stub.log.stream('serviceRequest-hall.r-3')).toEqual([]);

    keys = await startKeys(Number(new URL(keyring).port));
    expect((await post(0, withApplicant('r-3', 'somebody new'))).status).toBe(201);
    expect((await post(1, withApplicant('r-3', 'somebody new'))).body).toMatchObject({ status: 'already-recorded' });
    expect((await ready(1)).body.details.keyring).toEqual({ status: 'up' });
  });
});
