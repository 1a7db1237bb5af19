import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventStore } from '../../src/event-store/sqlite/sqlite.event-store.js';
import { verifyStream } from '../../src/event-store/audit-hash.js';
import type { Role } from '../../src/kernel/actor.js';
import { minterOf } from '../support/identity/mint.js';
import { HALL_REFERENCE } from '../support/hall/hall-reference.js';
import { eventOf, type Event, receipt } from '../support/hall/events.js';
import type { Json } from '../support/hall/hall-server.js';

const MAIN = join(import.meta.dirname, '../../dist/main.js');
const built = existsSync(MAIN);
if (!built) console.log('The service is not built (npm run build): two of its processes on one log are not tried.');

jest.setTimeout(180_000);

/** Two processes of what is delivered, started at the same moment on an empty folder: one log, a read model each. */
const describeBuilt = built ? describe : describe.skip;
describeBuilt('Two built services on one log', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'two-built-'));
  const children: ChildProcess[] = [];
  let urls: readonly string[] = [];

  async function start(name: string): Promise<string> {
    const env = { PATH: process.env['PATH'], DATA_DIR: dataDir, AUDIT_DIR: join(dataDir, 'audit'), READ_MODEL_DIR: join(dataDir, `read-model-${name}`), CATALOGUE: '', PORT: '0', NODE_ENV: 'production', DRAIN_MS: '0' };
    const child = spawn(process.execPath, [MAIN], { env, stdio: 'pipe' });
    children.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    while (!/Health:/.test(said) && child.exitCode === null) await once(child.stdout, 'data');
    const url = /Events:\s+POST (http:\/\/127\.0\.0\.1:\d+)\/events/.exec(said)?.[1];
    if (url === undefined) throw new Error(said);
    return url;
  }
  const send = async (url: string, role: Role, body: object, headers: Record<string, string>): Promise<{ status: number; headers: Headers; body: Json }> => {
    const authorize = minterOf(join(dataDir, 'token-keys.json'), 'service-efficiency-tracker', () => Date.now());
    const answer = await fetch(url, { method: 'POST', headers: { ...authorize(role), ...headers }, body: JSON.stringify(body) });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };
  const post = (url: string, event: Event) => send(`${url}/events`, 'terminal', event, { 'content-type': 'application/cloudevents+json' });
  const ask = (url: string, role: Role, query: string, headers: Record<string, string> = {}) =>
    send(`${url}/graphql`, role, { query }, { 'content-type': 'application/json', ...headers });

  beforeAll(async () => {
    urls = await Promise.all(['a', 'b'].map(start));
    const { body } = await ask(urls[0] ?? '', 'administrator', HALL_REFERENCE);
    if (body.errors) throw new Error(JSON.stringify(body.errors));
  });
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('let one of two racing terminals win, and decide again for the other', async () => {
    const REQUESTS = 40;
    const race = async (index: number): Promise<string | null> => {
      const id = `race-${index}`;
      const first = await post(urls[index % 2] ?? '', receipt(id));
      expect(first.status).toBe(201);
      // The first inquiry desk and the holder's colleague complete it at the same moment, each through another replica.
      const both = await Promise.all(urls.map((url, place) =>
        post(url, eventOf('RequestCompleted', id, `${id}-done-${place}`, '2026-03-02T09:30:00+08:00', { departmentId: 'intake', outcome: 'GRANTED' }))));
      expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
      const winner = both.findIndex(({ status }) => status === 201);
      expect(both[1 - winner]?.body.code).toBe('NOT_OPEN');
      // The same event again, sent to the other replica, is known there.
      const again = await post(urls[1 - winner] ?? '', eventOf('RequestCompleted', id, `${id}-done-${winner}`, '2026-03-02T09:30:00+08:00', { departmentId: 'intake', outcome: 'GRANTED' }));
      expect([again.status, again.body.status, again.body.position]).toEqual([200, 'already-recorded', both[winner]?.body.position]);
      return again.headers.get('x-position');
    };
    const positions = (await Promise.all(Array.from({ length: REQUESTS }, (_, index) => race(index)))).map((position) => BigInt(position ?? '-1'));
    const last = String(positions.reduce((a, b) => (a > b ? a : b)));

    const question = '{ departmentEfficiency { total { received closures processingTime { n mean { ms } } } departments { departmentId received closures } } }';
    const [a, b] = await Promise.all(urls.map((url) => ask(url, 'analyst', question, { 'x-position': last })));
    expect(a?.body.data.departmentEfficiency.total).toMatchObject({ received: REQUESTS, closures: REQUESTS });
    expect(b?.body).toEqual(a?.body);

    const store = await SqliteEventStore.open(join(dataDir, 'events.sqlite'));
    for (let index = 0; index < REQUESTS; index += 1) {
      expect(await verifyStream(store.readStream(`serviceRequest-hall.race-${index}`))).toBeNull();
    }
    await store.close();
  });

  it('go on by the one when the other is killed, with everything it acknowledged', async () => {
    const { headers } = await post(urls[0] ?? '', receipt('survivor'));
    children[0]?.kill('SIGKILL');
    const { body } = await ask(urls[1] ?? '', 'analyst', '{ serviceRequest(id: "survivor") { id timeline { type } } }', { 'x-position': headers.get('x-position') ?? '' });
    expect(body.data.serviceRequest.timeline).toEqual([{ type: 'RequestReceived' }]);
  });
});
