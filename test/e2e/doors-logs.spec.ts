import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sendRaw } from '../support/doors/raw.js';
import { minterOf } from '../support/identity/mint.js';

const MAIN = join(import.meta.dirname, '../../dist/main.js');
const built = existsSync(MAIN);
if (!built) console.log('The service is not built (npm run build): what it writes to its log is not read.');

const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const HOSTILE = 'x\r\nforged\u001b[2J\u202e\u2028\u009b';

/** What is delivered: plain Node, real modules, all that it writes. */
const describeBuilt = built ? describe : describe.skip;
describeBuilt('The log of the built service', () => {
  jest.setTimeout(120_000);
  const dataDir = mkdtempSync(join(tmpdir(), 'logs-'));
  let child: ChildProcess;
  let said = '';
  let url = '';
  beforeAll(async () => {
    const env = {
      PATH: process.env['PATH'], DATA_DIR: dataDir, AUDIT_DIR: join(dataDir, 'audit'), CATALOGUE: '', PORT: '0', NODE_ENV: 'production', DRAIN_MS: '0', LOG_LEVEL: 'trace', TOKEN_AUDIENCE: 'hall-of-tests',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://tracer:hunter2-in-the-address@127.0.0.1:9', RATE_FAILURES_PER_MINUTE: '1000',
    };
    child = spawn(process.execPath, [MAIN], { env, stdio: 'pipe' });
    for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    while (!/Events:\s+POST (\S+)\/events[\s\S]*Tokens:/.test(said) && child.exitCode === null) await once(child.stdout!, 'data');
    url = /Events:\s+POST (\S+)\/events/.exec(said)?.[1] ?? '';
  }, 120_000);
  afterAll(() => {
    child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('holds no secret, and no line that a stranger wrote, whatever was sent', async () => {
    const authorize = minterOf(join(dataDir, 'token-keys.json'), 'hall-of-tests', Date.now);
    const { authorization } = authorize('administrator');
    const token = authorization.slice('Bearer '.length);
    const [, , signature = ''] = token.split('.');
    const keys = (JSON.parse(readFileSync(join(dataDir, 'token-keys.json'), 'utf8')) as { keys: readonly { d: string }[] }).keys;
    const event = (over: object = {}) => JSON.stringify({ specversion: '1.0', id: HOSTILE, source: `/halls/${HOSTILE}`, type: HOSTILE, subject: `hall.${HOSTILE}`, time: HOSTILE, data: { departmentId: HOSTILE, note: HOSTILE }, ...over });
    const post = (path: string, headers: Record<string, string>, body: string) => fetch(`${url}${path}`, { method: 'POST', headers, body }).then(async (answer) => [...answer.headers].flat().join('\n') + (await answer.text()));
    const answers = await Promise.all([
      post('/events', { authorization, 'content-type': 'application/cloudevents+json', 'x-correlation-id': 'counter-7:45' }, event()),
      post('/events', { authorization, 'content-type': 'application/cloudevents+json' }, event({ type: 'RequestReceived', time: new Date().toISOString() })),
      post('/graphql', { authorization, 'content-type': 'application/json', cookie: `session=hunter2-in-a-cookie` }, JSON.stringify({ query: 'query($i: RegisterDepartmentInput!) { nothing }', variables: { i: HOSTILE }, operationName: HOSTILE })),
      post('/graphql', { authorization, 'content-type': 'application/json' }, JSON.stringify({ query: `mutation($d: RegisterDepartmentInput!) { registerDepartment(input: $d) { recorded refused { code message } } }`, variables: { d: { departmentId: HOSTILE, name: 'hunter2' } } })),
      post('/graphql', { authorization: `Bearer ${token.slice(0, -8)}hunter2x`, 'content-type': 'application/json' }, '{"query":"{ viewer { role } }"}'),
      post('/graphql', { authorization: `Basic ${Buffer.from('admin:hunter2-basic').toString('base64')}`, 'content-type': 'application/json' }, '{}'),
      post(`/events?access_token=${token}&password=hunter2-in-the-query`, { 'content-type': 'application/json' }, '{}'),
      post(`/nothing/${token}/%0d%0aforged%1b%5b2J`, { authorization, 'content-type': 'application/json' }, '{}'),
      fetch(`${url}/exports/receipts.csv?filter=${encodeURIComponent(HOSTILE)}`, { headers: { authorization } }).then((answer) => answer.text()),
    ]);
    await sendRaw(url, `GET /raw\x9b2J\xe2\x80\xae HTTP/1.1\r\nHost: x\r\nX-Correlation-Id: a\x1bb\r\nConnection: close\r\n\r\n`);
    await sendRaw(url, `GET /health/live HTTP/1.1\r\nHost: x\r\nX-Correlation-Id: ${token}\r\nConnection: close\r\n\r\n`);
    expect(answers.filter((answer) => /^forged/m.test(answer))).toEqual([]);
    child.kill('SIGTERM');
    await once(child, 'close');

    const [own = '', logged = ''] = [said.slice(0, said.indexOf('Tokens:')), said.slice(said.indexOf('Tokens:'))];
    expect(logged).toContain('counter-7:45');
    for (const secret of [token, signature, token.slice(0, 60), 'hunter2', Buffer.from('admin:hunter2-basic').toString('base64'), ...keys.map(({ d }) => d)]) expect(said).not.toContain(secret);
    expect(`${own}${logged}`).not.toMatch(INVISIBLE);
    const lines = logged.split('\n').slice(1).filter((line) => line.trim() !== '');
    expect(lines.filter((line) => !line.startsWith('{'))).toEqual([]);
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines) expect(typeof (JSON.parse(line) as { level: unknown }).level).toBe('number');
  });
});
