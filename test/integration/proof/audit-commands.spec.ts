import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { compileSources } from '../../support/compile-sources.js';
import { PROOF_COMMANDS } from '../../support/proof/proof-commands.js';
import { recordedLog, type RecordedLog, writeAuditDir } from '../../support/proof/recorded-log.js';

jest.setTimeout(120_000);
const START_MS_MAX = 120_000;

describe('The command lines of the proof', () => {
  let log: RecordedLog;
  let compiled: string;
  let auditDir: string;
  beforeAll(async () => {
    log = await recordedLog(40, [10, 30]);
    compiled = compileSources(log.folder, PROOF_COMMANDS);
    auditDir = join(log.folder, 'audit');
    mkdirSync(auditDir);
    writeAuditDir(auditDir, log.heads, [log.key]);
  }, START_MS_MAX);
  afterAll(() => {
    rmSync(`${log.folder}-audit`, { recursive: true, force: true });
    log.remove();
  });

  async function run(program: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const command = promisify(execFile);
    try {
      const { stdout, stderr } = await command(process.execPath, [join(compiled, 'proof', `${program}.main.js`), ...args], { env: { PATH: process.env['PATH'] } });
      return { code: 0, out: stdout, err: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, out: stdout, err: stderr };
    }
  }
  const verify = (...args: string[]) => run('audit-verify', '--data', log.folder, '--audit-dir', auditDir, '--quiet', ...args);

  it('say that a log holds, in two languages, and what no head covers', async () => {
    const held = await verify();
    expect(held).toMatchObject({ code: 0, err: '' });
    expect(held.out).toContain('40 events hold, up to position 80; 2 of 2 signed heads have been held against them.');
    expect(held.out).toContain('40 个事件校验无误');
    expect(held.out).toContain('10 events came after the last head');
    expect(held.out).toContain(`log ${log.heads[0]?.logId}`);
    // Where nobody says otherwise, the heads are looked for beside the data folder.
    mkdirSync(`${log.folder}-audit`);
    writeAuditDir(`${log.folder}-audit`, log.heads, [log.key]);
    expect(await run('audit-verify', '--data', log.folder, '--quiet')).toEqual(held);
  });

  it('name what was taken out of the file, with exit code 1', async () => {
    const database = new DatabaseSync(log.file);
    const row = database.prepare('SELECT * FROM events WHERE position = 42').get() as Record<string, string>;
    database.exec('DELETE FROM events WHERE position = 42');
    const { code, err } = await verify();
    database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)').run(...['position', 'stream_no', 'revision', 'id', 'type', 'data', 'metadata'].map((name) => row[name] ?? null));
    database.close();
    expect(code).toBe(1);
    expect(err).toContain('MISSING: position 42, leaf 20: the event that was signed here is missing');
    expect(err).toContain('位置 42，第 20 叶：签署时位于此处的事件已缺失');
  });

  it('ask for heads and keys rather than to verify less; say which keys there are, rotate and revoke them', async () => {
    const elsewhere = join(log.folder, 'elsewhere');
    mkdirSync(elsewhere);
    expect(await run('audit-verify', '--data', log.folder, '--audit-dir', elsewhere, '--quiet')).toMatchObject({ code: 2, err: expect.stringContaining('NO_HEADS') });
    expect(await run('audit-verify', '--data', log.folder, '--audit-dir', elsewhere, '--quiet', '--head', join(auditDir, 'heads.jsonl'))).toMatchObject({ code: 2, err: expect.stringContaining('NO_KEYS') });
    const listed = await run('audit-keys', 'list', '--json', '--audit-dir', auditDir);
    expect(JSON.parse(listed.out).keys).toEqual([expect.objectContaining({ keyId: log.key.keyId, until: null })]);
    expect(listed.out).not.toContain('privateKey');
    writeFileSync(join(elsewhere, 'public-keys.json'), listed.out);
    const kept = ['--head', join(auditDir, 'heads.jsonl'), '--key', join(elsewhere, 'public-keys.json')];
    expect((await run('audit-verify', '--data', log.folder, '--audit-dir', elsewhere, '--quiet', ...kept)).code).toBe(0);
    expect(await run('audit-keys', 'revoke', log.key.keyId, '--audit-dir', auditDir)).toMatchObject({ code: 3, err: expect.stringContaining('NOT_REVOKED') });
    expect((await run('audit-keys', 'rotate', '--audit-dir', auditDir)).out).toContain('A new key signs from now on');
    expect((await run('audit-keys', 'revoke', log.key.keyId, '--audit-dir', auditDir)).out).toContain('REVOKED 已吊销');
    expect((await verify()).code).toBe(0);
    rmSync(elsewhere, { recursive: true });
  });
});
