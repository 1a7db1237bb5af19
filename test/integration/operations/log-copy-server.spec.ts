import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EventStore } from '../../../src/event-store/event-store.port.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { OUR_CATEGORIES } from '../../../src/operations/our-categories.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';
import { useAdapterOnStub } from '../../support/eventstoredb/adapter-on-stub.js';
import { forbidStrayErrors } from '../../support/eventstoredb/no-stray-errors.js';
import { contentsOf, HallLog } from './hall-log.js';
import { compilePrograms, run, start } from './programs.js';

jest.setTimeout(180_000);
const folder = temporaryFolder();
const compiled = compilePrograms(folder);

describe('log:copy between the embedded store and EventStoreDB, on the wire-level stub', () => {
  const on = useAdapterOnStub();
  forbidStrayErrors();
  const sqlite = (name: string): string => `sqlite:${join(folder, name, 'events.sqlite')}`;

  async function inFile<Result>(name: string, work: (store: EventStore) => Promise<Result>): Promise<Result> {
    const store = await SqliteEventStore.open(join(folder, name, 'events.sqlite'));
    const result = await work(store);
    await store.close();
    return result;
  }
  const digestIn = (text: string): string => /digest ([0-9a-f]{64})/.exec(text)?.[1] ?? `no digest in: ${text}`;

  /** A command that waits for a server that is not there, for seconds instead of half a minute; the others are tried meanwhile. */
  let away: ReturnType<typeof start>['ended'];
  beforeAll(async () => {
    await inFile('waiting', (store) => new HallLog(store).grow(10, 2));
    const down = 'esdb://hall:secret-word@127.0.0.1:1?tls=false&maxDiscoverAttempts=1&defaultDeadline=200';
    const options = pathToFileURL(join(compiled, 'event-store/eventstoredb/options.js')).href;
    const shorter = `import { DEFAULTS } from '${options}'; DEFAULTS.warmUpMs = 3_000;`;
    away = start(compiled, 'log-copy', ['--from', sqlite('waiting'), '--to', 'env:TARGET'], ['--import', `data:text/javascript,${encodeURIComponent(shorter)}`], { TARGET: down }).ended;
  });

  it('moves a log to the server and back: same events in the same order, the same digest everywhere', async () => {
    const name = randomUUID();
    await inFile(name, (store) => new HallLog(store).grow(400, 30));
    on.stub.inject('billing-1', { id: randomUUID(), type: 'Billed', data: '{}', metadata: '{}' });
    const there = await run(compiled, 'log-copy', '--from', sqlite(name), '--to', on.stub.connectionString);
    expect([there.code, there.out]).toEqual([0, expect.stringContaining('400 events copied, 0 were there')]);
    on.stub.inject('billing-1', { id: randomUUID(), type: 'Billed', data: '{}', metadata: '{}' });
    const back = await run(compiled, 'log-copy', '--from', on.stub.connectionString, '--to', sqlite(`${name}-back`));
    expect([back.code, back.out]).toEqual([0, expect.stringContaining("2 events of other applications' streams were left out")]);
    const contents = await inFile(name, contentsOf);
    expect(await contentsOf(on.store, OUR_CATEGORIES)).toEqual(contents);
    expect(await inFile(`${name}-back`, contentsOf)).toEqual(contents);
    const verified = await run(compiled, 'log-verify', '--from', on.stub.connectionString);
    expect([there.out, back.out, verified.out].map(digestIn)).toEqual(Array(3).fill(digestIn(there.out)));
    expect(verified.out).toContain('400 events hold');
  });

  it('goes on after a kill -9 in the middle, until both sides hold the same', async () => {
    const name = randomUUID();
    await inFile(name, (store) => new HallLog(store).grow(600, 30));
    const args = ['--from', sqlite(name), '--to', on.stub.connectionString];
    let kills = 0;
    // A few more are the server's own.
    const first = on.stub.log.length;
    for (const until of [50, 200, 350]) {
      const { child, ended } = start(compiled, 'log-copy', args);
      const over = new AbortController();
      void ended.then(() => over.abort());
      while (!over.signal.aborted && on.stub.log.length - first < until) await on.stub.log.changed(over.signal);
      child.kill('SIGKILL');
      kills += (await ended).code === null ? 1 : 0;
    }
    expect(kills).toBe(3);
    const left = 600 - (await contentsOf(on.store, OUR_CATEGORIES)).length;
    expect(left).toBeGreaterThan(0);
    const last = await run(compiled, 'log-copy', ...args);
    expect([last.code, last.out]).toEqual([0, expect.stringContaining(`${left} events copied, ${600 - left} were there`)]);
    expect(await contentsOf(on.store, OUR_CATEGORIES)).toEqual(await inFile(name, contentsOf));
  });

  it('sends again what was written, or not, when the connection dropped', async () => {
    const name = randomUUID();
    await inFile(name, (store) => new HallLog(store).grow(60, 5));
    on.stub.faults.append.push({ kind: 'drop-after-write' }, { kind: 'drop-before-write' }, { kind: 'unavailable' }, { kind: 'drop-after-write' });
    const { code, out } = await run(compiled, 'log-copy', '--from', sqlite(name), '--to', on.stub.connectionString);
    expect([code, out]).toEqual([0, expect.stringContaining('60 events copied')]);
    expect(on.stub.faults.append).toHaveLength(0);
    expect(await contentsOf(on.store, OUR_CATEGORIES)).toEqual(await inFile(name, contentsOf));
  });

  it('stops at an event of the server that is no JSON, and names it', async () => {
    on.stub.inject('serviceRequest-hall.1', { id: randomUUID(), type: 'Happened', data: '{"half', metadata: '{}' });
    const { code, err } = await run(compiled, 'log-copy', '--from', on.stub.connectionString, '--to', sqlite(randomUUID()));
    expect([code, err]).toEqual([1, expect.stringMatching(/LOG_BROKEN: position \d+, serviceRequest-hall\.1 revision 0 .*cannot be read/)]);
  });

  it('refuses a server that holds other requests, says 4 when nothing answers, 2 for no address, and never repeats a password', async () => {
    const name = randomUUID();
    await inFile(name, (store) => new HallLog(store).grow(10, 2));
    await new HallLog(on.store).append('serviceRequest-hall.other', 1);
    expect((await run(compiled, 'log-copy', '--from', sqlite(name), '--to', on.stub.connectionString)).code).toBe(3);
    const wrong = await run(compiled, 'log-copy', '--from', sqlite(name), '--to', 'esdb://hall:secret-word@host:99999999');
    expect(wrong.code).toBe(2);
    const unanswered = await away;
    expect(unanswered.code).toBe(4);
    expect(`${unanswered.out}${unanswered.err}${wrong.out}${wrong.err}`).not.toContain('secret-word');
    expect((await run(compiled, 'log-copy', '--from', sqlite('absent'), '--to', sqlite(name))).code).toBe(2);
    expect((await run(compiled, 'log-copy', '--from', sqlite(name), '--to', sqlite(name))).code).toBe(3);
  });
});
