import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DIST = join(import.meta.dirname, '../../dist');
const TOKEN = join(DIST, 'identity/tokens/token.main.js');
const ROTATE = join(DIST, 'identity/tokens/rotate.main.js');
const built = existsSync(TOKEN);
if (!built) console.log('The service is not built (npm run build): its token commands are not tried.');

jest.setTimeout(180_000);

const describeBuilt = built ? describe : describe.skip;
describeBuilt('The token commands', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tokens-'));
  let service: ChildProcess | undefined;
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir, AUDIT_DIR: join(dataDir, 'audit'), CATALOGUE: '', PORT: '0', NODE_ENV: 'production', DRAIN_MS: '0' };
  const run = (args: readonly string[], more: Record<string, string> = {}) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) =>
      execFile(process.execPath, args, { env: { ...env, ...more } }, (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err })));
  const kidOf = (token: string) => (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid;
  afterAll(() => {
    service?.kill('SIGKILL');
    rmSync(dataDir, { recursive: true });
  });

  it('make one key between them when four start at once on an empty folder', async () => {
    const made = await Promise.all([1, 2, 3, 4].map((n) => run([TOKEN, '--role', 'analyst', '--name', `p${n}`])));
    expect(made.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(new Set(made.map(({ out }) => kidOf(out))).size).toBe(1);
    expect([readdirSync(dataDir), statSync(join(dataDir, 'token-keys.json')).mode & 0o777]).toEqual([['token-keys.json'], 0o600]);
    // The token alone on the one side, so that a shell can take it; everything else on the other.
    expect(made[0]?.out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(made[0]?.err).toMatch(/^analyst p1; halls: all; departments: all; until 有效期至 \d{4}-\d\d-\d\dT[\d:.]+Z; key 密钥 [\w-]+ of .*token-keys\.json\n$/);
  });

  it('are obeyed by a service that runs: a rotation keeps what is out, revoking ends it', async () => {
    service = spawn(process.execPath, [join(DIST, 'main.js')], { env: { ...env, ANALYST_KEY: 'lin:0123456789abcdef' }, stdio: 'pipe' });
    let said = '';
    for (const stream of [service.stdout!, service.stderr!]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    while (!/Health:/.test(said) && service.exitCode === null) await once(service.stdout!, 'data');
    expect(said).toMatch(/ANALYST_KEY: no longer used.*npm run token/);
    expect(said).not.toContain('0123456789abcdef');
    const url = /Events:\s+POST (http:\/\/127\.0\.0\.1:\d+)\/events/.exec(said)?.[1];
    const ask = async (token: string) => {
      const headers = { authorization: `Bearer ${token.trim()}`, 'content-type': 'application/json' };
      const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: '{"query":"{ viewer { principal halls departments } }"}' });
      return answer.status === 200 ? ((await answer.json()) as { data: { viewer: object } }).data.viewer : answer.status;
    };
    const { out: before } = await run([TOKEN, '--role', 'supervisor', '--name', 'wang', '--halls', 'east', '--departments', 'planning,licensing']);
    const wang = { principal: 'wang', halls: ['east'], departments: ['planning', 'licensing'] };
    expect(await ask(before)).toEqual(wang);
    expect((await run([ROTATE])).out).toMatch(/^.*token-keys\.json: [\w-]+ signs now; 1 older still check, 0 dropped\./);
    const { out: after } = await run([TOKEN, '--role', 'analyst']);
    expect(kidOf(after)).not.toBe(kidOf(before));
    expect([await ask(after), await ask(before)]).toEqual([{ principal: 'analyst-1', halls: null, departments: null }, wang]);
    expect((await run([ROTATE, '--revoke-all'])).out).toContain('0 older still check, 2 dropped');
    while ((await ask(before)) !== 401) await new Promise((resolve) => setTimeout(resolve, 100));
    expect([await ask(after), await ask((await run([TOKEN, '--role', 'terminal'])).out)]).toEqual([401, { principal: 'terminal-1', halls: null, departments: null }]);
  });

  it('refuse in English and Chinese what they cannot make', async () => {
    const provider = { TOKEN_ISSUER: 'https://id.example.org/', TOKEN_JWKS_URL: 'https://id.example.org/keys' };
    const many = Array.from({ length: 100 }, (_, n) => `department-with-a-long-name-${n}`).join();
    const cases: readonly [readonly string[], Record<string, string>, number, string][] = [
      [[TOKEN], {}, 2, 'WRONG_ARGUMENTS'],
      [[TOKEN, '--role', 'terminal', '--hours', '721'], {}, 2, 'WRONG_ARGUMENTS'],
      [[TOKEN, '--role', 'analyst', '--departments', many], {}, 2, 'TOKEN_TOO_LONG'],
      [[TOKEN, '--role', 'analyst'], provider, 3, 'BUILT_IN_ISSUER_OFF'],
      [[ROTATE], { TOKEN_KEYS_FILE: join(dataDir, 'elsewhere.json') }, 3, 'NO_TOKEN_KEYS'],
    ];
    const ended = await Promise.all(cases.map(async ([args, more]) => run(args, more)));
    expect(ended.map(({ code, out }) => [code, out])).toEqual(cases.map(([, , code]) => [code, '']));
    ended.forEach(({ err }, at) => expect(err).toMatch(new RegExp(`${cases[at]?.[3]}: .*\n.*[一-龥]`)));
  });
});
