import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EVERYWHERE } from '../../../../src/kernel/actor.js';
import { BuiltInIssuer } from '../../../../src/identity/tokens/built-in-issuer.js';
import { FileKeys, LOOK_EVERY_MS, LOOK_FOR_UNKNOWN_EVERY_MS } from '../../../../src/identity/tokens/file-keys.js';
import { JwtAuthenticator } from '../../../../src/identity/tokens/jwt-authenticator.js';
import { openKeyFile, replaceKeyFile } from '../../../../src/identity/tokens/key-file.js';
import { rotated } from '../../../../src/identity/tokens/rotation.js';
import { newSigningKey, type SigningKeys } from '../../../../src/identity/tokens/signing-key.js';

const NOW = Date.parse('2026-03-02T04:00:00Z');
const DAY = 86_400_000;

describe('A rotation', () => {
  const old: SigningKeys = [newSigningKey(NOW)];

  it('puts a new key in front, and keeps the old one until its last token has expired', () => {
    const once = rotated(old, NOW + DAY, false);
    expect(once).toEqual([expect.objectContaining({ createdAt: '2026-03-03T04:00:00.000Z' }), { ...old[0], checksUntil: '2026-04-02T04:01:00.000Z' }]);
    const twice = rotated(once!, NOW + 2 * DAY, false);
    expect(twice?.slice(1).map(({ checksUntil }) => checksUntil)).toEqual(['2026-04-03T04:01:00.000Z', '2026-04-02T04:01:00.000Z']);
    const afterIt = rotated(twice!, Date.parse('2026-04-02T04:01:00.000Z'), false);
    expect(afterIt?.map(({ kid }) => kid).slice(1)).toEqual([twice?.[0].kid, once?.[0].kid]);
  });

  it('drops every old key at once when all is revoked', () => {
    const next = rotated(old, NOW, true);
    expect([next?.length, next?.[0].kid === old[0].kid]).toEqual([1, false]);
  });

  it('is refused when 32 keys still count, and never when all is revoked', () => {
    let keys: SigningKeys = old;
    for (let n = 1; n < 32; n += 1) keys = rotated(keys, NOW + n, false)!;
    expect([keys.length, rotated(keys, NOW + 40, false), rotated(keys, NOW + 40, true)?.length]).toEqual([32, null, 1]);
  });
});

describe('The built-in issuer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'built-in-'));
  const file = join(folder, 'token-keys.json');
  const time = { ms: NOW, elapsedMs: 0, nowMs: () => time.ms };
  const warned: string[] = [];
  const keys = new FileKeys({ file, clock: time, elapsedMs: () => time.elapsedMs, warn: (text) => warned.push(text) });
  const identity = new JwtAuthenticator(keys, 'here', time);
  const issuer = new BuiltInIssuer(keys, 'here', time);
  const mint = async () => (await issuer.mint({ role: 'supervisor', principal: 'wang', scope: { halls: ['east'], departmentTrees: 'all' } })).token;
  const who = async (token: string) => (await identity.authenticate(`Bearer ${token}`))?.principal ?? null;
  const rotate = (revokeAll: boolean) => replaceKeyFile(file, rotated(openKeyFile(file, NOW), time.ms, revokeAll)!);
  beforeEach(() => (time.elapsedMs += LOOK_EVERY_MS));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('makes tokens that say who, where, and hold for twelve hours', async () => {
    const { token, expiresAtMs } = await issuer.mint({ role: 'supervisor', principal: 'wang', scope: { halls: ['east'], departmentTrees: 'all' } });
    expect(await identity.authenticate(`Bearer ${token}`)).toEqual({ principal: 'wang', role: 'supervisor', scope: { halls: ['east'], departmentTrees: 'all' }, expiresAtMs });
    expect(expiresAtMs).toBe(NOW + 12 * 3_600_000);
    expect(new Set([await mint(), await mint()]).size).toBe(2);
  });

  it('is not believed by another service, nor by another installation', async () => {
    expect(await new JwtAuthenticator(keys, 'elsewhere', time).authenticate(`Bearer ${await mint()}`)).toBeNull();
    const others = new FileKeys({ file: join(folder, 'others.json'), clock: time, elapsedMs: () => 0, warn: () => undefined });
    expect(await new JwtAuthenticator(others, 'here', time).authenticate(`Bearer ${await mint()}`)).toBeNull();
  });

  it('takes up a rotation by another process: the old tokens hold, the new key signs', async () => {
    const before = await mint();
    expect(await who(before)).toBe('wang');
    rotate(false);
    const other = new BuiltInIssuer({ current: openKeyFile(file, NOW)[0] }, 'here', time);
    const { token } = await other.mint({ role: 'analyst', principal: 'li', scope: EVERYWHERE });
    expect([await who(token), await who(before)]).toEqual([null, 'wang']);
    time.elapsedMs += LOOK_FOR_UNKNOWN_EVERY_MS;
    expect([await who(token), await who(before)]).toEqual(['li', 'wang']);
    expect((await mint()).split('.')[0]).toBe(token.split('.')[0]);
  });

  it('lets a key check no longer than its last token could hold', async () => {
    const before = await mint();
    rotate(false);
    time.elapsedMs += LOOK_EVERY_MS;
    const far = await new BuiltInIssuer({ current: openKeyFile(file, NOW)[1]! }, 'here', time).mint({ role: 'administrator', principal: 'thief', scope: EVERYWHERE, hours: 10_000 });
    expect([await who(before), await who(far.token)]).toEqual(['wang', 'thief']);
    time.ms += 31 * DAY;
    const fresh = await new BuiltInIssuer({ current: openKeyFile(file, NOW)[1]! }, 'here', time).mint({ role: 'administrator', principal: 'thief 2', scope: EVERYWHERE });
    expect(await who(fresh.token)).toBeNull();
    time.ms = NOW;
  });

  it('ends every token that is out when all is revoked, also those it remembers', async () => {
    const before = await mint();
    expect(await who(before)).toBe('wang');
    rotate(true);
    time.elapsedMs += LOOK_EVERY_MS;
    expect([await who(before), await who(await mint())]).toEqual([null, 'wang']);
  });

  it('goes on with the keys it has when the file is damaged or gone, and says so', async () => {
    const before = await mint();
    writeFileSync(file, '{"keys":');
    expect(await who(before)).toBe('wang');
    expect(warned.join()).toContain('The token keys are used as they were');
    rmSync(file);
    time.elapsedMs += LOOK_EVERY_MS;
    expect([await who(before), warned.length]).toEqual(['wang', 2]);
    time.elapsedMs += LOOK_EVERY_MS;
    expect([await who(before), warned.length]).toEqual(['wang', 2]);
  });
});
