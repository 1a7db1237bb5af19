import type { Position, RecordedEvent, SubscriptionMessage } from '../../../src/event-store/event-store.port.js';
import { ForwardingEventStore } from '../../../src/event-store/forwarding.event-store.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import type { ItemRule, RuleSet } from '../../../src/efficiency/projections/what-if/rule-set.js';
import { RuledEventStore } from '../../../src/efficiency/read-model/what-if/ruled.event-store.js';
import type { Limit } from '../../../src/working-time/limit.js';
import { event, received } from '../../support/builders.js';
import { rules } from '../../support/what-if.js';

const metadata = { recordedAt: '2026-03-02T09:00:00.000Z' };
const hours = (amount: number): Limit => ({ unit: 'WORKING_HOUR', amount });
const days = (amount: number): Limit => ({ unit: 'WORKING_DAY', amount });
const INSTANT: Limit = { unit: 'INSTANT', dueAt: '2026-03-09T09:00:00.000Z' };
const STREAM = 'serviceRequest-hall-1.R-1';
const WEEK = { MON: [{ from: '09:00', until: '17:00' }] };
const HOLIDAY = { spans: [], name: 'Holiday' };

async function logOf(...streams: readonly (readonly [stream: string, ...events: readonly { readonly type: string; readonly data: object }[]])[]): Promise<InMemoryEventStore> {
  const store = new InMemoryEventStore();
  let id = 0;
  for (const [stream, ...events] of streams) {
    const named = events.map(({ type, data }) => ({ id: `00000000-0000-4000-8000-${String(id += 1).padStart(12, '0')}`, type, data: { ...data }, metadata }));
    await store.append(stream, 'no-stream', named);
  }
  return store;
}

/** What a follower of the log hears, up to the end of it. */
async function heard(store: InMemoryEventStore, ruleSet: RuleSet, upTo?: bigint): Promise<readonly RecordedEvent[]> {
  const ruled = await RuledEventStore.over(store, ruleSet, upTo ?? (await store.head())!);
  const stop = new AbortController();
  const events: RecordedEvent[] = [];
  for await (const message of ruled.subscribeAll(null, stop.signal)) {
    if (message.kind === 'event') events.push(message.event);
    else if (events.length === 0 || events.at(-1)!.position >= (await ruled.head())!) stop.abort();
  }
  return events;
}
const item = (rule: Partial<ItemRule>): RuleSet => rules({ items: [{ codes: null, urgency: null, ...rule }] });
const pinned = async (rule: Partial<ItemRule>, over: Parameters<typeof received>[0] = {}) =>
  (await heard(await logOf([STREAM, received(over)]), item(rule)))[0]!.data;

