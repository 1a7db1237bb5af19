import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { ReadModelFiles } from '../../../src/efficiency/read-model/read-model-files.js';
import { POSITION_GAP } from '../../../src/operations/restore/restore-backup.js';
import { DataFolders } from './data-folders.js';
import { contentsOf } from './hall-log.js';
import { killedAt, run, start } from './programs.js';

jest.setTimeout(180_000);
const folders = new DataFolders();
const { path } = folders;

describe('A restore', () => {
  it('refuses a log with events in it, and with the word puts it aside and says what is lost', async () => {
    await folders.hallWithBackup('busy');
    const before = await folders.contents('busy');
    const refused = await folders.restore('busy-backup', 'busy');
    expect([refused.code, refused.err]).toEqual([3, expect.stringMatching(/LOG_IN_PLACE: .* holds 35 events, up to position 35.*--replace-log/)]);
    expect(await folders.contents('busy')).toEqual(before);
    const { code, out } = await folders.restore('busy-backup', 'busy', '--replace-log');
    expect([code, out]).toEqual([0, expect.stringContaining('Lost: 5 events')]);
    expect(out).toContain('备份之后的 5 个事件');
    expect(await folders.contents('busy')).toEqual(before.slice(0, 30));
    const [, aside = ''] = /Put aside 移到一旁|Put aside 已移到一旁: (.*)/.exec(out) ?? [];
    mkdirSync(path('aside'));
    const raw = new DatabaseSync(aside, { readOnly: true });
    expect(raw.prepare('SELECT count(*) AS count FROM events').get()).toEqual({ count: 35 });
    raw.close();
  });

  it('gives no position of a lost event to another event', async () => {
    await folders.hallWithBackup('gap');
    await folders.restore('gap-backup', 'gap', '--replace-log');
    await folders.withHall('gap', async (hall, store) => {
      expect(await store.head()).toBe(30n);
      await hall.append('serviceRequest-hall.new', 1);
      expect(await store.head()).toBe(35n + POSITION_GAP + 1n);
    });
  });

  it('removes the read model, which would show the old log, and nothing else of its folder', async () => {
    await folders.hallWithBackup('model');
    const models = new ReadModelFiles(path('model', 'read-model'));
    const file = models.create(1);
    models.use({ file, built: true });
    for (const name of [file, `${file}.wal`, models.building(2), path('model', 'read-model', 'current.json'), path('model', 'read-model', 'mine.txt')]) writeFileSync(name, '{}');
    expect(models.pointer()?.file).toBe(file);
    writeFileSync(path('model', 'access-keys.json'), '{}');
    expect((await folders.restore('model-backup', 'model', '--replace-log')).code).toBe(0);
    expect(readdirSync(path('model', 'read-model'))).toEqual(['mine.txt']);
    expect(existsSync(path('model', 'access-keys.json'))).toBe(true);
  });

  it('refuses while another process has the log open', async () => {
    await folders.hallWithBackup('open');
    await folders.withHall('open', async (_hall, store) => {
      const refused = await folders.restore('open-backup', 'open', '--replace-log');
      expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('IN_USE')]);
      expect(await contentsOf(store)).toHaveLength(35);
    });
  });

  it.each([
    ['a byte of the log that changed', 'events.sqlite', (file: string) => flip(file, 5_000), 'BACKUP_DAMAGED'],
    ['a log that was cut', 'events.sqlite', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, -4096)), 'BACKUP_DAMAGED'],
    ['a log that grew', 'events.sqlite', (file: string) => appendFileSync(file, 'x'), 'BACKUP_DAMAGED'],
    ['a missing log', 'events.sqlite', (file: string) => rmSync(file), 'BACKUP_INCOMPLETE'],
    ['a cut manifest', 'manifest.json', (file: string) => writeFileSync(file, readFileSync(file, 'utf8').slice(0, 100)), 'BACKUP_DAMAGED'],
    ['a manifest of a newer program', 'manifest.json', (file: string) => edit(file, /"version": 1/, '"version": 2'), 'BACKUP_TOO_NEW'],
    ['a manifest with another count', 'manifest.json', (file: string) => edit(file, /"count": 30/, '"count": 31'), 'LOGS_DIFFER'],
    ['a manifest with another head', 'manifest.json', (file: string) => edit(file, /"head": "30"/, '"head": "29"'), 'LOGS_DIFFER'],
    ['a manifest with another digest of the log', 'manifest.json', (file: string) => edit(file, /"digest": "[0-9a-f]{64}"/, `"digest": "${'0'.repeat(64)}"`), 'LOGS_DIFFER'],
  ])('refuses a backup with %s, and makes no log', async (what, file, damage, code) => {
    const name = what.replaceAll(' ', '-');
    await folders.hallWithBackup(name);
    damage(path(`${name}-backup`, file));
    // What the manifest says of the log's contents is compared only where the log is opened.
    const checked = await folders.restore(`${name}-backup`, `${name}-new`, '--check');
    expect(checked.code).toBe(code === 'LOGS_DIFFER' ? 0 : 1);
    const refused = await folders.restore(`${name}-backup`, `${name}-new`);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining(code)]);
    expect(existsSync(path(`${name}-new`, 'events.sqlite'))).toBe(false);
  });

  it('says that there is no backup where none is, and takes a backup without keys', async () => {
    expect((await folders.restore('nothing', 'nothing-new')).code).toBe(2);
    await folders.hallWithBackup('empty-place');
    await folders.withHall('empty-log', async () => undefined);
    expect((await folders.restore('empty-place-backup', 'empty-log')).code).toBe(0);
    expect(await folders.contents('empty-log')).toHaveLength(30);
  });

  it('puts a log that cannot be read aside with the word, with what stands beside it', async () => {
    await folders.hallWithBackup('damaged');
    writeFileSync(path('damaged', 'events.sqlite'), 'no database at all, but long enough to look like one'.repeat(100));
    writeFileSync(path('damaged', 'events.sqlite-wal'), 'stale');
    expect((await folders.restore('damaged-backup', 'damaged')).code).toBe(3);
    expect((await folders.restore('damaged-backup', 'damaged', '--replace-log')).code).toBe(0);
    expect(await folders.contents('damaged')).toHaveLength(30);
    expect(readdirSync(path('damaged')).filter((name) => /^events\.sqlite\.replaced-.*Z(-wal)?$/.test(name))).toHaveLength(2);
  });

  it('does not let a write-ahead log that was left behind run into the restored log', async () => {
    await folders.hallWithBackup('stray');
    const wal = path('stray', 'events.sqlite-wal');
    let left = Buffer.alloc(0);
    await folders.withHall('stray', async (hall) => {
      await hall.append('serviceRequest-hall.stray', 40);
      left = readFileSync(wal);
    });
    expect(left.length).toBeGreaterThan(0);
    rmSync(path('stray', 'events.sqlite'));
    writeFileSync(wal, left);
    expect((await folders.restore('stray-backup', 'stray')).code).toBe(0);
    expect(await folders.contents('stray')).toHaveLength(30);
    expect((await run(folders.compiled, 'log-verify', '-q', '--data', path('stray'))).code).toBe(0);
    expect(readdirSync(path('stray')).filter((name) => /^events\.sqlite\.replaced-.*Z-wal$/.test(name))).toHaveLength(1);
  });

  it('killed at any step on the disk leaves the log that was there or the restored one, whole, and can be run again', async () => {
    await folders.hallWithBackup('kills');
    let old = await folders.contents('kills');
    const restored = old.slice(0, 30);
    const seen = new Set<number>();
    for (let step = 1, whole = false; !whole; step += 1) {
      const { preload, env } = killedAt(step);
      const args = ['-q', '--from', path('kills-backup'), '--data', path('kills'), '--replace-log'];
      new ReadModelFiles(path('kills', 'read-model')).use({ file: 'model', built: true });
      const { code } = await start(folders.compiled, 'restore', args, preload, env).ended;
      const after = await folders.contents('kills');
      seen.add(after.length);
      expect([old, restored]).toContainEqual(after);
      // A read model beside a log it was not made from would lie.
      if (after.length === 30) expect(new ReadModelFiles(path('kills', 'read-model')).pointer()).toBeNull();
      whole = code === 0;
      if (whole) expect(step).toBeGreaterThan(8);
      if (after.length === 30 && !whole) {
        rmSync(path('kills', 'events.sqlite'));
        await folders.withHall('kills', async (hall) => hall.append('serviceRequest-hall.other', 35));
        old = await folders.contents('kills');
      }
    }
    expect([...seen].sort()).toEqual([30, 35]);
    expect(readdirSync(path('kills')).filter((name) => name.startsWith('.restoring'))).toEqual([]);
  });
});

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}
function edit(file: string, from: RegExp, to: string): void {
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(from);
  writeFileSync(file, text.replace(from, to));
}
