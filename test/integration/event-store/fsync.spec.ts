import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compileStore } from '../../support/event-store/compiled-store.js';
import { expectSound } from '../../support/event-store/lanes.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';

const folder = temporaryFolder();
const child = join(import.meta.dirname, '../../support/event-store/stubborn.child.mjs');
const canTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;

/** Runs the child under strace with a fault at chosen fsyncs. */
function grow(module: string, file: string, fault: string, count: number) {
  const strace = ['-f', '-o', '/dev/null', '-e', 'trace=fsync,fdatasync', '-e', `inject=fsync,fdatasync:${fault}`];
  const run = spawnSync('strace', [...strace, process.execPath, child, module, file, String(count)], { encoding: 'utf8', timeout: 60_000 });
  const lines = run.stdout.split('\n').map((line) => line.split(' '));
  const acknowledged = Math.max(0, ...lines.filter(([word]) => word === 'ack').map(([, number]) => Number(number)));
  return { status: run.status, acknowledged, failures: lines.filter(([word]) => word === 'failed').map(([, name]) => name) };
}

describe('An fsync', () => {
  if (!canTrace) {
    it('is not made to fail here: strace is missing or may not trace', () => expect(canTrace).toBe(false));
    return;
  }
  let module: string;
  beforeAll(() => (module = compileStore(folder)));

  it('that fails is never taken for done: the append is refused, and the same ids sent again are kept once', async () => {
    const file = join(folder, 'failing.sqlite');
    const run = grow(module, file, 'error=EIO:when=12+5', 30);
    expect(run).toMatchObject({ status: 0, acknowledged: 30 });
    expect(run.failures.length).toBeGreaterThan(2);
    expect(new Set(run.failures)).toEqual(new Set(['EventStoreUnavailable']));
    await expectSound(file, [30]);
  }, 120_000);

  it('is the last thing a process does, at each of five places: nothing acknowledged is lost', async () => {
    const file = join(folder, 'dying.sqlite');
    let acknowledged = 0;
    for (let place = 3; place < 13; place += 2) {
      const run = grow(module, file, `signal=SIGKILL:when=${place}`, 1000);
      expect(run.status).toBeNull();
      acknowledged = Math.max(acknowledged, run.acknowledged);
      await expectSound(file, [acknowledged]);
    }
    expect(acknowledged).toBeGreaterThan(8);
  }, 120_000);
});
