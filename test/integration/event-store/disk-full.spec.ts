import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compileStore } from '../../support/event-store/compiled-store.js';
import { Lanes, expectSound } from '../../support/event-store/lanes.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';

const folder = temporaryFolder();
const works = (command: string): boolean => spawnSync('sh', ['-c', command]).status === 0;
const canLimit = works('ulimit -S -f 100 && prlimit --pid $$ --fsize=unlimited:');

describe('A disk that takes no more', () => {
  if (!canLimit) {
    it('is not tried here: the shell cannot limit the size of files, or prlimit is missing', () => expect(canLimit).toBe(false));
    return;
  }

  it('acknowledges nothing it did not keep, and goes on by itself once there is room', async () => {
    const file = join(folder, 'log.sqlite');
    const lanes = new Lanes(compileStore(folder), file, 4, 4000, 'ulimit -S -f 1000');
    await lanes.until(() => lanes.failures.length >= 4);
    expect(new Set(lanes.failures)).toEqual(new Set(['EventStoreUnavailable']));
    const full = [...lanes.acknowledged];
    expect(Math.min(...full)).toBeGreaterThan(0);

    lanes.resume();
    await lanes.until(() => lanes.failures.length >= 8);
    expect(lanes.failures).toHaveLength(8);

    execFileSync('prlimit', ['--pid', String(lanes.pid), '--fsize=unlimited:']);
    lanes.resume();
    await lanes.until(() => lanes.acknowledged.every((count, lane) => count > (full[lane] ?? 0) + 20));
    await lanes.kill();
    expect(lanes.failures).toHaveLength(8);
    await expectSound(file, lanes.acknowledged);
  }, 60_000);
});
