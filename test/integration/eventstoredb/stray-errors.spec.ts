import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
const runner = join(root, 'node_modules', 'jest', 'bin', 'jest.js');

describe('The listener of the fault suite', () => {
  const args = [
    runner,
    '--config',
    join(root, 'jest.config.mjs'),
    '--testRegex',
    'stray-errors\\.fixture\\.ts$',
    '--verbose',
    '--runInBand',
  ];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '0' } });

  it('fails a file that leaves an error behind, and says which', () => {
    expect(status).toBe(1);
    expect(stderr).toContain('Nobody caught: Error: a stray rejection');
    expect(stderr).toContain('Nobody caught: Error: a stray exception');
  });

  it('leaves the others alone', () => {
    expect(stderr).toMatch(/✓ and leaves nothing behind/);
    expect(stderr).toMatch(/✕ but rejects where nobody waits/);
    expect(stderr).toMatch(/✕ but throws out of a timer/);
  });
});
