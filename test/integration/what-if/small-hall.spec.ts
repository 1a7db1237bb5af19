import { hallTime, SmallHall } from '../../support/read-side-hall.js';
import { answerOf, finishedWhatIf, flipsOf, startWhatIf, whatIf } from '../../support/what-if-api.js';

jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;
const byDays = (by: number) => ({ items: [{ promised: { unit: 'WORKING_DAY', by } }] });
const mean = (...values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

/**
 * Five working days promised, 6.5 hours each, Mon-Fri. R1 closed on the last day, R2 early, R3 a day late; R4 open, the last day has begun;
 * R5 passed on past the route.
 */
describe('a what-if of a small hall', () => {
  let hall: SmallHall;
  beforeAll(async () => {
    hall = await SmallHall.open('03-10 11:00');
    for (const id of ['R1', 'R2', 'R3', 'R5']) await hall.receive(id, '03-02 09:00');
    await hall.receive('R4', '03-03 09:00');
    await hall.complete('R1', '03-09 10:00', 'intake');
    await hall.complete('R2', '03-05 10:00', 'intake');
    await hall.complete('R3', '03-10 10:00', 'intake');
    await hall.transfer('R5', '03-02 10:00', 'intake', 'licensing');
    await hall.complete('R5', '03-03 10:00', 'licensing');
    hall.now('03-10 10:00');
  });
  afterAll(() => hall.side.stop());

  it('differs in nothing when the rules change nothing', async () => {
    const dates = [{ date: '2026-03-05', hours: '09:00-12:00 13:30-17:00' }, { date: '2026-03-07', hours: 'weekday' }];
    const same = { items: [{ promised: { unit: 'WORKING_DAY', by: 0 }, statutory: { unit: 'WORKING_DAY', amount: 20 } }], calendars: [{ calendarId: 'weekdays', dates }] };
    const { flips, totals, differences } = await whatIf(hall.side, same);
    expect([flips, totals, differences]).toEqual([[], [], { '': [], intake: [], licensing: [] }]);
  });

  it('of a promised limit that is a day shorter flips what was kept on its last day, and tells every figure that differs', async () => {
    const { flips, totals, differences, requests } = await whatIf(hall.side, byDays(-1));
    expect(flips).toEqual([
      { request: 'R1', subject: 'CLOSURE', limit: 'PROMISED', actual: `ON_TIME ${hallTime('03-09 17:00')}`, underRules: `LATE ${hallTime('03-06 17:00')}` },
      { request: 'R4', subject: 'OPEN', limit: 'PROMISED', actual: `GREEN ${hallTime('03-10 17:00')}`, underRules: `RED ${hallTime('03-09 17:00')}` },
    ]);
    expect([requests, totals]).toEqual([2, ['CLOSURE PROMISED ON_TIME -> LATE: 1', 'OPEN PROMISED GREEN -> RED: 1']]);
    // Used of a budget: R1 33.5 h, R2 20.5 h and R5 7.5 h of 39, then R2 and R5 of 32.5.
    const early = [mean(5.5 / 39, 18.5 / 39, 31.5 / 39), mean(12 / 32.5, 25 / 32.5)];
    const [was, is] = early.map((share) => share.toFixed(12));
    const rounded = differences['']!.map((line) => line.replace(/(0\.\d{12})\d+/g, (_all, cut: string) => Number(cut).toFixed(12)));
    const credited = (prefix: string): string[] => [
      `${prefix}ON_TIME_SHARE_BY_CLOSURE_PROMISED 0.75 -> 0.5`, `${prefix}ON_TIME_SHARE_BY_DUE_DATE_PROMISED 0.75 -> 0.4`,
    ];
    const counts = (prefix: string): string[] => [
      `${prefix}CLOSED_ON_TIME_PROMISED 3 -> 2`, `${prefix}CLOSED_LATE_PROMISED 1 -> 2`, `${prefix}DUE_DONE_ON_TIME_PROMISED 3 -> 2`,
      `${prefix}DUE_FAILED_PROMISED 1 -> 3`, `${prefix}DUE_NOT_YET_PROMISED 1 -> 0`,
    ];
    expect(rounded.filter((line) => !line.includes('EARLY_SHARE')).sort()).toEqual([
      ...counts(''), ...counts('FIRST_INQUIRY_'), ...credited(''), ...credited('FIRST_INQUIRY_'), 'BACKLOG.PROMISED_GREEN 1 -> 0', 'BACKLOG.PROMISED_RED 0 -> 1',
    ].sort());
    const shares = rounded.filter((line) => line.includes('EARLY_SHARE')).map((line) => line.split(' ').map((word, index) => (index % 2 === 1 ? Number(word).toFixed(11) : word)));
    expect(shares).toEqual([`EARLY_SHARE_MEAN_PROMISED`, `FIRST_INQUIRY_EARLY_SHARE_MEAN_PROMISED`].map((name) => [name, Number(was).toFixed(11), '->', Number(is).toFixed(11)]));
    expect(differences['licensing']!.filter((line) => !line.includes('EARLY_SHARE'))).toEqual([]);
  });

  it('of a longer limit makes on time what was late', async () => {
    const flips = await flipsOf(hall.side, await finishedWhatIf(hall.side, byDays(1)));
    expect(flips.map(({ request, actual, underRules }) => [request, actual, underRules])).toEqual([
      ['R3', `LATE ${hallTime('03-09 17:00')}`, `ON_TIME ${hallTime('03-10 17:00')}`],
    ]);
  });

  it('of one more holiday moves due instants and takes its hours out of every working time', async () => {
    const { flips, differences } = await whatIf(hall.side, { calendars: [{ calendarId: 'weekdays', dates: [{ date: '2026-03-05', hours: 'closed' }] }] });
    expect(flips.map(({ request, underRules }) => [request, underRules])).toEqual([['R3', `ON_TIME ${hallTime('03-10 17:00')}`]]);
    expect(differences['']).toContain(`PROCESSING_TIME.max ${40 * HOUR_MS} -> ${33.5 * HOUR_MS}`);
    // R1, R3 and R4 lose 6.5 hours of holding, R2 the one hour before its closure.
    expect(differences['']).toContain(`LEDGER.HOLDING ${(33.5 + 20.5 + 40 + 33.5 + 7.5) * HOUR_MS} -> ${(27 + 19.5 + 33.5 + 27 + 7.5) * HOUR_MS}`);
  });

  it('of another route plans what was a buck-pass, and flips no verdict', async () => {
    const { flips, differences } = await whatIf(hall.side, { items: [{ codes: ['permit'], urgency: 'NORMAL', route: ['intake', 'licensing'] }] });
    const passed = ['PLANNED_TRANSFERS 0 -> 1', 'BUCK_PASSES 1 -> 0', 'BUCK_PASSES_BEFORE_RULINGS 1 -> 0'];
    expect([flips, differences]).toEqual([[], { '': passed, intake: passed, licensing: [] }]);
  });

  it('of a calendar that the log does not have measures with it from the first receipt on', async () => {
    const calendars = [{ calendarId: 'mornings', zone: 'Asia/Shanghai', week: 'Mon-Fri 09:00-12:00' }];
    const { flips, differences } = await whatIf(hall.side, { calendars, items: [{ calendarId: 'mornings' }] });
    // R1 was closed at ten on its last day, which now ends at twelve; R3 as late as before; R4 has an hour more.
    expect(flips).toEqual([expect.objectContaining({ request: 'R4', actual: `GREEN ${hallTime('03-10 17:00')}`, underRules: `GREEN ${hallTime('03-10 12:00')}` })].slice(1));
    expect(differences['']).toContain(`PROCESSING_TIME.max ${40 * HOUR_MS} -> ${19 * HOUR_MS}`);
  });

  it('of no limit leaves closures without one, of another warning share warns earlier, and of another threshold finds a hot potato', async () => {
    const { totals, differences } = await whatIf(hall.side, { items: [{ statutory: { none: true }, warningShare: 0.5 }], hotPotatoThreshold: 2 * HOUR_MS });
    // R5 was passed on after an hour.
    expect(differences['intake']!.filter((line) => line.startsWith('HOT_POTATOES'))).toEqual(['HOT_POTATOES 0 -> 1']);
    expect(totals).toEqual([
      'CLOSURE STATUTORY ON_TIME -> NO_LIMIT: 4', 'OPEN PROMISED GREEN -> YELLOW: 1', 'OPEN STATUTORY GREEN -> NO_LIMIT: 1',
    ]);
  });

  it('of rules that put every due instant beyond the calendars says that it cannot measure, and how many', async () => {
    const id = await finishedWhatIf(hall.side, {
      calendars: [{ calendarId: 'weekdays', week: 'Mon 09:00-10:00' }], items: [{ promised: { unit: 'WORKING_HOUR', amount: 10_000 } }],
    });
    const { unmeasured } = (await hall.side.ask('query Of($id: ID!) { whatIf(id: $id) { unmeasured } }', { id })).whatIf;
    const flips = await flipsOf(hall.side, id);
    expect([unmeasured, flips.length, new Set(flips.map(({ underRules }) => underRules))]).toEqual([5, 2 * 5, new Set(['NOT_MEASURED -'])]);
  });

  it('asks both sides the same question: period, filter and instant', async () => {
    const id = await finishedWhatIf(hall.side, byDays(-1));
    const at = (question: object) => flipsOf(hall.side, id, question).then((flips) => flips.map(({ request }) => request));
    expect(await at({ period: { from: hallTime('03-10 00:00') } })).toEqual(['R4']);
    // At noon of the day before R3 was still open: 35.5 of its 39 hours are used, and of 32.5 none would be left. R4 had used 29 of 32.5.
    expect(await at({ at: hallTime('03-09 12:00') })).toEqual(['R1', 'R3']);
    expect(await at({ filter: { departmentIds: ['licensing'] } })).toEqual([]);
  });

  it('touches nothing in the log, and is not built again for the same rules', async () => {
    const head = await hall.side.store.head();
    const id = await finishedWhatIf(hall.side, byDays(-1));
    expect([await finishedWhatIf(hall.side, byDays(-1)), await hall.side.store.head()]).toEqual([id, head]);
  });

  it('lists figures that are asked for also when they do not differ, and knows which there are', async () => {
    const id = await finishedWhatIf(hall.side, byDays(1));
    const query = 'query Of($id: ID!, $figures: [String!]) { whatIf(id: $id) { report { total { differences(figures: $figures) { figure difference { count } } } } } }';
    const { total } = (await hall.side.ask(query, { id, figures: ['RECEIVED', 'CLOSED_LATE_PROMISED'] })).whatIf.report;
    expect(total.differences).toEqual(expect.arrayContaining([
      { figure: 'RECEIVED', difference: { count: 0 } }, { figure: 'CLOSED_LATE_PROMISED', difference: { count: -1 } },
    ]));
    await expect(hall.side.ask(query, { id, figures: ['LUCK'] })).rejects.toThrow(/LUCK.*"code":"UNKNOWN_FIGURE"/);
  });

  it.each([
    ['UNKNOWN_SERVICE_ITEM', { items: [{ codes: ['nothing'] }] }],
    ['UNKNOWN_DEPARTMENT', { items: [{ route: ['intake', 'nowhere'] }] }],
    ['UNKNOWN_CALENDAR', { items: [{ calendarId: 'nowhere' }] }],
    ['UNKNOWN_CALENDAR', { calendars: [{ calendarId: 'nowhere' }] }],
    ['INVALID_RULES', { calendars: [{ calendarId: 'new', zone: 'Asia/Shanghai' }] }],
    ['INVALID_RULES', { calendars: [{ calendarId: 'weekdays', zone: 'UTC' }] }],
    ['INVALID_RULES', { calendars: [{ calendarId: 'weekdays', dates: [{ date: '2026-02-30', hours: 'closed' }] }] }],
    ['INVALID_RULES', { calendars: [{ calendarId: 'weekdays', dates: [{ date: '2026-03-05', hours: '9-12' }] }] }],
    ['INVALID_RULES', { items: [{ promised: { unit: 'WORKING_DAY', amount: 3, by: 1 } }] }],
    ['INVALID_RULES', { items: [{ promised: { unit: 'WORKING_DAY', by: 0.5 } }] }],
    ['INVALID_RULES', { items: [{ route: ['intake', 'intake'] }] }],
    ['INVALID_RULES', { items: [{ warningShare: 0 }] }],
  ])('refuses with %s: %j', async (code, rules) => {
    await expect(startWhatIf(hall.side, rules)).rejects.toThrow(new RegExp(`"code":"${code}"`));
  });

  it('knows no what-if that was never started', async () => {
    await expect(hall.side.ask('{ whatIf(id: "none") { state } }')).rejects.toThrow(/"code":"UNKNOWN_WHAT_IF"/);
  });

  it('stays as it was when something is recorded later; a new one has it, and as known before it is the same to the digit', async () => {
    const before = await answerOf(hall.side, await finishedWhatIf(hall.side, byDays(-1)));
    const position = String(await hall.side.store.head());
    await hall.say('R1', 'VoidRequest', '03-09 11:00', 'intake', { reason: 'Recorded twice.' });
    await hall.side.readModel.caughtUp();
    expect(await answerOf(hall.side, before.id)).toEqual(before);
    const later = await finishedWhatIf(hall.side, byDays(-1));
    expect((await flipsOf(hall.side, later)).map(({ request }) => request)).toEqual(['R4']);
    expect(await answerOf(hall.side, later, { asKnownAt: { position }, at: before.at })).toEqual({ ...before, id: later });
  });
});
