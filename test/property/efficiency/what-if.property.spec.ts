import fc from 'fast-check';
import type { ItemRule, RuleSet } from '../../../src/efficiency/projections/what-if/rule-set.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import type { ServiceRequestEvent, ServiceRequestEventData } from '../../../src/service-request/domain/events.js';
import { officeCalendar } from '../../support/builders-reference.js';
import { rules, saidUnder } from '../../support/what-if.js';
import { randomCommands, tell } from '../service-request/random-histories.js';

jest.setTimeout(60_000);

type Received = ServiceRequestEventData['RequestReceived'];
/** What a hall would have pinned, written out by hand for each rule. */
interface Case {
  readonly rule: Omit<ItemRule, 'codes' | 'urgency'>;
  readonly pinned: (data: Received) => Partial<Received>;
}
const days = (amount: number) => ({ unit: 'WORKING_DAY', amount }) as const;
const CASES: readonly Case[] = [
  { rule: { promised: { kind: 'CHANGE', unit: 'WORKING_DAY', by: -1 } }, pinned: () => ({ promisedLimit: days(2) }) },
  { rule: { promised: { kind: 'CHANGE', unit: 'WORKING_DAY', by: -9 } }, pinned: () => ({ promisedLimit: days(0) }) },
  { rule: { promised: { kind: 'CHANGE', unit: 'WORKING_HOUR', by: -1 } }, pinned: () => ({}) },
  { rule: { promised: { kind: 'SET', unit: 'WORKING_DAY', amount: 0 }, statutory: { kind: 'NONE' } }, pinned: () => ({ promisedLimit: days(0), statutoryLimit: null }) },
  { rule: { statutory: { kind: 'SET', unit: 'CALENDAR_DAY', amount: 1 } }, pinned: () => ({ statutoryLimit: { unit: 'CALENDAR_DAY', amount: 1 } }) },
  { rule: { route: [] }, pinned: () => ({ route: [] }) },
  { rule: { route: ['C', 'A', 'B'], clockStart: 'ACCEPTANCE' }, pinned: () => ({ route: ['C', 'A', 'B'], clockStart: 'ACCEPTANCE' }) },
  { rule: { calendarId: 'mornings', warningShare: 0.25 }, pinned: () => ({ calendarId: 'mornings', warningShare: 0.25 }) },
];

const metadata = { recordedAt: '2026-03-02T09:00:00.000Z' };
const calendar = (calendarId: string, until: string) => ({
  stream: `calendar-${calendarId}`, type: 'CalendarDefined',
  data: { calendarId, version: 1, zone: 'UTC', week: { MON: [{ from: '09:00', until }], WED: [{ from: '09:00', until }] }, overrides: {}, announcedThrough: null },
});
const office = { ...calendar('office', '17:00'), data: { ...calendar('office', '17:00').data, week: officeCalendar.weeks[0]!.week } };

/** Histories one after the other, each in a stream of its own, after both calendars. */
async function logOf(histories: readonly (readonly ServiceRequestEvent[])[], pin: (data: Received) => Received): Promise<InMemoryEventStore> {
  const store = new InMemoryEventStore();
  let id = 0;
  const next = (type: string, data: object) => ({ id: `00000000-0000-4000-8000-${String(id += 1).padStart(12, '0')}`, type, data: { ...data }, metadata });
  for (const { stream, type, data } of [office, calendar('mornings', '12:00')]) await store.append(stream, 'no-stream', [next(type, data)]);
  for (const [index, events] of histories.entries()) {
    const requestId = `R-${index}`;
    const named = events.map(({ type, data }) => next(type, type === 'RequestReceived' ? pin({ ...data, requestId }) : { ...data, requestId }));
    await store.append(`serviceRequest-hall-1.${requestId}`, 'no-stream', named);
  }
  return store;
}

const histories = fc.array(randomCommands, { minLength: 8, maxLength: 16 }).map((all) => all.map((sent) => tell(sent).flatMap(({ recorded }) => recorded ?? [])));

describe('a what-if', () => {
  it('says of any histories, to the last fact and position, what a hall says that had pinned the rules at every receipt', async () => {
    await fc.assert(fc.asyncProperty(histories, fc.subarray([...CASES.keys()], { minLength: 1, maxLength: 3 }), async (told, chosen) => {
      const cases = chosen.map((index) => CASES[index]!);
      const ruleSet: RuleSet = rules({ items: cases.map(({ rule }) => ({ codes: ['PERMIT'], urgency: 'NORMAL', ...rule })) });
      const recorded = await logOf(told, (data) => data);
      const pinned = await logOf(told, (data) => cases.reduce((now, { pinned: by }) => ({ ...now, ...by(now) }), data));
      expect(await saidUnder(recorded, ruleSet)).toEqual(await saidUnder(pinned, rules({})));
    }), { numRuns: 2, verbose: 1 });
  });
});
