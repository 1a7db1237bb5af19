import { decideDepartment, decideOfficer } from '../../../src/reference-data/domain/decide-department.js';
import { decideServiceItem, type DesiredServiceItem } from '../../../src/reference-data/domain/decide-service-item.js';
import type { Limit } from '../../../src/working-time/limit.js';

const accepted = (...events: object[]) => ({ outcome: 'accepted', events });
const refusal = (code: string) => ({ outcome: 'rejected', rejection: { code, message: expect.any(String) } });

describe('A department of a catalogue', () => {
  const planning = { departmentId: 'planning', name: 'Planning 规划局', parentId: null };
  const parents: Readonly<Record<string, string | null>> = { planning: 'works', works: 'city', city: null };
  const parentOf = (id: string): string | null | undefined => parents[id];

  it('is registered once, renamed when it differs, and else says nothing', () => {
    expect(decideDepartment(planning, undefined, parentOf)).toEqual(accepted({ type: 'DepartmentRegistered', data: planning }));
    expect(decideDepartment(planning, planning, parentOf)).toEqual(accepted());
    const moved = { ...planning, parentId: 'works' };
    expect(decideDepartment(moved, planning, parentOf)).toEqual(accepted({ type: 'DepartmentRenamed', data: moved }));
  });

  it.each([
    ['an empty id', { departmentId: '' }, 'INVALID_ENTRY'],
    ['an id of 129 characters', { departmentId: 'd'.repeat(129) }, 'INVALID_ENTRY'],
    ['a line break in its id', { departmentId: 'a\nb' }, 'INVALID_ENTRY'],
    ['an invisible character in its id', { departmentId: 'a\u200bb' }, 'INVALID_ENTRY'],
    ['a blank name', { name: '  ' }, 'INVALID_ENTRY'],
    ['a parent nobody knows', { parentId: 'nowhere' }, 'UNKNOWN_PARENT'],
    ['itself as its parent', { departmentId: 'city', parentId: 'city' }, 'PARENT_CYCLE'],
    ['a parent below it', { departmentId: 'city', parentId: 'planning' }, 'PARENT_CYCLE'],
  ])('is refused with %s', (_what, change, code) => {
    expect(decideDepartment({ ...planning, ...change }, undefined, parentOf)).toEqual(refusal(code));
  });

  it('may have an id of 128 characters', () => {
    expect(decideDepartment({ ...planning, departmentId: 'd'.repeat(128) }, undefined, parentOf)).toMatchObject({ outcome: 'accepted' });
  });
});

describe('An officer of a catalogue', () => {
  it('is registered, and again under a new name', () => {
    const wang = { officerId: 'o-1', name: 'Wang' };
    expect(decideOfficer(wang, undefined)).toEqual(accepted({ type: 'OfficerRegistered', data: wang }));
    expect(decideOfficer(wang, wang)).toEqual(accepted());
    expect(decideOfficer({ ...wang, name: 'Wang Li' }, wang)).toEqual(accepted({ type: 'OfficerRegistered', data: { officerId: 'o-1', name: 'Wang Li' } }));
    expect(decideOfficer({ ...wang, name: '' }, wang)).toEqual(refusal('INVALID_ENTRY'));
  });
});

describe('A service item of a catalogue', () => {
  const days = (amount: number): Limit => ({ unit: 'WORKING_DAY', amount });
  const permit: DesiredServiceItem = {
    code: 'permit', name: 'Permit', limits: { NORMAL: { promised: days(3), statutory: days(20) }, URGENT: { promised: days(1), statutory: null } },
    route: ['intake', 'planning', 'intake'], calendarId: 'office', clockStart: 'RECEIPT', warningShare: 0.9,
  };
  const known = { hasCalendar: (id: string) => id === 'office', hasDepartment: (id: string) => ['intake', 'planning'].includes(id) };
  const promising = (promised: Limit) => ({ limits: { NORMAL: { promised, statutory: null } } });

  it('is registered as version 1 and revised by its differences', () => {
    expect(decideServiceItem(permit, undefined, known)).toEqual(accepted({ type: 'ServiceItemRegistered', data: { ...permit, version: 1 } }));
    const standing = { ...permit, version: 7 };
    expect(decideServiceItem(permit, standing, known)).toEqual(accepted());
    const slower = { ...permit, ...promising(days(5)) };
    expect(decideServiceItem(slower, standing, known)).toEqual(accepted({ type: 'ServiceItemRevised', data: { ...slower, version: 8 } }));
  });

  it.each([
    ['a calendar nobody defined', { calendarId: 'nowhere' }, 'UNKNOWN_CALENDAR'],
    ['a route through a department nobody registered', { route: ['intake', 'nowhere'] }, 'UNKNOWN_DEPARTMENT'],
    ['a route that stays where it is', { route: ['intake', 'intake'] }, 'INVALID_ENTRY'],
    ['a route of 101 departments', { route: Array.from({ length: 101 }, (_, i) => ['intake', 'planning'][i % 2]!) }, 'INVALID_ENTRY'],
    ['a limit below nothing', promising(days(-1)), 'INVALID_ENTRY'],
    ['a limit of 10,001 days', promising(days(10_001)), 'INVALID_ENTRY'],
    ['half a working day', promising(days(0.5)), 'INVALID_ENTRY'],
    ['half a calendar day', promising({ unit: 'CALENDAR_DAY', amount: 1.5 }), 'INVALID_ENTRY'],
    ['no working hour at all', promising({ unit: 'WORKING_HOUR', amount: 0 }), 'INVALID_ENTRY'],
    ['a limit that is no number', promising(days(NaN)), 'INVALID_ENTRY'],
    ['an explicit instant', promising({ unit: 'INSTANT', dueAt: '2026-01-01T00:00:00.000Z' }), 'INVALID_ENTRY'],
    ['a fault in its urgent variant', { limits: { ...permit.limits, URGENT: { promised: days(0.5), statutory: null } } }, 'INVALID_ENTRY'],
    ['a warning share of nothing', { warningShare: 0 }, 'INVALID_ENTRY'],
    ['a warning share above one', { warningShare: 1.01 }, 'INVALID_ENTRY'],
    ['no code', { code: '' }, 'INVALID_ENTRY'],
  ])('is refused with %s', (_what, change, code) => {
    expect(decideServiceItem({ ...permit, ...change }, undefined, known)).toEqual(refusal(code));
  });

  it.each([
    ['on the spot', promising(days(0))],
    ['half an hour', promising({ unit: 'WORKING_HOUR', amount: 0.5 })],
    ['10,000 days', promising(days(10_000))],
    ['no limit and no route', { limits: { NORMAL: { promised: null, statutory: null } }, route: [] }],
    ['a warning share of one', { warningShare: 1 }],
  ])('may promise %s', (_what, change) => {
    expect(decideServiceItem({ ...permit, ...change }, undefined, known)).toMatchObject({ outcome: 'accepted', events: [{ type: 'ServiceItemRegistered' }] });
  });
});
