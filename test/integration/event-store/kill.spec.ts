import { join } from 'node:path';
import { compileStore } from '../../support/event-store/compiled-store.js';
import { Lanes, expectSound } from '../../support/event-store/lanes.js';
import { randomIntegers, runSeed } from '../../support/event-store/random.js';
import { temporaryFolder } from '../../support/event-store/temporary-folder.js';

const folder = temporaryFolder();

describe('A process that appends and is killed', () => {
  it(`loses nothing it acknowledged and leaves each stream a prefix of what it sent, twelve times over (SEED=${runSeed})`, async () => {
    const module = compileStore(folder);
    const file = join(folder, 'log.sqlite');
    const random = randomIntegers(runSeed);
    const acknowledged = Array.from({ length: 6 }, () => 0);
    for (let round = 0; round < 12; round += 1) {
      const lanes = new Lanes(module, file, acknowledged.length, random(500));
      await lanes.acks(1 + random(120));
      await lanes.kill();
      lanes.acknowledged.forEach((count, lane) => (acknowledged[lane] = Math.max(count, acknowledged[lane] ?? 0)));
      await expectSound(file, acknowledged);
    }
    expect(Math.min(...acknowledged)).toBeGreaterThan(0);
  }, 120_000);
});
