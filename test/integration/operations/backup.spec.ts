import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { type Manifest, readManifest } from '../../../src/operations/backup/manifest.js';
import type { SealedText } from '../../../src/privacy/keyring.js';
import { KeyFileVault } from '../../../src/privacy/key-file.vault.js';
import { VaultKeyring } from '../../../src/privacy/vault-keyring.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';
import { HallLog } from './hall-log.js';
import { compilePrograms, killedAt, run, start } from './programs.js';
import { RestlessHall } from './restless-hall.js';

jest.setTimeout(180_000);
const folder = temporaryFolder();
const compiled = compilePrograms(folder);
const path = (...names: string[]): string => join(folder, ...names);

async function eventsOf(dataDir: string): Promise<readonly RecordedEvent[]> {
  const store = await SqliteEventStore.open(join(dataDir, 'events.sqlite'));
  const events: RecordedEvent[] = [];
  for (let page = await store.readAll(null, 1000); page.length > 0; page = await store.readAll(page.at(-1)?.position ?? null, 1000)) events.push(...page);
  await store.close();
  return events;
}
async function smallHall(name: string, events = 40): Promise<string> {
  const store = await SqliteEventStore.open(path(name, 'events.sqlite'));
  await new HallLog(store).grow(events, 5);
  await store.close();
  return path(name);
}

describe('A backup of a service that writes without pause', () => {
  it('ends, has all that was acknowledged before, every key it needs, and is restored as a prefix of the log', async () => {
    const live = path('live');
    mkdirSync(live);
    const hall = new RestlessHall(compiled, live);
    await hall.until(300n);
    const before = hall.acknowledged;
    const backup = await run(compiled, 'backup', '--data', live, '--to', path('backups', 'first'));
    expect([backup.code, backup.err]).toEqual([0, expect.stringContaining('100%')]);
    await hall.until(hall.acknowledged + 100n);
    await hall.kill();
    const manifest = readManifest(path('backups', 'first'));
    expect(BigInt(manifest.events.head ?? 0)).toBeGreaterThanOrEqual(before);
    expect(manifest).toMatchObject({ textsWithoutKey: 0, keys: { erased: 0 } });
    expect(manifest.keys?.count).toBeGreaterThanOrEqual(manifest.events.count);

    const restored = await run(compiled, 'restore', '--from', path('backups', 'first'), '--data', path('restored'));
    expect([restored.code, restored.out]).toEqual([0, expect.stringContaining('Lost: whatever was recorded after')]);
    const [original, copy] = [await eventsOf(live), await eventsOf(path('restored'))];
    expect(copy.length).toBe(manifest.events.count);
    expect(copy).toEqual(original.slice(0, copy.length));
    expect(original.length).toBeGreaterThan(copy.length);
    const keyring = new VaultKeyring(new KeyFileVault(path('restored', 'keys.sqlite')));
    for (const { data, revision } of copy) expect(await keyring.open(data['note'] as SealedText)).toBe(`note ${revision}`);
    await keyring.close();
    const verified = await run(compiled, 'log-verify', '--data', path('restored'));
    expect([verified.code, verified.out]).toEqual([0, expect.stringContaining(`digest ${manifest.events.digest}`)]);
  });
});

