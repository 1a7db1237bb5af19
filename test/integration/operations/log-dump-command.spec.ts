import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { EventStore } from '../../../src/event-store/event-store.port.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { dumpLog } from '../../../src/operations/dump/dump-log.js';
import type { OpenedLog } from '../../../src/operations/logs/log-address.js';
import { silentProgress } from '../../../src/operations/progress.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';
import { HallLog } from './hall-log.js';
import { compilePrograms, run, start } from './programs.js';

const folder = temporaryFolder();
jest.setTimeout(60_000);
const opened: EventStore[] = [];
afterAll(() => Promise.all(opened.map((store) => store.close())));

const newFile = (extension = 'jsonl'): string => join(folder, `${randomUUID()}.${extension}`);
const as = (store: EventStore): OpenedLog => ({ store, label: 'log', appliesGroupsInOrder: true, shared: false });
const dump = (store: EventStore, to: string) => dumpLog({ source: as(store), to, progress: silentProgress, signal: new AbortController().signal });
async function sqlite(file: string): Promise<EventStore> {
  const store = await SqliteEventStore.open(file);
  opened.push(store);
  return store;
}
async function grown(count: number): Promise<InMemoryEventStore> {
  const store = new InMemoryEventStore();
  await new HallLog(store).grow(count, 40);
  return store;
}

describe('npm run log:dump and log:load', () => {
  let compiled = '';
  beforeAll(() => {
    compiled = compilePrograms(folder);
  });

  it('has commands that end with a code, and make no log for a file that is not there', async () => {
    const [log, file] = [join(folder, 'from-command', 'events.sqlite'), newFile('jsonl.gz')];
    await new HallLog(await sqlite(log)).grow(50, 4);
    expect(await run(compiled, 'log-dump', '--from', `sqlite:${log}`, '--to', file)).toMatchObject({ code: 0, out: expect.stringContaining('50 events up to position 50') });
    const missing = await run(compiled, 'log-load', '--from', newFile(), '--to', `sqlite:${join(folder, 'never', 'events.sqlite')}`);
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('FILE_NOT_FOUND') });
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });

  it('finishes after kill -9 in the middle of a load, when the command is run again', async () => {
    const [store, file] = [await grown(4_000), newFile('jsonl.gz')];
    const { digest } = await dump(store, file);
    const log = join(folder, 'killed', 'events.sqlite');
    const { child, ended } = start(compiled, 'log-load', ['--from', file, '--to', `sqlite:${log}`, '--quiet']);
    while (eventsIn(log) === 0 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGKILL');
    expect((await ended).code).toBe(null);
    const half = eventsIn(log);
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(4_000);
    const again = await run(compiled, 'log-load', '--from', file, '--to', `sqlite:${log}`, '--quiet');
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining(`${4_000 - half} events loaded, ${half} were there`) });
    expect(again.out).toContain(digest);
    const restored = newFile('jsonl.gz');
    await dump(await sqlite(log), restored);
    expect(gunzipSync(readFileSync(restored))).toEqual(gunzipSync(readFileSync(file)));
  });
});

function eventsIn(log: string): number {
  try {
    const database = new DatabaseSync(log, { readOnly: true });
    const { n } = database.prepare('SELECT count(*) AS n FROM events').get() as { n: number };
    database.close();
    return n;
  } catch {
    return 0;
  }
}
