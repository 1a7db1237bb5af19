import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EventStoreUnavailable, LogFileRefused } from '../../../src/event-store/errors.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { anEvent, freshStream } from '../../support/event-store/events.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';

const folder = temporaryFolder();
const freshFile = (): string => join(folder, `${randomUUID()}.sqlite`);

function withRaw<Result>(file: string, use: (raw: DatabaseSync) => Result): Result {
  const raw = new DatabaseSync(file);
  try {
    return use(raw);
  } finally {
    raw.close();
  }
}

describe('The log file', () => {
  it('says whose it is, its schema version, and that it is written ahead', async () => {
    const file = freshFile();
    await (await SqliteEventStore.open(file)).close();
    const of = (name: string): unknown => withRaw(file, (raw) => raw.prepare(`PRAGMA ${name}`).get()?.[name]);
    expect([of('application_id'), of('user_version'), of('journal_mode')]).toEqual([0x5e717106, 1, 'wal']);
  });

  it('is whole in itself after a close: nothing stays in the write-ahead log', async () => {
    const file = freshFile();
    const store = await SqliteEventStore.open(file);
    await store.append(freshStream(), 'no-stream', [anEvent()]);
    expect(existsSync(`${file}-wal`)).toBe(true);
    await store.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it('is refused when a newer program wrote it', async () => {
    const file = freshFile();
    await (await SqliteEventStore.open(file)).close();
    withRaw(file, (raw) => raw.exec('PRAGMA user_version = 2'));
    await expect(SqliteEventStore.open(file)).rejects.toBeInstanceOf(LogFileRefused);
    await expect(SqliteEventStore.open(file)).rejects.toThrow(/schema version 2; this program knows versions up to 1/);
  });

  it("is refused, and left as it was, when it is another application's", async () => {
    const file = freshFile();
    withRaw(file, (raw) => raw.exec('CREATE TABLE theirs (x)'));
    const before = readFileSync(file);
    await expect(SqliteEventStore.open(file)).rejects.toBeInstanceOf(LogFileRefused);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('cannot be opened when it is no database, and says so', async () => {
    const file = freshFile();
    writeFileSync(file, 'No database at all, only a sentence that is long enough to be taken for a header of one hundred bytes or more.');
    await expect(SqliteEventStore.open(file)).rejects.toBeInstanceOf(EventStoreUnavailable);
  });

  it('cannot be a folder, and a store in memory alone is not offered', async () => {
    const taken = freshFile();
    mkdirSync(taken);
    await expect(SqliteEventStore.open(taken)).rejects.toBeInstanceOf(EventStoreUnavailable);
    await expect(SqliteEventStore.open(':memory:')).rejects.toMatchObject({ name: 'TypeError' });
  });
});
