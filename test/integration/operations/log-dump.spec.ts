import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { EventStore } from '../../../src/event-store/event-store.port.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { dumpLog } from '../../../src/operations/dump/dump-log.js';
import { loadLog } from '../../../src/operations/dump/load-log.js';
import type { OpenedLog } from '../../../src/operations/logs/log-address.js';
import { verifyLog } from '../../../src/operations/logs/verify-log.js';
import { silentProgress } from '../../../src/operations/progress.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';
import { contentsOf, HallLog } from './hall-log.js';

const folder = temporaryFolder();
jest.setTimeout(60_000);
const opened: EventStore[] = [];
afterAll(() => Promise.all(opened.map((store) => store.close())));

const as = (store: EventStore, shared = false): OpenedLog => ({ store, label: 'log', appliesGroupsInOrder: !shared, shared });
const newFile = (extension = 'jsonl'): string => join(folder, `${randomUUID()}.${extension}`);
const { signal } = new AbortController();
const dump = (store: EventStore, to: string, shared = false) => dumpLog({ source: as(store, shared), to, progress: silentProgress, signal });
const load = (from: string, store: EventStore, shared = false) => loadLog({ from, target: as(store, shared), progress: silentProgress, signal, retryPauseMs: 0 });

async function sqlite(file = join(folder, randomUUID(), 'events.sqlite')): Promise<EventStore> {
  const store = await SqliteEventStore.open(file);
  opened.push(store);
  return store;
}
async function grown(count: number, streams = 40): Promise<InMemoryEventStore> {
  const store = new InMemoryEventStore();
  await new HallLog(store).grow(count, streams);
  return store;
}
/** Everything a log's file holds, in the bytes it holds it in. */
const rowsIn = (file: string): unknown[] =>
  new DatabaseSync(file, { readOnly: true }).prepare('SELECT position, name, revision, id, type, data, metadata FROM events JOIN streams USING (stream_no) ORDER BY position').all();

