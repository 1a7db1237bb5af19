import { EVERYWHERE } from '../../../../src/kernel/actor.js';
import { actorOfClaims, claimsOf } from '../../../../src/identity/tokens/claims.js';

const good = { sub: 'wang', role: 'supervisor', halls: ['east', 'west'], departments: ['planning'], exp: 1_000 };

describe('A token’s claims', () => {
  it('say who, in which role, where, and until when', () => {
    expect(actorOfClaims(good)).toEqual({ principal: 'wang', role: 'supervisor', scope: { halls: ['east', 'west'], departmentTrees: ['planning'] }, expiresAtMs: 1_000_000 });
  });

  it('mean nowhere where they say nothing of a place', () => {
    const { halls: _halls, departments: _departments, ...silent } = good;
    expect(actorOfClaims(silent)?.scope).toEqual({ halls: [], departmentTrees: [] });
    expect(actorOfClaims({ ...good, halls: [], departments: [] })?.scope).toEqual({ halls: [], departmentTrees: [] });
  });

  it('mean everywhere by a star alone', () => expect(actorOfClaims({ ...good, halls: '*', departments: '*' })?.scope).toEqual(EVERYWHERE));

  it.each([
    { halls: 'east' }, { halls: 'east,west' }, { halls: ['*'] }, { halls: ['east', '*'] }, { halls: null }, { halls: true }, { halls: { east: true } }, { halls: ['east', 7] }, { halls: [''] },
    { departments: 'all' }, { departments: [null] }, { departments: ['a\nb'] }, { departments: ['x'.repeat(129)] }, { departments: Array.from({ length: 201 }, (_, n) => `d${n}`) },
    { role: 'root' }, { role: 'Analyst' }, { role: ['analyst'] }, { role: undefined }, { role: '__proto__' }, { role: 'toString' },
    { sub: '' }, { sub: 7 }, { sub: 'x'.repeat(129) }, { sub: 'wang\r\nX-Admin: 1' }, { sub: 'wang\u001b[31m' }, { sub: 'wang\u202e' }, { sub: 'wang\u2028' }, { exp: undefined }, { exp: '1000' }, { exp: Infinity }, { exp: 253_402_300_800 }, { exp: -1 },
  ])('describe nobody with %j', (changed) => expect(actorOfClaims({ ...good, ...changed })).toBeNull());

  it('take names as people have them', () => expect(actorOfClaims({ ...good, sub: '王 小明' })?.principal).toBe('王 小明'));

  it.each([EVERYWHERE, { halls: ['a'], departmentTrees: 'all' as const }, { halls: [], departmentTrees: [] }])('are written as they are read: %j', (scope) =>
    expect(actorOfClaims({ ...good, ...claimsOf({ role: 'terminal', scope }) })).toMatchObject({ role: 'terminal', scope }));
});
