import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CalendarRegistry } from '../../../src/efficiency/projections/calendar-registry.js';
import { noNames } from '../../../src/efficiency/projections/reference-names.js';
import { DuckDbReadModel } from '../../../src/efficiency/read-model/duckdb-read-model.js';
import type { BuildWatch, RuledBuild } from '../../../src/efficiency/read-model/what-if/build-ruled.js';
import { WhatIfDesk, type WhatIfOptions } from '../../../src/efficiency/read-model/what-if/what-if-desk.js';
import type { WhatIfJob } from '../../../src/efficiency/read-model/what-if/what-if-job.js';
import { rules } from '../../support/what-if.js';

/** A replay under way, that the test ends. */
interface UnderWay {
  readonly build: RuledBuild;
  readonly watch: BuildWatch;
  readonly finish: () => Promise<void>;
  readonly fail: (error: Error) => void;
}

const numbered = (n: number) => rules({ hotPotatoMs: n });
const until = async (reached: () => boolean): Promise<void> => {
  while (!reached()) await new Promise((resolve) => setImmediate(resolve));
};

describe('the desk that takes what-ifs', () => {
  jest.setTimeout(60_000);
  const folder = join(mkdtempSync(join(tmpdir(), 'desk-')), 'what-if');
  const errors: unknown[] = [];
  let underWay: UnderWay[];
  let desk: WhatIfDesk;

  const builder = async (build: RuledBuild, watch: BuildWatch): Promise<void> => {
    const ended = Promise.withResolvers<void>();
    watch.signal.addEventListener('abort', () => ended.reject(watch.signal.reason as Error));
    const finish = async (): Promise<void> => {
      const model = await DuckDbReadModel.open(build.file, { memoryMb: 64 });
      await model!.close();
      ended.resolve();
    };
    underWay.push({ build, watch, finish, fail: ended.reject });
    return ended.promise;
  };
  const opened = (over: Partial<WhatIfOptions> = {}): WhatIfDesk => {
    underWay = [];
    errors.length = 0;
    const serving = {
      position: () => 100n, calendars: new CalendarRegistry(), names: noNames(),
      query: () => Promise.resolve([{ parked: 0n }] as never[]),
    };
    desk = new WhatIfDesk(serving, builder, { folder, memoryMb: 64, runningMax: 1, buildMsMax: 60_000, nowMs: () => 1_000, onError: (error) => errors.push(error), ...over });
    return desk;
  };
  const done = async (job: WhatIfJob): Promise<void> => {
    await until(() => underWay.some(({ build }) => build.rules === job.rules));
    await underWay.find(({ build }) => build.rules === job.rules)!.finish();
    await until(() => job.over);
  };
  afterEach(() => desk.beforeApplicationShutdown());
  afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  it('replays one after the other, and says how far it is', async () => {
    const [first, second] = [opened().start(numbered(1), 'anna'), desk.start(numbered(2), 'anna')];
    expect([first.state, second.state, underWay.length]).toEqual(['BUILDING', 'QUEUED', 1]);
    underWay[0]!.watch.onProgress(25n);
    expect([first.progress, second.progress]).toEqual([0.25, 0]);
    await done(first);
    expect([first.state, first.progress, second.state]).toEqual(['DONE', 1, 'BUILDING']);
  });

  it('replays as many at once as it may', () => {
    const jobs = [1, 2, 3].map((n) => (n === 1 ? opened({ runningMax: 2 }) : desk).start(numbered(n), 'anna'));
    expect(jobs.map(({ state }) => state)).toEqual(['BUILDING', 'BUILDING', 'QUEUED']);
  });

  it('refuses the eleventh that would wait, and takes one again when another is cancelled', () => {
    opened();
    const jobs = Array.from({ length: 11 }, (_, n) => desk.start(numbered(n), 'anna'));
    expect(() => desk.start(numbered(99), 'anna')).toThrow(expect.objectContaining({ code: 'WHAT_IF_QUEUE_FULL', statusCode: 503 }));
    expect(desk.start(numbered(3), 'anna')).toBe(jobs[3]);
    expect(desk.cancel(jobs[5]!.id, 'anna').state).toBe('CANCELLED');
    expect(desk.start(numbered(99), 'anna').state).toBe('QUEUED');
  });

  it('ends a replay that is cancelled and goes on with the next; one that waited never begins', async () => {
    const [first, second, third] = [opened().start(numbered(1), 'anna'), desk.start(numbered(2), 'anna'), desk.start(numbered(3), 'anna')];
    desk.cancel(second.id, 'anna');
    desk.cancel(first.id, 'anna');
    await until(() => third.state === 'BUILDING');
    expect([first.state, second.state, underWay.map(({ build }) => build.rules.hotPotatoMs)]).toEqual(['CANCELLED', 'CANCELLED', [1, 3]]);
    expect(errors).toEqual([]);
    await done(third);
    expect(desk.cancel(third.id, 'anna').state).toBe('DONE');
  });

  it('gives up a replay that takes too long, and one that fails says so', async () => {
    const slow = opened({ buildMsMax: 20 }).start(numbered(1), 'anna');
    await until(() => slow.over);
    expect([slow.state, slow.failure, slow.answer]).toEqual(['FAILED', 'WHAT_IF_TIMED_OUT', null]);
    const broken = opened().start(numbered(1), 'anna');
    underWay[0]!.fail(new Error('The disk is full'));
    await until(() => broken.over);
    expect([broken.state, broken.failure, errors]).toEqual(['FAILED', 'WHAT_IF_FAILED', [new Error('The disk is full')]]);
    expect(desk.start(numbered(1), 'anna')).not.toBe(broken);
  });

  it('keeps the last three answers; asking for one keeps it longer', async () => {
    const jobs = [1, 2, 3].map((n) => (n === 1 ? opened() : desk).start(numbered(n), 'anna'));
    for (const job of jobs) await done(job);
    desk.get(jobs[0]!.id, 'anna');
    const fourth = desk.start(numbered(4), 'anna');
    await done(fourth);
    await until(() => jobs[1]!.state === 'EXPIRED');
    expect([...jobs, fourth].map(({ state }) => state)).toEqual(['DONE', 'EXPIRED', 'DONE', 'DONE']);
    await until(() => readdirSync(folder).length === 3);
    expect(desk.start(numbered(2), 'anna')).not.toBe(jobs[1]);
  });

  it('knows the job of another principal as little as one that never was', () => {
    const [own, others] = [opened().start(numbered(1), 'anna'), desk.start(numbered(1), 'bernd')];
    expect(others.id).not.toBe(own.id);
    const saidOf = (ask: () => unknown): unknown => {
      try {
        return ask();
      } catch (error) {
        return { ...(error as object), said: String(error) };
      }
    };
    expect(saidOf(() => desk.get(own.id, 'bernd'))).toEqual(saidOf(() => desk.get('never', 'bernd')));
    expect(saidOf(() => desk.cancel(own.id, 'bernd'))).toEqual(saidOf(() => desk.cancel('never', 'bernd')));
    expect([own.state, desk.get(own.id, 'anna')]).toEqual(['BUILDING', own]);
  });

  it('leaves nothing behind when the service stops', async () => {
    const [first, second] = [opened().start(numbered(1), 'anna'), desk.start(numbered(2), 'anna')];
    await done(first);
    await desk.beforeApplicationShutdown();
    expect([first.state, second.state, existsSync(folder)]).toEqual(['EXPIRED', 'CANCELLED', false]);
    expect(() => desk.start(numbered(3), 'anna')).toThrow(expect.objectContaining({ code: 'WHAT_IF_QUEUE_FULL' }));
  });
});