describe('Dumping a log and loading it', () => {
  it('restores every event byte for byte at its position, plain and compressed', async () => {
    const original = join(folder, 'original', 'events.sqlite');
    const store = await sqlite(original);
    const hall = new HallLog(store);
    await hall.grow(1_234, 70);
    // Numbers as keys come in another order out of JSON.parse() than the canonical form has them; and no text is only ASCII.
    await hall.append('serviceRequest-hall.办件 1', 3, () => ({ dimensions: { 10: 1, 9: 2, é: 3 }, note: '\u2028"\\\u0001😀' }));
    for (const name of ['jsonl', 'jsonl.gz']) {
      const file = newFile(name);
      const dumped = await dump(store, file);
      expect(dumped).toMatchObject({ events: 1_237, head: '1237', foreign: 0 });
      const copy = join(folder, name, 'events.sqlite');
      expect(await load(file, await sqlite(copy))).toMatchObject({ loaded: 1_237, alreadyThere: 0, positionsKept: true, digest: dumped.digest });
      expect(rowsIn(copy)).toEqual(rowsIn(original));
    }
  });

  it('writes CloudEvents, one a line, with count and hash of all of them in the last', async () => {
    const file = newFile('jsonl.gz');
    const store = await grown(5, 2);
    const { digest } = await dump(store, file);
    const text = gunzipSync(readFileSync(file)).toString();
    const lines = text.trimEnd().split('\n').map((line) => JSON.parse(line));
    expect(lines).toHaveLength(7);
    for (const line of lines) expect(line).toMatchObject({ specversion: '1.0', id: expect.any(String), source: expect.any(String), type: expect.any(String) });
    expect(lines.flatMap((line) => Object.keys(line)).filter((name) => !/^[a-z0-9]{1,20}$/.test(name))).toEqual([]);
    expect(lines[1]).toMatchObject({ subject: 'department-intake', revision: '0', position: '1' });
    expect(lines.at(-1)).toMatchObject({ data: { events: 5, head: '5', digest } });
    expect((await verifyLog(store, { progress: silentProgress, signal, sharedLog: false })).digest).toBe(digest);
  });

  it('adds nothing the second time, and goes on behind what an interrupted load left', async () => {
    const [store, file, target] = [await grown(900), newFile(), new InMemoryEventStore()];
    await dump(store, file);
    for (const { stream, revision, id, type, data, metadata } of await store.readAll(null, 333))
      await target.append(stream, revision === 0n ? 'no-stream' : revision - 1n, [{ id, type, data, metadata }]);
    expect(await load(file, target)).toMatchObject({ loaded: 567, alreadyThere: 333 });
    expect(await load(file, target)).toMatchObject({ loaded: 0, alreadyThere: 900 });
    expect(await contentsOf(target)).toEqual(await contentsOf(store));
  });

  it('says that positions are other ones where the target gives others', async () => {
    const [store, file] = [await grown(20), newFile()];
    await dump(store, file);
    expect(await load(file, new InMemoryEventStore(1_000n), true)).toMatchObject({ loaded: 20, positionsKept: false });
  });

  it('refuses a target with other events, or more of them, and leaves it as it is', async () => {
    const [store, file] = [await grown(20), newFile()];
    await dump(store, file);
    const other = await grown(3);
    await expect(load(file, other)).rejects.toThrow('TARGET_HAS_OTHER_EVENTS');
    expect(await contentsOf(other)).toHaveLength(3);
    const ahead = new InMemoryEventStore();
    await load(file, ahead);
    await new HallLog(ahead).append('serviceRequest-hall.new', 1);
    await expect(load(file, ahead)).rejects.toThrow('TARGET_IS_AHEAD');
  });

  it('never writes over a file, and leaves none behind when the log does not hold', async () => {
    const [store, file] = [await grown(5), newFile()];
    await dump(store, file);
    await expect(dump(store, file)).rejects.toThrow('FILE_EXISTS');
    await store.append('serviceRequest-hall.9', 'no-stream', [{ id: randomUUID(), type: 'Happened', data: {}, metadata: { hash: 'f'.repeat(64), previousHash: null } }]);
    const broken = newFile();
    await expect(dump(store, broken)).rejects.toThrow('serviceRequest-hall.9');
    expect(() => readFileSync(broken)).toThrow('ENOENT');
  });

  describe('a dump that is not as it was written', () => {
    let lines: readonly string[] = [];
    beforeAll(async () => {
      const file = newFile();
      await dump(await grown(60, 7), file);
      lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    });
    async function refusalOf(text: string): Promise<string> {
      const [file, target] = [newFile(), new InMemoryEventStore()];
      writeFileSync(file, text);
      const error = await load(file, target).then(() => new Error('was loaded'), (thrown: unknown) => thrown as Error);
      expect(await target.head()).toBe(null); // Nothing was written.
      return error.message;
    }
    const joined = (changed: readonly string[]): string => `${changed.join('\n')}\n`;

    it.each<[string, (lines: readonly string[]) => string, RegExp]>([
      ['cut off between lines', (all) => joined(all.slice(0, -1)), /DUMP_DAMAGED: Line 62 .*cut off/],
      ['cut off in a line', (all) => joined(all).slice(0, -10), /DUMP_DAMAGED: Line 62 .*breaks off/],
      ['without one event', (all) => joined(all.toSpliced(30, 1)), /DUMP_DAMAGED: Line \d+ /],
      ['without its last event', (all) => joined(all.toSpliced(60, 1)), /DUMP_DAMAGED: Line 61 .*counts 60 events, and 59/],
      ['with two lines exchanged', (all) => joined(all.with(20, all[21]!).with(21, all[20]!)), /DUMP_DAMAGED: Line (21|22) /],
      ['with a line twice', (all) => joined(all.toSpliced(20, 0, all[20]!)), /DUMP_DAMAGED: Line 22 /],
      ['with something after the end', (all) => joined([...all, all[5]!]), /DUMP_DAMAGED: Line 63 .*follows the last line/],
      ['with another word', (all) => joined(all.with(9, all[9]!.replace('terminal-7', 'terminal-8'))), /DUMP_DAMAGED: Line 10 .*not what its hash says/],
      ['with another time of recording beside the metadata', (all) => joined(all.with(9, all[9]!.replace('"datacontenttype"', '"time":"x","datacontenttype"'))), /DUMP_DAMAGED: Line 10 .*not an event/],
      ['with another position', (all) => joined(all.with(60, all[60]!.replace('"position":"60"', '"position":"61"'))), /DUMP_DAMAGED: Line 62 .*hashes/],
      ['with another source in its last line', (all) => joined(all.with(61, all[61]!.replace('urn:', 'url:'))), /DUMP_DAMAGED: Line 62 .*not an event/],
      ['of a later format', (all) => joined(all.with(0, all[0]!.replace('"format":1', '"format":2'))), /DUMP_FORMAT_UNKNOWN/],
      ['that is something else', () => 'a,b\n1,2\n', /NOT_A_DUMP/],
      ['that is empty', () => '', /DUMP_DAMAGED: Line 1 /],
    ])('%s is refused with its line', async (_what, change, reason) => {
      expect(await refusalOf(change(lines))).toMatch(reason);
    });

    it('is refused wherever one byte is another', async () => {
      const text = joined(lines);
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: text.length - 2 }), fc.constantFrom('0', 'f', 'x', ' ', '"'), async (at, letter) => {
          fc.pre(text[at] !== letter);
          expect(await refusalOf(text.slice(0, at) + letter + text.slice(at + 1))).toMatch(/DUMP_DAMAGED|NOT_A_DUMP|DUMP_FORMAT_UNKNOWN|UNKNOWN_STREAM/);
        }),
        { numRuns: 60 },
      );
    });

    it('is refused when the compressed stream ends early', async () => {
      const [file, target] = [newFile('jsonl.gz'), new InMemoryEventStore()];
      await dump(await grown(300), file);
      writeFileSync(file, readFileSync(file).subarray(0, -20));
      await expect(load(file, target)).rejects.toThrow(/DUMP_DAMAGED: Line \d+ .*compressed data ends early/);
      expect(await target.head()).toBe(null);
    });
  });
});
