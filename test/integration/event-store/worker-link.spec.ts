import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EventStoreUnavailable, LogFileRefused } from '../../../src/event-store/errors.js';
import { WorkerLink } from '../../../src/event-store/sqlite/worker-link.js';
import { compileStore } from '../../support/event-store/compiled-store.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';

const script = pathToFileURL(join(import.meta.dirname, '../../support/event-store/dying.worker.mjs'));
type Request = number | 'exit' | 'throw' | 'silence';
const linkTo = (setup: string): WorkerLink<Request, number> => new WorkerLink<Request, number>(script, setup);

describe('The link to a worker thread', () => {
  const folder = temporaryFolder();

  it('gives each request its own answer', async () => {
    const link = linkTo('work');
    await link.start();
    expect(await Promise.all([...link.send([1, 2, 3]), ...link.send([4])])).toEqual([2, 4, 6, 8]);
    await link.close();
  });

  it.each(['exit', 'throw'] as const)(
    'rejects all that is pending when the worker ends by itself (%s), and starts another',
    async (end) => {
      const link = linkTo('work');
      await link.start();
      const results = await Promise.allSettled(link.send(['silence', 'silence', end]));
      for (const result of results) expect((result as PromiseRejectedResult).reason).toBeInstanceOf(EventStoreUnavailable);
      expect(await Promise.all(link.send([21]))).toEqual([42]);
      await link.close();
    },
  );

  it('says why a worker cannot start, and whether a retry could help', async () => {
    await expect(linkTo('refuse').start()).rejects.toEqual(new LogFileRefused('not ours'));
    const error = await linkTo('fail')
      .start()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EventStoreUnavailable);
    expect(error).toMatchObject({ message: 'The event log cannot be used now: no such disk' });
  });

  it('answers what was sent before it closes, and refuses what comes later', async () => {
    const link = linkTo('work');
    const answers = Promise.all(link.send([5, 6]));
    await link.close();
    expect(await answers).toEqual([10, 12]);
    await expect(Promise.all(link.send([7]))).rejects.toBeInstanceOf(EventStoreUnavailable);
  });

  it('keeps a process that closes it until the worker has ended, also when an answer comes in between', async () => {
    const closing = `
      const { SqliteEventStore } = await import(${JSON.stringify(pathToFileURL(compileStore(folder)).href)});
      process.exitCode = 3; // What a process that runs out of things to wait for ends with.
      const store = await SqliteEventStore.open(process.argv[1]);
      const read = store.head();
      await new Promise((resolve) => setImmediate(resolve));
      await store.close();
      process.exitCode = await read === null ? 0 : 4;`;
    for (let run = 0; run < 6; run += 1) {
      const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', closing, join(folder, `closing-${run}.sqlite`)]);
      expect(status).toBe(0);
    }
  });
});
