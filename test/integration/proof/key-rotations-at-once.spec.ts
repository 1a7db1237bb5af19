import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { KeyFile } from '../../../src/proof/heads/key-file.js';
import { compileSources } from '../../support/compile-sources.js';

const NOW = Date.parse('2026-03-02T04:00:00Z');
const PROCESSES = 3;
const EACH = 5;

describe('Rotations of the key of heads at the same instant', () => {
  const folder = mkdtempSync(join(tmpdir(), 'head-keys-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('lose no key, in whichever processes they run: what one of them has signed can be checked', async () => {
    const compiled = compileSources(folder, /^(kernel|event-store|operations|proof\/(application|domain|heads))\b.*(?<!\.main|\.module|\.service)\.ts$/);
    const auditDir = join(folder, 'audit');
    const keys = new KeyFile(auditDir, () => NOW);
    await keys.sign('tree-head', {});
    const rotating = `
      const { KeyFile } = await import(${JSON.stringify(join(compiled, 'proof/heads/key-file.js'))});
      const keys = new KeyFile(process.argv[1], () => ${NOW});
      await new Promise((resolve) => setTimeout(resolve, Number(process.argv[2]) - Date.now()));
      for (let n = 0; n < ${EACH}; n += 1) console.log(keys.rotate().keyId);`;
    const begin = String(Date.now() + 1_000);
    const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', rotating, auditDir, begin]);
    const [first] = await keys.keys();
    const made = (await Promise.all(Array.from({ length: PROCESSES }, run))).flatMap(({ stdout }) => stdout.trim().split('\n'));
    expect(made).toHaveLength(PROCESSES * EACH);
    expect((await keys.keys()).map(({ keyId }) => keyId).sort()).toEqual([...made, first?.keyId].sort());
  }, 60_000);
});
