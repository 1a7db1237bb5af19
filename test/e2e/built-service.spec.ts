import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../dist/main.js');
const built = existsSync(MAIN);
if (!built) console.log('The service is not built (npm run build): its own start and stop are not tried.');

/** The tests run as CommonJS; this one runs what is delivered: plain Node, real modules. */
const describeBuilt = built ? describe : describe.skip;
describeBuilt('The built service', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'built-'));
  const children: ChildProcess[] = [];
  const start = (env: Record<string, string>, ...args: string[]) => {
    const child = spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env['PATH'], DATA_DIR: dataDir, AUDIT_DIR: join(dataDir, 'audit'), CATALOGUE: '', PORT: '0', ...env }, stdio: 'pipe' });
    children.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    return { child, said: () => said };
  };
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('prints its addresses, answers, and stops with 0 on SIGTERM', async () => {
    const { child, said } = start({});
    while (!/Try it:/.test(said()) && child.exitCode === null) await once(child.stdout, 'data');
    const url = /Events:\s+POST (http:\/\/127\.0\.0\.1:\d+)\/events/.exec(said())?.[1];
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const printed = [...said().matchAll(/^ {2}([A-Z]+)='eyJ[\w.-]+'$/gm)].map(([, role]) => role);
    expect(printed).toEqual(['TERMINAL', 'ANALYST', 'SUPERVISOR', 'ADMINISTRATOR']);
    const [header] = /Bearer [\w.-]+/.exec(said()) ?? [];
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST', headers: { authorization: header ?? '', 'content-type': 'application/json' }, body: '{"query":"{ viewer { role } }"}',
    });
    expect(await answer.json()).toEqual({ data: { viewer: { role: 'analyst' } } });
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(said()).not.toMatch(/Error|Warning/);
  }, 120_000);

  it('prints no secret in production', async () => {
    const { child, said } = start({ NODE_ENV: 'production', DRAIN_MS: '0' });
    while (!/Tokens:.*npm run token/.test(said()) && child.exitCode === null) await once(child.stdout, 'data');
    expect(said()).not.toMatch(/Bearer|eyJ/);
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
  }, 120_000);

  it('says what is wrong with its settings and stops with 1', async () => {
    const { child, said } = start({ HOST: '0.0.0.0' });
    expect((await once(child, 'close'))[0]).toBe(1);
    expect(said()).toMatch(/^HOST 0\.0\.0\.0 is for other machines too/);
    expect(said()).not.toContain('    at ');
  }, 120_000);
});
