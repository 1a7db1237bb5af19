import { DEMO_DEPARTMENTS } from '../../../src/demo/departments.js';
import { truthOf } from '../../../src/demo/truth.js';
import { reportOf } from '../../support/graphql-figures.js';
import { opened } from '../../support/graphql-opened.js';
import { planOf, startDemo } from '../../support/read-side-demo.js';
import { hallTime, SmallHall } from '../../support/read-side-hall.js';

jest.setTimeout(120_000);

/**
 * Monday 03-23 at 14:00. Promised are 5 working days, statutory 20; a day has 6.5 working hours. By hand, with the age in working days:
 * a (0), b (1), l (1) and m (0) green; c (2) green; d (5): 36 of 39 hours used, yellow; e (6), f (10) red; g (11) suspended;
 * h (20): promised red, statutory 133.5 of 136.5 hours used, yellow; i (21) red against both; n (2) suspended.
 */
const AT = '03-23 14:00';
const RECEIVED = {
  a: '03-23 09:30', b: '03-20 09:00', c: '03-19 09:00', d: '03-16 09:00', e: '03-13 09:00', f: '03-09 09:00', g: '03-06 09:00', h: '02-23 09:00',
  i: '02-20 09:00', j: '03-18 09:00', k: '03-24 09:00', l: '03-20 10:00', m: '03-23 10:00', n: '03-19 10:00',
};
const THEN = {
  'backlog.open': 12, 'backlog.byAge.0-1': 4, 'backlog.byAge.2-5': 3, 'backlog.byAge.6-10': 2, 'backlog.byAge.11-20': 2, 'backlog.byAge.>20': 1,
  'backlog.promised.green': 5, 'backlog.promised.yellow': 1, 'backlog.promised.red': 4, 'backlog.promised.suspended': 2, 'backlog.promised.withoutLimit': 0,
  'backlog.statutory.green': 8, 'backlog.statutory.yellow': 1, 'backlog.statutory.red': 1, 'backlog.statutory.suspended': 2,
};

describe('the backlog at an instant of the past', () => {
  let hall: SmallHall;
  beforeAll(async () => {
    hall = await SmallHall.open('04-10 10:00');
    for (const [requestId, at] of Object.entries(RECEIVED)) await hall.receive(requestId, at);
    await hall.say('g', 'SuspendRequest', '03-09 09:00', 'intake', { cause: 'STATUTORY' });
    // Closed then, open today.
    await hall.complete('j', '03-20 09:00', 'intake');
    await hall.say('j', 'ReopenRequest', '03-24 09:00', 'intake', { reasonCode: 'COMPLAINT' });
    // Open then, closed, elsewhere or resumed today.
    await hall.complete('l', '03-25 09:00', 'intake');
    await hall.transfer('m', '03-23 16:00', 'intake', 'planning');
    await hall.say('n', 'SuspendRequest', '03-20 09:00', 'intake', { cause: 'APPLICANT' });
    await hall.say('n', 'ResumeRequest', '03-24 09:00', 'intake', {});
  });
  afterAll(() => hall.side.stop());
  const at = (text: string) => reportOf(hall.side, { at: hallTime(text) });

  it('is what stood open then, by age and by state, as counted by hand', async () => {
    const { total, departments } = await at(AT);
    expect(total).toMatchObject(THEN);
    expect(departments['intake']).toMatchObject(THEN);
    expect(departments['planning']).toMatchObject({ 'backlog.open': 0 });
  });

  it('opens into the requests that stood open then', async () => {
    const { requests } = await opened(hall.side, 'BACKLOG', { at: hallTime(AT) });
    expect([...requests.keys()].sort()).toEqual([...'abcdefghilmn']);
  });

  it('does not depend on the period', async () => {
    const { total } = await reportOf(hall.side, { at: hallTime(AT), period: { from: hallTime('01-05 09:00'), to: hallTime('01-06 09:00') } });
    expect(total).toMatchObject(THEN);
  });

  it('moves with the instant: turns yellow, then red after its due instant, and another holder’s after the transfer', async () => {
    // d is due on Monday 03-23 at 17:00; nine tenths of its 39 hours are used 35.1 hours after the receipt, at 11:36.
    const stateOfD = async (text: string) => (await at(text)).total;
    expect(await stateOfD('03-23 11:35')).toMatchObject({ 'backlog.promised.yellow': 0, 'backlog.promised.green': 6 });
    expect(await stateOfD('03-23 11:36')).toMatchObject({ 'backlog.promised.yellow': 1, 'backlog.promised.green': 5 });
    expect(await stateOfD('03-23 17:00')).toMatchObject({ 'backlog.promised.yellow': 1, 'backlog.promised.red': 4 });
    expect((await reportOf(hall.side, { at: '2026-03-23T09:00:00.001Z' })).total).toMatchObject({ 'backlog.promised.yellow': 0, 'backlog.promised.red': 5 });
    expect((await at('03-23 15:59')).departments['planning']).toMatchObject({ 'backlog.open': 0 });
    expect((await at('03-23 16:00')).departments['planning']).toMatchObject({ 'backlog.open': 1 });
  });

  it('counts each request once at the very instant at which something happens to it', async () => {
    // On Friday 03-20 at 09:00 b comes in, j is completed and n is suspended; a, k, l and m are not there yet.
    expect((await at('03-20 09:00')).total).toMatchObject({ 'backlog.open': 9, 'backlog.promised.suspended': 2 });
    expect([...(await opened(hall.side, 'BACKLOG', { at: hallTime('03-20 09:00') })).requests]).toEqual([...'bcdefghin'].map((id) => [id, 1]));
  });

  it('is today what stands open today', async () => {
    // Without l, which was closed; with j, reopened, and k, received since.
    const { total, departments } = await reportOf(hall.side);
    expect([total['backlog.open'], departments['planning']!['backlog.open']]).toEqual([13, 1]);
    const { requests } = await opened(hall.side, 'BACKLOG');
    expect([...requests.keys()].sort()).toEqual([...'abcdefghijkmn']);
  });
});

describe('the backlog of the demo year', () => {
  it('is at every instant what the plan had open then, by department', async () => {
    const year = { seed: 9, requestsPerYear: 250 };
    const side = await startDemo(year);
    const voided = new Set(planOf(year).filter(({ truth }) => truth.voided).map(({ requestId }) => requestId));
    for (const text of ['2025-12-24 11:11', '2026-02-19 12:00', '2026-06-30 17:00', '2026-09-01 09:00']) {
      const atMs = Date.parse(`${text.replace(' ', 'T')}:30+08:00`);
      const planned = truthOf(planOf(year, atMs).filter(({ requestId }) => !voided.has(requestId)));
      const { total, departments } = await reportOf(side, { at: new Date(atMs).toISOString() });
      expect([text, total['backlog.open']]).toEqual([text, planned.totals.open]);
      expect(planned.totals.open).toBeGreaterThan(0);
      for (const { departmentId: id } of DEMO_DEPARTMENTS) {
        expect([text, id, departments[id]?.['backlog.open'] ?? 0]).toEqual([text, id, planned.departments[id]?.open ?? 0]);
      }
    }
    await side.stop();
  });
});
