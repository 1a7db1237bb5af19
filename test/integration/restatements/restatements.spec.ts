import { reportOf } from '../../support/graphql-figures.js';
import { hallTime, SmallHall } from '../../support/read-side-hall.js';
import { restatementsOf, type RestatedFigure, type Restatements, type RestatementsAsked } from '../../support/restatements.js';

jest.setTimeout(120_000);

const HOUR = 3_600_000;
const hours = (n: number): string => String(n * HOUR);
const AT = hallTime('04-01 09:00');
const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI'].map((day) => `{ day: ${day}, spans: [{ from: "09:00", until: "12:00" }, { from: "13:30", until: "17:00" }] }`).join(' ');
const DAY_OFF = `mutation { putCalendar(input: { calendarId: "weekdays", zone: "Asia/Shanghai", week: [${DAYS}],
  overrides: [{ date: "2026-03-17", spans: [], name: "Flood" }] }) { recorded refused { code message } } }`;

/**
 * Mon-Fri 09:00-12:00 and 13:30-17:00. R1 is received on Monday 03-02, due on 03-09, passed back once, completed late on 03-10 after
 * 43.5 working hours. Then the month is reported; after that, one thing after the other is recorded, each asked for by itself.
 */
describe('The restatement log', () => {
  let hall: SmallHall;
  const at: Record<string, string> = {};
  let completedAt = '';
  beforeAll(async () => {
    hall = await SmallHall.open('03-10 16:00');
    await hall.receive('R1', '03-02 09:00');
    await hall.transfer('R1', '03-03 09:00', 'intake', 'planning');
    await hall.transfer('R1', '03-04 09:00', 'planning', 'intake');
    at['reported'] = await hall.complete('R1', '03-10 15:00', 'intake');
    hall.now('03-16 10:00');
    await hall.receive('R2', '03-12 09:00');
    completedAt = at['late'] = await hall.complete('R2', '03-12 10:00', 'intake');
    at['ruled'] = await hall.say('R1', 'RuleTransfer', '03-16 09:30', 'planning', { revision: 2, verdict: 'JUSTIFIED', reason: 'sent by the wrong form' });
    at['extended'] = await hall.say('R1', 'ExtendLimit', '03-06 10:00', 'planning', { limit: 'PROMISED', amount: 1, approver: 'chief', reason: 'site visit' });
    hall.now('03-17 15:00');
    await hall.receive('R3', '03-17 09:00');
    await hall.receive('R4', '03-02 09:00');
    at['before flood'] = await hall.transfer('R3', '03-17 11:00', 'intake', 'planning');
    await hall.side.ask(DAY_OFF);
    at['flood'] = (await reportOf(hall.side)).position!;
    at['voided'] = await hall.say('R1', 'VoidRequest', '03-17 14:00', 'planning', { reason: 'registered by mistake' });
  });
  afterAll(() => hall.side.stop());

  const asked = new Map<string, Promise<Restatements>>();
  /** Each question is asked once. */
  function between(since: string, until: string, more: Partial<RestatementsAsked> = {}): Promise<Restatements> {
    const name = JSON.stringify([since, until, more]);
    asked.set(name, asked.get(name) ?? restatementsOf(hall.side, { since: { position: at[since] }, until: { position: at[until] }, at: AT, ...more }));
    return asked.get(name)!;
  }
  const typesOf = ({ events }: RestatedFigure): readonly (readonly [string, string | null, unknown])[] => events.map(({ type, requestId, share }) => [type, requestId, share]);

  it('tells a late request and its completion each their part: 91 working hours until the instant of the report came, 90 of them went again', async () => {
    const { figures: { total }, since, until, at: judged } = await between('reported', 'late');
    expect([since, until, judged]).toEqual([at['reported'], at['late'], AT]);
    expect(total!['RECEIVED']).toMatchObject({ before: 1, after: 2, difference: 1, additive: true });
    expect(typesOf(total!['RECEIVED']!)).toEqual([['RequestReceived', 'hall.R2', 1]]);
    expect(total!['CLOSURES']).toMatchObject({ before: 1, after: 2, difference: 1 });
    expect(typesOf(total!['CLOSURES']!)).toEqual([['RequestCompleted', 'hall.R2', 1]]);
    // Thursday 03-12 09:00 to Wednesday 04-01 09:00 are 14 working days of 6.5 hours.
    expect(total!['LEDGER.HOLDING']).toMatchObject({ before: hours(43.5), after: hours(44.5), difference: hours(1) });
    expect(typesOf(total!['LEDGER.HOLDING']!)).toEqual([['RequestReceived', 'hall.R2', hours(91)], ['RequestCompleted', 'hall.R2', hours(-90)]]);
    expect(total!['BACKLOG']).toBeUndefined();
  });

  it('names for a percentile the events that changed its rows, without a part of their own', async () => {
    const { figures: { total, intake } } = await between('reported', 'late');
    expect(total!['PROCESSING_TIME.p50']).toMatchObject({ before: hours(43.5), after: hours(22.25), difference: hours(-21.25), additive: false });
    expect(typesOf(total!['PROCESSING_TIME.p50']!)).toEqual([['RequestCompleted', 'hall.R2', null]]);
    expect(intake!['PROCESSING_TIME.total']).toMatchObject({ difference: hours(1), events: [{ position: completedAt, share: hours(1) }] });
    expect(total!['ON_TIME_SHARE_BY_CLOSURE_PROMISED']).toMatchObject({ before: 0, after: 0.5, additive: false, events: [{ position: completedAt, share: null }] });
  });

  it('has a ruling take a buck-pass from its sender, and nothing else but the rulings themselves', async () => {
    const { figures, totalCount } = await between('late', 'ruled');
    expect(Object.keys(figures)).toEqual(['total', 'planning']);
    expect(Object.keys(figures['planning']!)).toEqual(['BUCK_PASSES', 'RULINGS', 'RULINGS_JUSTIFIED']);
    expect(figures['planning']!['BUCK_PASSES']).toMatchObject({ before: 1, after: 0, difference: -1, events: [{ position: at['ruled'], type: 'TransferRuled', share: -1 }] });
    expect(totalCount).toBe(6);
  });

  it('has an extension recorded late turn a closure in time', async () => {
    const { figures: { total } } = await between('ruled', 'extended');
    expect([total!['CLOSED_LATE_PROMISED']!.difference, total!['CLOSED_ON_TIME_PROMISED']!.difference]).toEqual([-1, 1]);
    expect(typesOf(total!['CLOSED_LATE_PROMISED']!)).toEqual([['LimitExtended', 'hall.R1', -1]]);
    expect(Object.keys(total!)).not.toContain('RECEIVED');
  });

  it('has a day off of that very day take the hours of a holding that has ended, and of one that lasts', async () => {
    // R3: two hours with intake, then planning; the noon of that day is when the report judges. R4 is overdue since 03-09: none of its own facts
    // becomes another, but its three hours of that morning with intake are none any more.
    const { figures: { total, intake, planning } } = await between('before flood', 'flood', { at: hallTime('03-17 12:00') });
    expect(intake!['HOLDING_TIME.total']).toMatchObject({ difference: hours(-2), events: [{ position: at['flood'], type: 'CalendarRevised', requestId: null, share: hours(-2) }] });
    expect(planning!['LEDGER.HOLDING']).toMatchObject({ difference: hours(-1), events: [{ share: hours(-1) }] });
    expect(intake!['LEDGER.HOLDING']).toMatchObject({ difference: hours(-5), events: [{ share: hours(-5) }] });
    expect(total!['LEDGER.HOLDING']).toMatchObject({ difference: hours(-6), events: [{ type: 'CalendarRevised', share: hours(-6) }] });
    expect(total!['LEDGER.OFF_HOURS']).toMatchObject({ difference: hours(6) });
    expect(total!['RECEIVED']).toBeUndefined();
  });

  it('has a voiding take its request out of every figure', async () => {
    const { figures: { total } } = await between('flood', 'voided');
    expect(total!).toMatchObject({
      RECEIVED: { before: 4, after: 3, difference: -1 }, CLOSURES: { difference: -1 }, RETURNS: { difference: -1 }, RULINGS: { difference: -1 },
      TRANSFERS_OUT: { difference: -2 }, 'LEDGER.HOLDING': { difference: hours(-43.5) },
    });
    const types = new Set(Object.values(total!).flatMap(({ events }) => events.map(({ type, requestId }) => `${type} ${requestId}`)));
    expect([...types]).toEqual(['RequestVoided hall.R1']);
  });

  it('has nothing to say of a period that nothing recorded since belongs to, and of no time at all', async () => {
    const may = { from: hallTime('05-01 00:00'), to: hallTime('06-01 00:00') };
    expect(await between('reported', 'extended', { period: may })).toMatchObject({ totalCount: 0, figures: {} });
    // Who is open at the instant of the report is asked whatever the period; a figure of February itself is not touched.
    const { figures: { total } } = await between('extended', 'before flood', { period: { from: hallTime('02-01 00:00'), to: hallTime('03-01 00:00') } });
    expect(typesOf(total!['BACKLOG']!)).toEqual([['RequestReceived', 'hall.R3', 1], ['RequestReceived', 'hall.R4', 1]]);
    expect(Object.keys(total!).filter((figure) => !figure.startsWith('BACKLOG'))).toEqual([]);
    expect(await between('voided', 'voided')).toMatchObject({ totalCount: 0 });
  });

  it('takes an instant for a position, and judges at that instant unless asked otherwise', async () => {
    const instant = hallTime('03-11 00:00');
    const byInstant = await restatementsOf(hall.side, { since: { instant }, until: { position: at['ruled'] }, figures: ['CLOSURES', 'BUCK_PASSES', 'RETURNS'] });
    expect(byInstant).toMatchObject({ since: at['reported'], at: instant });
    expect(Object.keys(byInstant.figures['total']!)).toEqual(['CLOSURES', 'BUCK_PASSES']);
  });

  it('goes on where a page ended, and reads out of the log who recorded an event', async () => {
    const all = await between('late', 'ruled');
    const query = `query P($since: AsKnownAtInput!, $until: AsKnownAtInput, $at: Instant, $after: String) {
      restatements(since: $since, until: $until, at: $at, first: 4, after: $after) { totalCount edges { cursor node { departmentId figure
        events(first: 1) { totalCount edges { node { principal source occurredAt recordedAt departmentId requests } } pageInfo { hasNextPage } } } } pageInfo { hasNextPage endCursor } } }`;
    const names: string[] = [];
    let after: string | null = null;
    do {
      const { restatements } = await hall.side.ask(query, { since: { position: at['late'] }, until: { position: at['ruled'] }, at: AT, after });
      for (const { node } of restatements.edges) {
        names.push(`${node.departmentId ?? 'total'} ${node.figure}`);
        expect(node.events).toEqual({ totalCount: 1, pageInfo: { hasNextPage: false }, edges: [{ node: {
          principal: 'test', source: expect.stringMatching(/^\/small-hall#\d+$/), occurredAt: hallTime('03-16 09:30'), recordedAt: hallTime('03-16 10:00'), departmentId: 'planning', requests: 1,
        } }] });
      }
      after = restatements.pageInfo.hasNextPage ? restatements.pageInfo.endCursor : null;
    } while (after !== null);
    expect(names).toEqual(Object.entries(all.figures).flatMap(([department, figures]) => Object.keys(figures).map((figure) => `${department} ${figure}`)));
  });

  it.each([
    ['no beginning', { since: {} }, 'SINCE_NEEDED'],
    ['an end before the beginning', { since: { position: '9' }, until: { position: '8' } }, 'ENDS_BEFORE_IT_BEGINS'],
    ['a figure that there is not', { since: { position: '9' }, figures: ['LUCK'] }, 'UNKNOWN_FIGURE'],
    ['a cursor of another question', { since: { position: '9' }, after: 'eyJ' }, 'UNKNOWN_CURSOR'],
  ])('refuses %s', async (_, asked, code) => {
    await expect(restatementsOf(hall.side, asked)).rejects.toThrow(code);
  });

  it('refuses a page that is too large', async () => {
    await expect(hall.side.ask('{ restatements(since: { position: "9" }, first: 1001) { totalCount } }')).rejects.toThrow('BAD_USER_INPUT');
  });
});
