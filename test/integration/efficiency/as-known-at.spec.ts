import { reportOf, type Question } from '../../support/graphql-figures.js';
import { askFlows } from '../../support/graphql-flows.js';
import { DEMO_NOW, DEMO_NOW_MS } from '../../support/read-side-demo.js';
import { appendAll, demoLog, recordedAtMs, withRevision, type LoggedEvent } from '../../support/read-side-log.js';
import { HandClock, type ReadSide, startReadSide } from '../../support/read-side.js';

jest.setTimeout(180_000);

/** Shares of the log at which it is asked what was known there. */
const SHARES = [0.1, 0.3, 0.5, 0.505, 0.97];
const ATS = ['2026-03-31T09:30:00.000Z', DEMO_NOW];
const SAID = `query Said($period: PeriodInput, $at: Instant, $asKnownAt: AsKnownAtInput) {
  departmentEfficiency(period: $period, at: $at, asKnownAt: $asKnownAt) { total { ...said } departments { departmentId ...said } }
  assessment(period: $period, at: $at, asKnownAt: $asKnownAt) { formulaVersion departments { departmentId score { numerator denominator } } } }
  fragment said on DepartmentEfficiency { satisfaction { closures rated unrated bad scoreSum distribution { n } dimensions { name n scoreSum } } rulings { standing justified buckPassing } }`;
const FLOW_LISTS = ['flows', 'pingPongPairs', 'pingPongEpisodes', 'transferCycles', 'responsibilityVacuum'] as const;
const PERIOD = { from: '2026-01-01T00:00:00+08:00', to: '2026-07-01T00:00:00+08:00' };

describe('a figure as known at an earlier moment', () => {
  let log: readonly LoggedEvent[];
  /** Knows everything. */
  let whole: ReadSide;
  /** Grows up to the moment in question and knows nothing after it. */
  let partial: ReadSide;
  let appended = 0;
  beforeAll(async () => {
    const events = await demoLog({ seed: 11, requestsPerYear: 200 });
    // A Wednesday, and those after it, become days off while half of the year's requests are under way.
    const overrides = { '2026-05-20': { spans: [] }, '2026-05-27': { spans: [] }, '2026-06-24': { spans: [] } };
    log = withRevision(events, Math.floor(events.length / 2), {
      calendarId: 'cn-hall', version: 2, effectiveFrom: '2026-05-20', week: null, overrides, announcedThrough: null,
    });
    [whole, partial] = [await startReadSide({ clock: new HandClock(DEMO_NOW_MS) }), await startReadSide({ clock: new HandClock(DEMO_NOW_MS) })];
    await appendAll(whole.store, log);
  });
  afterAll(async () => {
    await whole.stop();
    await partial.stop();
  });

  async function growTo(count: number): Promise<string> {
    await appendAll(partial.store, log.slice(appended, count));
    appended = count;
    return String(await partial.store.head());
  }
  const questions: readonly Question[] = ATS.flatMap((at) => [{ at }, { at, period: PERIOD }]);

  it.each(SHARES)('is what a read model of the log up to there says, after %d of the log', async (share) => {
    const position = await growTo(Math.floor(log.length * share));
    expect((await reportOf(partial, { at: DEMO_NOW })).total['received']).toBeGreaterThan(0);
    for (const question of questions) {
      const then = await reportOf(partial, question);
      expect(await reportOf(whole, { ...question, asKnownAt: { position } })).toEqual(then);
      expect(await whole.ask(SAID, { ...question, asKnownAt: { position } })).toEqual(await partial.ask(SAID, question));
    }
    for (const query of FLOW_LISTS) {
      const then = await askFlows(partial, query, { at: DEMO_NOW });
      expect(then.edges.length).toBeGreaterThan(0);
      expect(await askFlows(whole, query, { at: DEMO_NOW, asKnownAt: { position } })).toEqual(then);
    }
  });

  it('may be asked by an instant: what had been recorded by then, judged at then', async () => {
    const last = log[Math.floor(log.length * 0.98)]!;
    const instant = new Date(recordedAtMs(last)).toISOString();
    await growTo(log.filter((event) => recordedAtMs(event) <= recordedAtMs(last)).length);
    const known = await reportOf(whole, { asKnownAt: { instant } });
    expect(known).toEqual(await reportOf(partial, { at: instant }));
    expect(known.at).toBe(instant);
  });

  it('covers a change of the calendar that moved the dates of requests under way', async () => {
    await growTo(log.length);
    const revised = BigInt(log.findIndex(({ type }) => type === 'CalendarRevised')) + 1n;
    const [row] = await whole.readModel.query<{ n: bigint }>("SELECT count(*) AS n FROM retractions WHERE kind = 'dues' AND position = $revised", { revised });
    expect(row?.n).toBeGreaterThan(0n);
  });

  it('is nothing before the log began', async () => {
    const { total, departments, position } = await reportOf(whole, { asKnownAt: { position: '0' }, at: DEMO_NOW });
    expect([total['received'], total['ledger.total'], total['backlog.open'], departments, position]).toEqual([0, '0', 0, {}, '0']);
  });
});
