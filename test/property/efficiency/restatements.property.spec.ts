import fc from 'fast-check';
import type { ServiceRequestEvent } from '../../../src/service-request/domain/events.js';
import { officeCalendar } from '../../support/builders-reference.js';
import { RECEIVED_AT_MS } from '../../support/builders.js';
import { reportOf, type Figures, type Report } from '../../support/graphql-figures.js';
import { HandClock, startReadSide, type ReadSide } from '../../support/read-side.js';
import { restatementsOf, type RestatedFigure, type Restatements } from '../../support/restatements.js';
import { randomCommands, tell } from '../service-request/random-histories.js';

jest.setTimeout(240_000);

const iso = (ms: number): string => new Date(ms).toISOString();
const MINUTE = 60_000;
const { week } = officeCalendar.weeks[0]!;
const calendarData = { calendarId: 'office', zone: 'UTC', overrides: {}, announcedThrough: null };
const DEFINED = { stream: 'calendar-office', type: 'CalendarDefined', data: { ...calendarData, version: 1, week } };
/** From that very day on the afternoon is free. */
const REVISED = { stream: 'calendar-office', type: 'CalendarRevised', data: {
  calendarId: 'office', version: 2, effectiveFrom: iso(RECEIVED_AT_MS).slice(0, 10), week: null, announcedThrough: null,
  overrides: { [iso(RECEIVED_AT_MS).slice(0, 10)]: { spans: [{ from: '09:00', until: '09:40' }], name: 'half a day' } },
} };

const histories = fc.array(randomCommands, { minLength: 5, maxLength: 8 }).map((all) => all.map((sent) => tell(sent).flatMap(({ recorded }) => recorded ?? [])));
/** Which stream goes on next, and which share of the log has gone by when the calendar changes. */
const mixing = fc.record({ order: fc.infiniteStream(fc.nat(1_000_000)), revisedAfter: fc.double({ min: 0.2, max: 0.8, noNaN: true }) });
const question = fc.record({
  since: fc.double({ min: 0, max: 0.7, noNaN: true }), until: fc.double({ min: 0.5, max: 1, noNaN: true }),
  from: fc.integer({ min: -60, max: 90 }), minutes: fc.integer({ min: 30, max: 900 }), at: fc.integer({ min: 30, max: 900 }),
  filter: fc.constantFrom(undefined, undefined, undefined, undefined, { departmentIds: ['B', 'C'] }, { transfers: { min: 2 } }, { outcomes: ['GRANTED'] }),
});

/** Appends the histories mixed, each in its own order; answers the positions. */
async function record(side: ReadSide, told: readonly (readonly ServiceRequestEvent[])[], { order, revisedAfter }: { order: Iterator<number>; revisedAfter: number }): Promise<readonly bigint[]> {
  const left = told.map((events, index) => ({ events: [...events], stream: `serviceRequest-hall-1.R-${index}`, revision: -1n, requestId: `R-${index}` }));
  const total = told.reduce((sum, { length }) => sum + length, 0);
  const positions: bigint[] = [];
  let id = 0;
  const append = async (stream: string, revision: bigint, type: string, data: object): Promise<void> => {
    const event = { id: `00000000-0000-4000-8000-${String(id += 1).padStart(12, '0')}`, type, data: { ...data }, metadata: { recordedAt: iso(RECEIVED_AT_MS + id * 1000), principal: 'test' } };
    positions.push((await side.store.append(stream, revision < 0n ? 'no-stream' : revision, [event])).position);
  };
  await append(DEFINED.stream, -1n, DEFINED.type, DEFINED.data);
  for (let n = 0; n < total; n += 1) {
    if (n === Math.floor(total * revisedAfter)) await append(REVISED.stream, 0n, REVISED.type, REVISED.data);
    const going = left.filter(({ events }) => events.length > 0);
    const one = going[(order.next().value as number) % going.length]!;
    const { type, data } = one.events.shift()!;
    await append(one.stream, one.revision, type, { ...data, requestId: one.requestId });
    one.revision += 1n;
  }
  return positions;
}

