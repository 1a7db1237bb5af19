import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LineCount } from '../../../src/proof/heads/line-count.js';

describe('The lines of a file that grows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lines-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are counted once each, a line without an end not before it has one', async () => {
    const file = join(folder, 'growing');
    const count = new LineCount(file);
    expect(await count.upToNow()).toBe(0);
    writeFileSync(file, 'a\nb\nc');
    expect([await count.upToNow(), await count.upToNow()]).toEqual([2, 2]);
    appendFileSync(file, 'd\n');
    expect(await count.upToNow()).toBe(3);
    appendFileSync(file, 'e\n'.repeat(100_000));
    expect(await count.upToNow()).toBe(100_003);
  });

  it('are counted anew in a file that was cut', async () => {
    const file = join(folder, 'cut');
    const count = new LineCount(file);
    writeFileSync(file, 'a\nb\nc\n');
    expect(await count.upToNow()).toBe(3);
    writeFileSync(file, 'a\n');
    expect(await count.upToNow()).toBe(1);
  });
});