describe('the log under other rules', () => {
  it.each<[string, Partial<ItemRule>, Parameters<typeof received>[0], Limit | null]>([
    ['another amount', { promised: { kind: 'SET', unit: 'WORKING_HOUR', amount: 4 } }, {}, hours(4)],
    ['one day less', { promised: { kind: 'CHANGE', unit: 'WORKING_DAY', by: -1 } }, {}, days(2)],
    ['a change in another unit', { promised: { kind: 'CHANGE', unit: 'CALENDAR_DAY', by: -1 } }, {}, days(3)],
    ['days never less than none', { promised: { kind: 'CHANGE', unit: 'WORKING_DAY', by: -5 } }, {}, days(0)],
    ['hours never none', { promised: { kind: 'CHANGE', unit: 'WORKING_HOUR', by: -5 } }, { promisedLimit: hours(4) }, hours(0.001)],
    ['no limit', { promised: { kind: 'NONE' } }, {}, null],
    ['a limit where there was none', { promised: { kind: 'SET', unit: 'WORKING_DAY', amount: 1 } }, { promisedLimit: null }, days(1)],
    ['a change where there was none', { promised: { kind: 'CHANGE', unit: 'WORKING_DAY', by: 1 } }, { promisedLimit: null }, null],
    ['an explicit instant stays', { promised: { kind: 'SET', unit: 'WORKING_DAY', amount: 1 } }, { promisedLimit: INSTANT }, INSTANT],
    ['an explicit instant goes when it is said', { promised: { kind: 'SET', unit: 'WORKING_DAY', amount: 1 }, explicitToo: true }, { promisedLimit: INSTANT }, days(1)],
    ['another service item', { codes: ['OTHER'], promised: { kind: 'NONE' } }, {}, days(3)],
    ['another variant', { urgency: 'URGENT', promised: { kind: 'NONE' } }, {}, days(3)],
    ['this service item and variant', { codes: ['PERMIT'], urgency: 'NORMAL', promised: { kind: 'NONE' } }, {}, null],
  ])('pins %s', async (_name, rule, over, expected) => {
    const data = await pinned(rule, over);
    expect([data['promisedLimit'], data['statutoryLimit']]).toEqual([expected, days(20)]);
  });

  it('applies all rules that fit, in order', async () => {
    const ruleSet = rules({ items: [
      { codes: null, urgency: null, promised: { kind: 'SET', unit: 'WORKING_DAY', amount: 10 }, route: ['B'] },
      { codes: ['PERMIT'], urgency: null, promised: { kind: 'CHANGE', unit: 'WORKING_DAY', by: 1 }, warningShare: 0.5 },
    ] });
    const [receipt] = await heard(await logOf([STREAM, received()]), ruleSet);
    expect(receipt!.data).toEqual({ ...received().data, promisedLimit: days(11), route: ['B'], warningShare: 0.5 });
  });

  it.each<[string, Partial<ItemRule>, object, number | undefined]>([
    ['in the unit of the limit counts', { promised: { kind: 'SET', unit: 'WORKING_DAY', amount: 1 } }, { amount: 2 }, 2],
    ['in another unit counts nothing', { promised: { kind: 'SET', unit: 'WORKING_HOUR', amount: 8 } }, { amount: 2 }, 0],
    ['of a limit that is gone stays as it is', { promised: { kind: 'NONE' } }, { amount: 2 }, 2],
    ['of the other limit stays as it is', { statutory: { kind: 'SET', unit: 'WORKING_HOUR', amount: 8 } }, { amount: 2 }, 2],
  ])('an extension %s', async (_name, rule, granted, amount) => {
    const store = await logOf([STREAM, received(), event('LimitExtended', 10, 'A', { limit: 'PROMISED', approver: 'chief', ...granted })]);
    expect((await heard(store, item(rule)))[1]!.data['amount']).toBe(amount);
  });

  it('an extension to an instant counts nothing when the limit is one in days', async () => {
    const extended = event('LimitExtended', 10, 'A', { limit: 'PROMISED', approver: 'chief', dueAt: '2026-03-20T09:00:00.000Z' });
    const store = await logOf([STREAM, received({ promisedLimit: INSTANT }), extended]);
    const [, event2] = await heard(store, item({ promised: { kind: 'SET', unit: 'WORKING_DAY', amount: 1 }, explicitToo: true }));
    expect([event2!.data['amount'], 'dueAt' in event2!.data]).toEqual([0, false]);
  });

  const defined = { type: 'CalendarDefined', data: { calendarId: 'office', version: 1, zone: 'UTC', week: WEEK, overrides: { '2026-03-02': HOLIDAY, '2026-03-03': HOLIDAY }, announcedThrough: null } };
  const revised = { type: 'CalendarRevised', data: { calendarId: 'office', version: 2, effectiveFrom: '2026-04-01', week: { TUE: WEEK.MON }, overrides: { '2026-04-06': HOLIDAY, '2026-04-13': HOLIDAY }, announcedThrough: null } };
  const calendar = async (rule: object) =>
    (await heard(await logOf(['calendar-office', defined, revised]), rules({ calendars: [{ calendarId: 'office', zone: null, week: null, overrides: {}, ...rule }] }))).map(({ data }) => data);

  it('has a calendar’s other dates from its definition on, and later changes but for those dates', async () => {
    const open = { spans: [{ from: '09:00', until: '12:00' }] };
    const [first, second] = await calendar({ overrides: { '2026-03-02': null, '2026-03-09': HOLIDAY, '2026-04-06': open } });
    expect(first).toEqual({ ...defined.data, overrides: { '2026-03-03': HOLIDAY, '2026-03-09': HOLIDAY, '2026-04-06': open } });
    expect(second).toEqual({ ...revised.data, overrides: { '2026-04-13': HOLIDAY } });
  });

  it('has a calendar’s other week throughout', async () => {
    const [first, second] = await calendar({ week: { FRI: WEEK.MON } });
    expect([first!['week'], second!['week']]).toEqual([{ FRI: WEEK.MON }, null]);
  });

  it('has calendars that a rule gives to requests before everything else, and defines none twice', async () => {
    const store = await logOf([STREAM, received()], ['calendar-office', defined, revised]);
    const ruleSet = rules({
      items: [{ codes: null, urgency: null, calendarId: 'office' }, { codes: ['OTHER'], urgency: null, calendarId: 'new' }],
      calendars: [{ calendarId: 'new', zone: 'UTC', week: WEEK, overrides: { '2026-03-09': HOLIDAY } }],
    });
    const events = await heard(store, ruleSet);
    expect(events.map(({ position, type, data }) => [position, type, data['calendarId'] ?? data['stream']])).toEqual([
      [-2n, 'CalendarDefined', 'office'], [-1n, 'CalendarDefined', 'new'],
      [1n, 'RequestReceived', 'office'], [2n, 'ReferenceStreamOpened', 'calendar-office'], [3n, 'CalendarRevised', 'office'],
    ]);
    expect(events[1]!.data['overrides']).toEqual({ '2026-03-09': HOLIDAY });
  });

  it('ends at its position, and takes nothing', async () => {
    const store = await logOf([STREAM, received(), event('ProgressRecorded', 5, 'A', { step: 'x' }), event('RequestCompleted', 10, 'A', { outcome: 'GRANTED' })]);
    const ruled = await RuledEventStore.over(store, rules({}), 2n);
    expect((await heard(store, rules({}), 2n)).map(({ type }) => type)).toEqual(['RequestReceived', 'ProgressRecorded']);
    expect((await ruled.readAll(null, 10)).length).toBe(2);
    const revisions: bigint[] = [];
    for await (const { revision } of ruled.readStream(STREAM)) revisions.push(revision);
    expect([await ruled.head(), revisions]).toEqual([2n, [0n, 1n]]);
    await expect(ruled.append()).rejects.toThrow(/writes nothing/);
    const [settled] = await ruled.appendEach([{ stream: 'x-1', expected: 'no-stream', events: [{ id: '00000000-0000-4000-8000-000000000099', type: 'Written', data: {}, metadata }] }]);
    const [chained] = await ruled.sealAndAppendEach([{ stream: 'x-1', expected: 'no-stream', previousHash: null, events: [] }]);
    expect([settled!.status, chained!.status, await store.head()]).toEqual(['rejected', 'rejected', 3n]);
  });

  it('ends before an event after its position also where positions are sparse', async () => {
    class Sparse extends ForwardingEventStore {
      override async *subscribeAll(after: Position | null, signal: AbortSignal): AsyncIterable<SubscriptionMessage> {
        for await (const message of this.inner.subscribeAll(after, signal)) {
          yield message.kind === 'event' ? { kind: 'event', event: { ...message.event, position: message.event.position * 10n } } : message;
        }
      }
      override head = () => Promise.resolve(30n);
    }
    const store = await logOf([STREAM, received(), event('ProgressRecorded', 5, 'A', { step: 'x' }), event('RequestCompleted', 10, 'A', { outcome: 'GRANTED' })]);
    const ruled = await RuledEventStore.over(new Sparse(store), rules({}), 25n);
    const told: string[] = [];
    const stop = new AbortController();
    for await (const message of ruled.subscribeAll(null, stop.signal)) {
      if (message.kind === 'event') told.push(message.event.type);
      else stop.abort();
    }
    expect(told).toEqual(['RequestReceived', 'ProgressRecorded']);
  });

  it('is not there at all when the log ends before its position', async () => {
    await expect(RuledEventStore.over(await logOf([STREAM, received()]), rules({}), 2n)).rejects.toThrow('The log ends at 1, before position 2');
  });

  it('leaves an event that cannot be read as it is', async () => {
    const store = await logOf([STREAM, { type: 'RequestReceived', data: { hallId: 'hall-1' } }]);
    expect((await heard(store, item({ route: [] })))[0]!.data).toEqual({ hallId: 'hall-1' });
  });
});