/** Some of every kind, by their names in the log of restatements and in a report. */
const NAMES: Readonly<Record<string, string>> = {
  RECEIVED: 'received', CLOSURES: 'closures', REOPENINGS: 'reopenings', TRANSFERS_OUT: 'transfersOut', TRANSFERS_IN: 'transfersIn', PLANNED_TRANSFERS: 'plannedTransfers',
  BUCK_PASSES: 'buckPasses', BUCK_PASSES_BEFORE_RULINGS: 'buckPassesBeforeRulings', RETURNS: 'returns', PING_PONGS: 'pingPongs', HOT_POTATOES: 'hotPotatoes', REFUSALS: 'refusals',
  RECALLS: 'recalls', FIRST_INQUIRY_COMPLETIONS: 'firstInquiryCompletions', 'PROCESSING_TIME.n': 'processingTime.n', 'PROCESSING_TIME.total': 'processingTime.total',
  'PROCESSING_TIME.mean': 'processingTime.mean', 'PROCESSING_TIME.p50': 'processingTime.p50', 'HOLDING_TIME.total': 'holdingTime.total', 'HOLDING_TIME.p90': 'holdingTime.p90',
  'HOLDING_TIME.max': 'holdingTime.max', 'LEAD_TIME.total': 'leadTime.total', 'LEDGER.CLOSED': 'ledger.closed', 'LEDGER.OFF_HOURS': 'ledger.offHours', 'LEDGER.APPLICANT': 'ledger.applicant',
  'LEDGER.HANDOVER': 'ledger.handover', 'LEDGER.HOLDING': 'ledger.holding', BACKLOG: 'backlog.open', 'BACKLOG.AGE_0-1': 'backlog.byAge.0-1', 'BACKLOG.PROMISED_GREEN': 'backlog.promised.green',
  'BACKLOG.PROMISED_SUSPENDED': 'backlog.promised.suspended', CLOSED_ON_TIME_PROMISED: 'promised.byClosure.onTime', DUE_NOT_YET_PROMISED: 'promised.byDueDate.notYetDue',
  DUE_SUSPENDED_PROMISED: 'promised.byDueDate.suspended', EARLY_SHARE_MEAN_PROMISED: 'promised.earlyShareMean', FIRST_INQUIRY_CLOSED_ON_TIME_PROMISED: 'promisedFirst.byClosure.onTime',
};

/** What the two reports say of these figures, where they differ. */
function differing(before: Report, after: Report): object {
  const rows: [string, Figures, Figures][] = [['total', before.total, after.total]];
  for (const department of Object.keys(after.departments)) rows.push([department, before.departments[department] ?? {}, after.departments[department]!]);
  return Object.fromEntries(rows.map(([department, old, now]) => [department, Object.fromEntries(Object.entries(NAMES).flatMap(([figure, path]) => {
    const nothing = /mean|p50|p90|max|Mean/.test(path) ? null : path.includes('.') && !/\.n$|backlog|by/.test(path) ? '0' : 0;
    const [a, b] = [old[path] === undefined ? nothing : old[path], now[path]];
    return a === b ? [] : [[figure, [a, b]]];
  }))]).filter(([, figures]) => Object.keys(figures as object).length > 0));
}

const listed = ({ figures }: Restatements): object => Object.fromEntries(Object.entries(figures).map(([department, of]) => [department, Object.fromEntries(
  Object.entries(of).filter(([figure]) => figure in NAMES).map(([figure, { before, after }]) => [figure, [before, after]]))]).filter(([, of]) => Object.keys(of as object).length > 0));

const sumOf = ({ events }: RestatedFigure): bigint => events.reduce((sum, { share }) => sum + BigInt(share!), 0n);

function expectToldBy(figure: RestatedFigure, since: bigint, until: bigint): void {
  expect(figure.events.filter(({ position }) => BigInt(position) <= since || BigInt(position) > until)).toEqual([]);
  expect(figure.events.length).toBeGreaterThan(0);
  if (figure.additive) expect(sumOf(figure)).toBe(BigInt(figure.difference!));
}

describe('The restatement log of any histories', () => {
  it('lists exactly what differs between the reports as known at both positions, and its events’ parts add up to every difference', async () => {
    await fc.assert(fc.asyncProperty(histories, mixing, fc.array(question, { minLength: 4, maxLength: 4 }), async (told, mixed, questions) => {
      const side = await startReadSide({ clock: new HandClock(RECEIVED_AT_MS + 1000 * MINUTE) });
      try {
        const positions = await record(side, told, mixed);
        for (const { since, until, from, minutes, at, filter } of questions) {
          const [a, b] = [since, until].map((share) => Math.floor(share * (positions.length - 1))).sort((one, other) => one - other) as [number, number];
          const asked = { period: { from: iso(RECEIVED_AT_MS + from * MINUTE), to: iso(RECEIVED_AT_MS + (from + minutes) * MINUTE) }, at: iso(RECEIVED_AT_MS + at * MINUTE), ...(filter && { filter: filter as never }) };
          const [before, after] = [{ position: String(positions[a]) }, { position: String(positions[b]) }];
          const restated = await restatementsOf(side, { ...asked, since: before, until: after });
          expect(listed(restated)).toEqual(differing(await reportOf(side, { ...asked, asKnownAt: before }), await reportOf(side, { ...asked, asKnownAt: after })));
          for (const figure of Object.values(restated.figures).flatMap((of) => Object.values(of))) expectToldBy(figure, positions[a]!, positions[b]!);
        }
      } finally {
        await side.stop();
      }
    }), { numRuns: 1, verbose: 1 });
  });
});
