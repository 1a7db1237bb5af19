import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { compileSources } from '../../support/compile-sources.js';

jest.setTimeout(120_000);

/** What a leased timer on a SQLite log is made of. */
const TIMER = /^(kernel|coordination\/(domain|application)|event-store(\/sqlite)?)\/[^/]+(?<!module|replica-timers)\.ts$/;
const CHILD = join(import.meta.dirname, '../../support/coordination/leased-timer.child.mjs');

describe('A timer in two processes on one log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leased-timer-'));
  const log = join(folder, 'events.sqlite');
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  function start(compiled: string, holder: string, manner: 'hang' | 'end') {
    const child = spawn(process.execPath, [CHILD, compiled, log, holder, manner], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const lines: string[] = [];
    const output = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
    const until = async (count: number): Promise<void> => {
      while (lines.length < count) await once(output, 'line');
    };
    return { child, lines, until };
  }

  it('runs on one as long as that one lives, and on the other after a kill -9 in the middle of a run', async () => {
    const compiled = compileSources(folder, TIMER);
    const store = await SqliteEventStore.open(log);
    const a = start(compiled, 'a', 'hang');
    await a.until(1);
    const b = start(compiled, 'b', 'end');
    const renewals = async (): Promise<number> => (await store.readAll(null, 1_000)).filter(({ type }) => type === 'LeaseRenewed').length;
    while ((await renewals()) < 4) await new Promise((resolve) => setTimeout(resolve, 50));
    expect([a.lines, b.lines]).toEqual([['run 1'], []]);

    a.child.kill('SIGKILL');
    await b.until(3);
    expect(b.lines.slice(0, 3)).toEqual(['run 2', 'run 3', 'run 4']);
    b.child.kill('SIGKILL');
    const output: RecordedEvent[] = [];
    for await (const event of store.readStream('timer-output')) output.push(event);
    expect(output.slice(0, 4).map(({ data, metadata }) => [data['holder'], (metadata['fence'] as { token: number }).token])).toEqual([['a', 1], ['b', 2], ['b', 3], ['b', 4]]);
    await store.close();
  });
});
