import { readFileSync } from 'node:fs';
import type { Figure } from '../../src/efficiency/read-model/figures/figure-relations.js';
import { describeWithLogs, StandingClock } from '../integration/import/support.js';
import { allFacts, copyThrough } from '../support/exports/round-trip.js';
import { reportOf, type Report } from '../support/graphql-figures.js';
import { opened, sumOfPages } from '../support/graphql-opened.js';
import { askCurves, leadsOf, medianOf, openShares } from '../support/plain-survival.js';
import { auditLedger } from '../support/read-side-ledger.js';
import { expectedOf, serveLogs, type ImportedLogs } from '../support/read-side-logs.js';
import { finishedWhatIf, flipsOf, whatIf } from '../support/what-if-api.js';

jest.setTimeout(300_000);

const FORMATS = ['csv', 'xes'] as const;
type Rejected = Readonly<Record<'what' | 'code' | 'event' | 'caseId', string>>;

describeWithLogs('the permit receipts over GraphQL', () => {
  const logs: Partial<Record<(typeof FORMATS)[number], ImportedLogs>> = {};
  const reports: Partial<Record<(typeof FORMATS)[number], Report>> = {};
  beforeAll(async () => {
    for (const format of FORMATS) {
      logs[format] = await serveLogs({ file: `permit-receipts.${format}.gz`, mapping: 'permit-receipts' });
      reports[format] = await reportOf(logs[format].side);
    }
  });
  afterAll(async () => {
    for (const one of Object.values(logs)) await one.stop();
  });
  const expected = () => expectedOf('permit-receipts');

  it('are the same from CSV as from XES, figure by figure', () => {
    expect(Object.keys(reports.csv!.departments).length).toBeGreaterThan(20);
    expect(reports.xes).toEqual(reports.csv);
  });

  it('come back from an export as XES into an empty log with every event and every fact', async () => {
    const { side } = logs.csv!;
    const { copy, imported } = await copyThrough(side, 'histories.xes', new StandingClock().nowMs());
    const { received, transfers, closuresOnTime, closuresLate } = expected().imported;
    try {
      expect([imported.error, imported.rejects.length, imported.report.total.recorded]).toEqual([null, 0, received + transfers + closuresOnTime + closuresLate]);
      expect(await allFacts(copy)).toEqual(await allFacts(side));
    } finally {
      await copy.stop();
    }
  });

  it('differ in no figure of no department under rules that change nothing, and lose every verdict without the limit', async () => {
    const { side } = logs.csv!;
    const same = await whatIf(side, { items: [{ promised: { unit: 'WORKING_DAY', by: 0 }, statutory: { unit: 'WORKING_DAY', by: 0 } }] });
    expect([same.flips, Object.values(same.differences).flat()]).toEqual([[], []]);
    expect(Object.keys(same.differences).length).toBe(1 + Object.keys(reports.csv!.departments).length);
    const without = await flipsOf(side, await finishedWhatIf(side, { items: [{ promised: { none: true }, explicitToo: true }] }));
    const { closuresOnTime, closuresLate, open } = expected().imported;
    const counted = ['CLOSURE ON_TIME', 'CLOSURE LATE', 'OPEN RED'].map((kind) => without.filter(({ subject, actual }) => kind === `${subject} ${actual.split(' ')[0]}`).length);
    expect(counted).toEqual([closuresOnTime, closuresLate, open]);
    expect(new Set(without.map(({ underRules }) => underRules))).toEqual(new Set(['NO_LIMIT -']));
  });

  describe.each(FORMATS)('from %s', (format) => {
    it('show what the decider made of the rows', async () => {
      const { received, transfers, pingPongs, closuresOnTime, closuresLate, open, casesWithTransfer, maxTransfers, casesWithPingPong } = expected().imported;
      expect(reports[format]!.total).toMatchObject({
        received, transfersOut: transfers, transfersIn: transfers, pingPongs, 'promised.byClosure.onTime': closuresOnTime,
        'promised.byClosure.late': closuresLate, 'promised.byClosure.withoutLimit': 0, 'backlog.open': open,
      });
      const transferred = await opened(logs[format]!.side, 'TRANSFERS_OUT');
      expect([transferred.totalCount, Math.max(...transferred.requests.values())]).toEqual([casesWithTransfer, maxTransfers]);
      expect((await opened(logs[format]!.side, 'PING_PONGS')).totalCount).toBe(casesWithPingPong);
    });

    it('leave exactly the seventeen refused rows in the rejects file', () => {
      const lines = readFileSync(logs[format]!.rejects[0]!, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Rejected);
      const counts = Object.fromEntries([...Map.groupBy(lines, ({ what }) => what)].map(([what, of]) => [what, of.length]));
      expect(counts).toEqual(expected().refused);
      expect(lines).toHaveLength(17);
      expect(logs[format]!.reports[0]!.total.refused).toBe(17);
    });

    it('have a ledger that adds up to the wall clock for every request', async () => {
      const { received, closuresOnTime, closuresLate } = expected().imported;
      expect(await auditLedger(logs[format]!.side.readModel, logs[format]!.side.readModel.position())).toEqual({ requests: received, closed: closuresOnTime + closuresLate, violations: 0 });
    });

    it('have the curve of a plain computation, with the open ones censored', async () => {
      const { side } = logs[format]!;
      const at = '2012-01-25T00:00:00Z';
      const waited = await leadsOf(side, at);
      const shares = openShares(waited);
      const { total } = await askCurves(side, { by: [], at });
      expect([total.received, total.open]).toEqual([waited.length, waited.filter(({ done }) => !done).length]);
      expect(total.open).toBeGreaterThan(0);
      expect(Number(total.median.ms)).toBe(medianOf(shares));
      for (const { time, open } of total.points) expect(open).toBeCloseTo(shares.get(Number(time.ms)) ?? Number.NaN, 10);
    });

    it.each<[Figure, string]>([
      ['BUCK_PASSES', 'buckPasses'], ['RETURNS', 'returns'], ['CLOSED_LATE_PROMISED', 'promised.byClosure.late'], ['BACKLOG', 'backlog.open'],
    ])('open %s into the requests behind it', async (figure, path) => {
      const all = await opened(logs[format]!.side, figure, {}, 100);
      expect(sumOfPages(all)).toEqual([all.totalCount, all.occurrences]);
      expect(all.occurrences).toBe(reports[format]!.total[path]);
    });
  });
});