describe('A backup', () => {
  it('can be read by its owner only, needs no file beside it, and says what it holds', async () => {
    const data = await smallHall('owner');
    const { out } = await run(compiled, 'backup', '--data', data, '--to', path('owner-backup'));
    expect(readdirSync(path('owner-backup')).sort()).toEqual(['events.sqlite', 'manifest.json']);
    expect(statSync(path('owner-backup')).mode & 0o777).toBe(0o700);
    expect(statSync(path('owner-backup', 'events.sqlite')).mode & 0o777).toBe(0o600);
    // The header says: rollback journal, no write-ahead log. So it can be read from where nothing can be written.
    expect([...readFileSync(path('owner-backup', 'events.sqlite')).subarray(18, 20)]).toEqual([1, 1]);
    const manifest: Manifest = readManifest(path('owner-backup'));
    expect(manifest).toMatchObject({ version: 1, events: { count: 40, head: '40', schemaVersion: 1 }, keys: null, textsWithoutKey: 0 });
    expect(out).toContain('40 events up to position 40');
    expect(out).toContain('40 个事件');
  });

  it('is never written over something else, and refuses what is no log', async () => {
    const data = await smallHall('over');
    mkdirSync(path('taken'));
    writeFileSync(path('taken', 'mine.txt'), 'mine');
    expect((await run(compiled, 'backup', '--data', data, '--to', path('taken'))).code).toBe(3);
    expect(readdirSync(path('taken'))).toEqual(['mine.txt']);
    expect((await run(compiled, 'backup', '--data', path('nowhere'), '--to', path('x'))).code).toBe(2);
    mkdirSync(path('foreign'));
    const foreign = new DatabaseSync(path('foreign', 'events.sqlite'));
    foreign.exec('CREATE TABLE events (a)');
    foreign.close();
    expect((await run(compiled, 'backup', '--data', path('foreign'), '--to', path('x'))).code).toBe(3);
    const server = await start(compiled, 'backup', ['--data', data, '--to', path('x')], [], { EVENT_STORE: 'esdb://localhost:2113' }).ended;
    expect([server.code, server.err]).toEqual([3, expect.stringContaining('NOT_EMBEDDED')]);
    expect(existsSync(path('x'))).toBe(false);
  });

  it('of a log whose chain does not hold is not made, and the place is named', async () => {
    const data = await smallHall('bent');
    const raw = new DatabaseSync(join(data, 'events.sqlite'));
    raw.exec(`UPDATE events SET data = '{"index":"bent"}' WHERE position = 17`);
    raw.close();
    const { code, err } = await run(compiled, 'backup', '--data', data, '--to', path('bent-backup'));
    expect([code, err]).toEqual([1, expect.stringMatching(/LOG_BROKEN: position 17, .*\n日志已损坏：位置 17/)]);
    expect(readdirSync(folder).filter((name) => name.startsWith('bent-backup'))).toEqual([]);
    const verified = await run(compiled, 'log-verify', '--from', `sqlite:${join(data, 'events.sqlite')}`);
    expect([verified.code, verified.err]).toEqual([1, expect.stringContaining('LOG_BROKEN: position 17')]);
  });

  it('warns of texts whose key the service itself does not have', async () => {
    const data = path('keyless');
    const store = await SqliteEventStore.open(join(data, 'events.sqlite'));
    await new HallLog(store).append('serviceRequest-hall.1', 2, () => ({ deep: [{ note: { keyId: 'gone', nonce: 'n', ciphertext: 'c' } }] }));
    await store.close();
    const { code, err } = await run(compiled, 'backup', '--data', data, '--to', path('keyless-backup'));
    expect([code, err]).toEqual([0, expect.stringContaining('2 texts are sealed under keys')]);
    expect(readManifest(path('keyless-backup')).textsWithoutKey).toBe(2);
  });

  it('killed at any step on the disk leaves nothing under its name, or all of it; the next one clears up', async () => {
    const data = await smallHall('killed', 10);
    for (let step = 1, whole = false; !whole; step += 1) {
      const to = path('kills', String(step));
      const { preload, env } = killedAt(step);
      const { code } = await start(compiled, 'backup', ['-q', '--data', data, '--to', to], preload, env).ended;
      if (existsSync(to)) expect((await run(compiled, 'restore', '--from', to, '--check')).code).toBe(0);
      else expect((await run(compiled, 'backup', '-q', '--data', data, '--to', to)).code).toBe(0);
      whole = code === 0;
      if (whole) expect(step).toBeGreaterThan(8);
    }
    expect(readdirSync(path('kills')).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('ends with 130 when it is interrupted, and leaves nothing', async () => {
    const data = await smallHall('interrupted', 4_000);
    const { child, ended } = start(compiled, 'backup', ['--data', data, '--to', path('interrupted-backup')]);
    child.stderr?.on('data', (text: Buffer) => text.toString().includes('10%') && child.kill('SIGINT'));
    expect((await ended).code).toBe(130);
    expect(readdirSync(folder).filter((name) => name.startsWith('interrupted-backup'))).toEqual([]);
  });

  it('explains itself in English and Chinese', async () => {
    for (const program of ['backup', 'restore', 'log-copy', 'log-verify']) {
      const { code, out } = await run(compiled, program, '--help');
      expect([program, code, out]).toEqual([program, 0, expect.stringMatching(/Exit codes 退出码/)]);
      expect((await run(compiled, program, '--nonsense')).code).toBe(2);
    }
    const scripts = readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8');
    for (const program of ['backup', 'restore', 'log-copy', 'log-verify']) expect(scripts).toContain(`dist/operations/${program}.main.js"`);
  });
});
