import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EventStoreUnavailable, LogFileRefused } from '../../../src/event-store/errors.js';
import { WorkerLink } from '../../../src/event-store/sqlite/worker-link.js';

const script = pathToFileURL(join(import.meta.dirname, '../../support/event-store/dying.worker.mjs'));
type Request = number | 'exit' | 'throw' | 'silence';
const linkTo = (setup: string): WorkerLink<Request, number> => new WorkerLink<Request, number>(script, setup);

describe('The link to a worker thread', () => {
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
});
