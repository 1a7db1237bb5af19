import type { Json } from '../../support/read-side.js';
import { hallTime, SmallHall } from '../../support/read-side-hall.js';

jest.setTimeout(120_000);

const STANDING = 'standing { state dueAt provisional usedShare used { ms } remaining { ms } budget { ms } yellowAt redAt }';
const HOUR_MS = 3_600_000;
const utc = (text: string, ms = 0): string => new Date(Date.parse(hallTime(text)) + ms).toISOString();

/**
 * A day has 6.5 working hours; promised are 5 working days, statutory 20. The clock stands on Monday 03-09 at 14:00.
 * a: received Monday 03-02 at 09:00: due 03-09 at 17:00, 36 of 39 hours used, yellow since 11:36.
 * b: the same, extended by 5 days at 14:00 that day: due 03-16 at 17:00, 36 of 71.5 hours used, yellow on 03-13 at 16:21.
 * c: received Friday 02-27 at 09:00: due Friday 03-06 at 17:00, 42.5 of 39 hours used, red.
 * d: received Monday 03-09 at 09:00: due 03-16 at 17:00; 3.5 of 39 hours used; yellow on 03-16 at 11:36.
 * e: received 03-02 at 09:00, suspended 03-05 at 10:00: 20.5 of 39 hours used, as they stood on Thursday (3 days and an hour).
 * f: received 03-02 at 09:00, completed 03-06 at 09:00.
 */
