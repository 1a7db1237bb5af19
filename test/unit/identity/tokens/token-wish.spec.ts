import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EVERYWHERE } from '../../../../src/kernel/actor.js';
import { leftoverNote } from '../../../../src/identity/tokens/leftovers.js';
import { tokenWishOf } from '../../../../src/identity/tokens/token-wish.js';

describe('The arguments of npm run token', () => {
  it('ask for twelve hours everywhere unless they say otherwise', () =>
    expect(tokenWishOf({ role: 'analyst' })).toEqual({ role: 'analyst', principal: 'analyst-1', scope: EVERYWHERE, hours: 12 }));

  it('name a person, halls and departments', () =>
    expect(tokenWishOf({ role: 'supervisor', name: '王', halls: 'east, west', departments: 'planning', hours: '720' })).toEqual({
      role: 'supervisor', principal: '王', scope: { halls: ['east', 'west'], departmentTrees: ['planning'] }, hours: 720,
    }));

  it.each([
    [{}, '--role must be one of terminal, analyst, supervisor, administrator.'], [{ role: 'root' }, '--role must be'], [{ role: 'analyst', name: '' }, '--name must be'],
    [{ role: 'analyst', name: 'a\nb' }, '--name must be'], [{ role: 'analyst', name: 'x'.repeat(129) }, '--name must be'], [{ role: 'analyst', halls: '' }, '--halls and --departments take'],
    [{ role: 'analyst', halls: 'a,,b' }, '--halls'], [{ role: 'analyst', departments: 'a,*' }, '--halls'], [{ role: 'analyst', halls: Array.from({ length: 201 }, String).join() }, '--halls'],
    [{ role: 'terminal', hours: '721' }, '--hours must be a whole number from 1 to 720'], [{ role: 'terminal', hours: '0' }, '--hours'], [{ role: 'terminal', hours: '1.5' }, '--hours'], [{ role: 'terminal', hours: '-1' }, '--hours'],
  ])('are refused with what is right instead: %j', (options, text) => {
    expect(tokenWishOf(options)).toEqual({ en: expect.stringContaining(text), zh: expect.stringMatching(/[一-龥]/) });
  });
});

describe('What an older version went by', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'leftovers-'));
  afterAll(() => rmSync(dataDir, { recursive: true }));

  it('is named in one line with what to do, and its secrets are not', () => {
    const text = leftoverNote({ ANALYST_KEY: 'lin:0123456789abcdef', TERMINAL_KEY: 'a:fedcba9876543210', SUPERVISOR_KEY: ' ' }, dataDir) ?? '';
    expect(text).toMatch(/^TERMINAL_KEY, ANALYST_KEY: no longer used, .*npm run token -- --role analyst.*不再使用/);
    expect(text).not.toMatch(/\n|0123456789|SUPERVISOR/);
  });

  it('is named also when it is the file', () => {
    expect(leftoverNote({}, dataDir)).toBeNull();
    writeFileSync(join(dataDir, 'access-keys.json'), '{}');
    expect(leftoverNote({}, dataDir)).toContain(join(dataDir, 'access-keys.json'));
  });
});
