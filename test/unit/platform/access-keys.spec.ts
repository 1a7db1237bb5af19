import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EVERYWHERE } from '../../../src/kernel/actor.js';
import { AccessKeys } from '../../../src/platform/auth/access-keys.js';
import { loadAccessKeys } from '../../../src/platform/auth/load-access-keys.js';

const SECRET = '0123456789abcdef';

describe('AccessKeys', () => {
  const keys = new AccessKeys([{ principal: 'counter', role: 'terminal', secret: SECRET }, { principal: 'boss', role: 'supervisor', secret: `${SECRET}g` }]);

  it('knows the name and role behind a secret', async () => {
    expect(await keys.authenticate(`Bearer ${SECRET}`)).toEqual({ principal: 'counter', role: 'terminal', scope: EVERYWHERE });
    expect(await keys.authenticate(`bearer ${SECRET}g`)).toEqual({ principal: 'boss', role: 'supervisor', scope: EVERYWHERE });
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', `Basic ${SECRET}`, SECRET, `Bearer ${SECRET} x`, `Bearer ${SECRET.slice(1)}`, `Bearer ${SECRET}\u00e9`, `Bearer ${'x'.repeat(600)}`])(
    'knows nobody behind %j', async (header) => expect(await keys.authenticate(header)).toBeNull());
});

describe('loadAccessKeys', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'keys-'));

  it('makes one key a role at the first start, for the owner’s eyes only, and takes the same ones again', () => {
    const dataDir = join(folder(), 'new');
    const first = loadAccessKeys({ dataDir, keys: {} });
    expect(first.keys.map(({ role, principal }) => [role, principal])).toEqual([
      ['terminal', 'terminal-1'], ['analyst', 'analyst-1'], ['supervisor', 'supervisor-1'], ['administrator', 'administrator-1'],
    ]);
    expect(new Set(first.keys.map((key) => key.secret)).size).toBe(4);
    expect(first.keys.every((key) => key.secret.length === 32)).toBe(true);
    expect(statSync(join(dataDir, 'access-keys.json')).mode & 0o777).toBe(0o600);
    expect(loadAccessKeys({ dataDir, keys: {} })).toEqual(first);
  });

  it('prefers the environment’s key for its role', () => {
    const loaded = loadAccessKeys({ dataDir: folder(), keys: { analyst: { principal: 'lin', secret: SECRET } } });
    expect(loaded.keys.find((key) => key.role === 'analyst')).toEqual({ role: 'analyst', principal: 'lin', secret: SECRET });
  });

  it('writes nothing when the environment has every key', () => {
    const dataDir = folder();
    const key = (n: number) => ({ principal: `p${n}`, secret: `${SECRET}${n}` });
    expect(loadAccessKeys({ dataDir, keys: { terminal: key(1), analyst: key(2), supervisor: key(3), administrator: key(4) } }).file).toBeNull();
    expect(() => readFileSync(join(dataDir, 'access-keys.json'))).toThrow('ENOENT');
  });

  it.each(['{', '{}', '{"terminal":{"name":"x","secret":"short"}}', 'null'])('does not guess what a damaged file meant: %s', (text) => {
    const dataDir = folder();
    writeFileSync(join(dataDir, 'access-keys.json'), text);
    expect(() => loadAccessKeys({ dataDir, keys: {} })).toThrow('Repair it, or remove it');
  });
});