describe('The state of open requests', () => {
  let hall: SmallHall;
  beforeAll(async () => {
    hall = await SmallHall.open('03-09 14:00');
    for (const [id, at] of [['a', '03-02 09:00'], ['b', '03-02 09:00'], ['c', '02-27 09:00'], ['d', '03-09 09:00'], ['e', '03-02 09:00'], ['f', '03-02 09:00']] as const) await hall.receive(id, at);
    await hall.say('b', 'ExtendLimit', '03-09 14:00', 'intake', { limit: 'PROMISED', amount: 5, approver: 'head' });
    await hall.transfer('c', '03-04 09:00', 'intake', 'planning');
    await hall.say('e', 'SuspendRequest', '03-05 10:00', 'intake', { cause: 'APPLICANT' });
    await hall.complete('f', '03-06 09:00', 'intake');
    await hall.side.readModel.caughtUp();
  });
  afterAll(() => hall.side.stop());

  const states = async (args: string): Promise<Json> => (await hall.side.ask(`{ requestStates(${args}) { at totalCount edges { cursor node { id departmentId ${STANDING} } } pageInfo { hasNextPage endCursor } } }`)).requestStates;
  const idsOf = ({ edges }: Json): string => edges.map(({ node }: Json) => node.id.slice(5)).join('');

  it('are listed by due instant, those whose clock stands still last, with what is used, what is left, and when they turn', async () => {
    const all = await states('first: 10');
    expect([all.at, all.totalCount, idsOf(all)]).toEqual([utc('03-09 14:00'), 5, 'cabde']);
    const standing = Object.fromEntries(all.edges.map(({ node }: Json) => [node.id.slice(5), node.standing]));
    const ms = (hours: number) => ({ ms: String(Math.round(hours * HOUR_MS)) });
    expect(standing.a).toEqual({
      state: 'YELLOW', dueAt: utc('03-09 17:00'), provisional: false, usedShare: 36 / 39, used: ms(36), remaining: ms(3), budget: ms(39),
      yellowAt: utc('03-09 11:36'), redAt: utc('03-09 17:00', 1),
    });
    expect(standing.b).toMatchObject({ state: 'GREEN', dueAt: utc('03-16 17:00'), used: ms(36), budget: ms(71.5), yellowAt: utc('03-13 16:21') });
    expect(standing.c).toMatchObject({ state: 'RED', used: ms(42.5), remaining: ms(-3.5) });
    expect(standing.d).toMatchObject({ state: 'GREEN', used: ms(3.5), yellowAt: utc('03-16 11:36'), redAt: utc('03-16 17:00', 1) });
    expect(standing.e).toEqual({
      state: 'SUSPENDED', dueAt: null, provisional: false, usedShare: 20.5 / 39, used: ms(20.5), remaining: ms(18.5), budget: ms(39), yellowAt: null, redAt: null,
    });
  });

  it('can be asked for by state, holder, page and instant, and as known earlier', async () => {
    expect(idsOf(await states('states: [YELLOW, RED]'))).toBe('ca');
    expect(idsOf(await states('filter: { departmentIds: ["planning"] }'))).toBe('c');
    const first = await states('first: 2');
    expect([idsOf(first), first.pageInfo.hasNextPage, first.totalCount]).toEqual(['ca', true, 5]);
    const rest = await states(`first: 3, after: "${first.pageInfo.endCursor}"`);
    expect([idsOf(rest), rest.pageInfo.hasNextPage]).toEqual(['bde', false]);
    // On Thursday 03-05 at 09:30 nobody was late, f was open, e ran, and c had just been passed on.
    expect(idsOf(await states(`at: "${hallTime('03-05 09:30')}"`))).toBe('cabef');
    // 01-30 is before everything; what is asked of the statutory limit is another list.
    expect((await states(`at: "${hallTime('01-30 09:00')}"`)).totalCount).toBe(0);
    expect((await states('limit: STATUTORY, states: [GREEN]')).totalCount).toBe(4);
    const extended = (await hall.side.store.readAll(null, 1_000)).find(({ type }) => type === 'LimitExtended')!.position;
    const before = await states(`asKnownAt: { position: "${extended - 1n}" }, at: "${hallTime('03-09 14:00')}", states: [YELLOW]`);
    // The completion of f was not known either.
    expect(idsOf(before)).toBe('abef');
  });

  it.each([['first: 0', 'BAD_PAGE_SIZE'], ['first: 501', 'BAD_PAGE_SIZE'], ['after: "x"', 'BAD_CURSOR']])('refuse %s', async (args, code) => {
    await expect(states(args)).rejects.toThrow(code);
  });

  it('explain both limits of one request at any instant, before and after what moved them', async () => {
    const limitsOf = async (id: string, at: string | null): Promise<Json> => (await hall.side.ask(
      `query($at: Instant) { serviceRequest(id: "${id}", at: $at) { limits { limit dueAt explanation { en } ${STANDING} } } }`, { at })).serviceRequest.limits;
    const [promised, statutory] = await limitsOf('b', hallTime('03-09 13:59'));
    expect([promised.dueAt, promised.standing.state, promised.explanation.map(({ en }: Json) => en)]).toEqual([utc('03-09 17:00'), 'YELLOW', expect.not.arrayContaining([expect.stringContaining('Extended')])]);
    expect([statutory.limit, statutory.dueAt, statutory.standing.state]).toEqual(['STATUTORY', utc('03-30 17:00'), 'GREEN']);
    const [extended] = await limitsOf('b', null);
    expect([extended.dueAt, extended.standing.state, extended.standing.yellowAt]).toEqual([utc('03-16 17:00'), 'GREEN', utc('03-13 16:21')]);
    expect(extended.explanation.map(({ en }: Json) => en)).toEqual(expect.arrayContaining(['Extended 2026-03-09 14:00:00: 5.', '2026-03-14 skipped: weekly closing.']));
    // Stopped, before it was stopped, closed, while it was open, and before it came in.
    expect((await limitsOf('e', null))[0]).toMatchObject({ dueAt: null, standing: { state: 'SUSPENDED' } });
    expect((await limitsOf('e', hallTime('03-05 09:59')))[0]).toMatchObject({ dueAt: utc('03-09 17:00'), standing: { state: 'GREEN' } });
    expect((await limitsOf('f', null))[0]).toMatchObject({ dueAt: utc('03-09 17:00'), standing: null });
    expect((await limitsOf('f', hallTime('03-05 09:00')))[0]).toMatchObject({ standing: { state: 'GREEN' } });
    expect(await limitsOf('f', hallTime('03-02 08:59'))).toEqual([]);
  });

  it('come as a series of days and weeks, each the backlog at its end', async () => {
    const series = async (args: string): Promise<Json> => (await hall.side.ask(
      `{ backlogOverTime(${args}) { points { key at backlog { open promised { green yellow red suspended } byAge { band open } } } } }`)).backlogOverTime.points;
    const days = await series(`every: DAY, period: { from: "${hallTime('03-05 00:00')}", to: "${hallTime('03-10 00:00')}" }`);
    expect(days.map(({ key, backlog }: Json) => [key, backlog.open])).toEqual([['2026-03-05', 5], ['2026-03-06', 4], ['2026-03-07', 4], ['2026-03-08', 4], ['2026-03-09', 5]]);
    // On Friday's end c has been due since 17:00; today is judged now.
    expect([days[1].backlog.promised, days[4].at, days[4].backlog.promised]).toEqual([
      { green: 2, yellow: 0, red: 1, suspended: 1 }, utc('03-09 14:00'), { green: 2, yellow: 1, red: 1, suspended: 1 }]);
    const weeks = await series(`every: WEEK, period: { from: "${hallTime('03-02 00:00')}", to: "${hallTime('03-16 00:00')}" }`);
    expect(weeks.map(({ key, at, backlog }: Json) => [key, at, backlog.open])).toEqual([['2026-W10', utc('03-09 00:00'), 4], ['2026-W11', utc('03-09 14:00'), 5]]);
    await expect(series(`every: DAY, period: { from: "${hallTime('03-02 00:00').replace('2026', '2024')}", to: "${hallTime('03-10 00:00')}" }`)).rejects.toThrow('TOO_MANY_POINTS');
  });

  it('follow a calendar that changed after the last word on a request', async () => {
    const [before] = (await hall.side.ask('{ serviceRequest(id: "d") { limits { dueAt } } }')).serviceRequest.limits;
    await hall.side.ask(`mutation { putCalendar(input: { calendarId: "weekdays", zone: "Asia/Shanghai", week: [${['MON', 'TUE', 'WED', 'THU', 'FRI'].map((day) => `{ day: ${day}, spans: [{ from: "09:00", until: "12:00" }, { from: "13:30", until: "17:00" }] }`).join(' ')}],
      overrides: [{ date: "2026-03-16", spans: [] }] }) { recorded refused { code } } }`);
    await hall.side.readModel.caughtUp();
    const [after] = (await hall.side.ask('{ serviceRequest(id: "d") { limits { dueAt } } }')).serviceRequest.limits;
    expect([before.dueAt, after.dueAt]).toEqual([utc('03-16 17:00'), utc('03-17 17:00')]);
    expect((await states('states: [GREEN], filter: { serviceItemCodes: ["permit"] }')).edges.at(-1).node.standing.dueAt).toBe(utc('03-17 17:00'));
  });
});
