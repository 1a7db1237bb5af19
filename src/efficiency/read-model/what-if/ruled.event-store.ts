import type { Append, AppendResult, Categories, EventStore, Position, RecordedEvent, Revision, SubscriptionMessage } from '../../../event-store/event-store.port.js';
import { ForwardingEventStore } from '../../../event-store/forwarding.event-store.js';
import type { UnsealedAppend } from '../../../event-store/sealing.js';
import { UndecodableEvent } from '../../../kernel/event-codec.js';
import type { CalendarEvent } from '../../../reference-data/domain/calendar-definition.js';
import { calendarStream, decodeReferenceEvent } from '../../../reference-data/domain/reference-streams.js';
import { decodeServiceRequestEvent } from '../../../service-request/domain/codec.js';
import { requestStreamPrefix, type LimitKind, type Pinned } from '../../../service-request/domain/events.js';
import { extensionFits, rewriteCalendar, rewriteReceipt } from '../../projections/what-if/rewrite.js';
import { calendarsOfItems, type CalendarRule, type RuleSet } from '../../projections/what-if/rule-set.js';
import { isCalendarEvent } from '../read-stored.js';

const RECEIPT = /^RequestReceived(V\d+)?$/;
const CALENDAR = /^Calendar(Defined|Revised)(V\d+)?$/;
const EXTENSION = /^LimitExtended(V\d+)?$/;
const SINCE_ALWAYS = '1970-01-01T00:00:00.000Z';

/**
 * The log up to a position as it would read under other rules. Receipts carry the rules' terms, calendars the rules' dates;
 * nothing is decided anew, and nothing can be written.
 */
export class RuledEventStore extends ForwardingEventStore {
  /** At positions before the log: calendars that a rule gives to requests received before they were defined, or that it brings. */
  private front: readonly RecordedEvent[] = [];
  private readonly calendars: ReadonlyMap<string, CalendarRule>;
  /** Some rule may give a limit another unit. */
  private readonly mixesUnits: boolean;

  private constructor(inner: EventStore, private readonly rules: RuleSet, private readonly upTo: Position) {
    super(inner);
    this.calendars = new Map(rules.calendars.map((rule) => [rule.calendarId, rule]));
    this.mixesUnits = rules.items.some(({ promised, statutory }) => promised?.kind === 'SET' || statutory?.kind === 'SET');
  }

  /** @throws Error when the log ends before the position: whoever follows it up to there would wait for ever. */
  static async over(inner: EventStore, rules: RuleSet, upTo: Position): Promise<RuledEventStore> {
    const head = (await inner.head()) ?? -1n;
    if (head < upTo) throw new Error(`The log ends at ${head}, before position ${upTo}`);
    const store = new RuledEventStore(inner, rules, upTo);
    store.front = await store.frontCalendars();
    return store;
  }

  override append(): Promise<AppendResult> {
    return Promise.reject(new TypeError('A what-if writes nothing to the log'));
  }

  override appendEach(appends: readonly Append[]): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    return Promise.allSettled(appends.map(() => this.append()));
  }

  override sealAndAppendEach(appends: readonly UnsealedAppend[]): Promise<readonly PromiseSettledResult<AppendResult>[]> {
    return Promise.allSettled(appends.map(() => this.append()));
  }

  override head(): Promise<Position | null> {
    return Promise.resolve(this.upTo < 0n ? null : this.upTo);
  }

  override async *readStream(stream: string, from?: Revision): AsyncIterable<RecordedEvent> {
    for await (const event of this.inner.readStream(stream, from)) {
      if (event.position > this.upTo) return;
      yield await this.rewrite(event);
    }
  }

  override async readAll(after: Position | null, limit: number): Promise<readonly RecordedEvent[]> {
    const events = await this.inner.readAll(after, limit);
    return Promise.all(events.filter(({ position }) => position <= this.upTo).map(async (event) => this.rewrite(event)));
  }

  override async *subscribeAll(after: Position | null, signal: AbortSignal, categories?: Categories): AsyncIterable<SubscriptionMessage> {
    const before = after ?? -BigInt(this.front.length) - 1n;
    for (const event of this.front) if (event.position > before) yield { kind: 'event', event };
    if (this.upTo >= 0n && before < this.upTo) yield* this.follow(before < 0n ? null : before, signal, categories);
    if (signal.aborted) return;
    yield { kind: 'caught-up' };
    if (!signal.aborted) await new Promise((resolve) => { signal.addEventListener('abort', resolve, { once: true }); });
  }

  private async *follow(after: Position | null, signal: AbortSignal, categories?: Categories): AsyncIterable<SubscriptionMessage> {
    for await (const message of this.inner.subscribeAll(after, signal, categories)) {
      if (message.kind === 'caught-up') {
        yield message;
        continue;
      }
      const { event } = message;
      if (event.position > this.upTo) return;
      const rewritten = this.rewrite(event);
      yield { kind: 'event', event: rewritten instanceof Promise ? await rewritten : rewritten };
      if (event.position === this.upTo) return;
    }
  }

  private rewrite(event: RecordedEvent): RecordedEvent | Promise<RecordedEvent> {
    if (event.stream.startsWith(requestStreamPrefix)) {
      if (RECEIPT.test(event.type)) return readable(event, () => this.receiptUnder(event));
      return this.mixesUnits && EXTENSION.test(event.type) ? this.extensionUnder(event) : event;
    }
    return CALENDAR.test(event.type) ? readable(event, () => this.calendarUnder(event)) : event;
  }

  private receiptUnder(event: RecordedEvent): RecordedEvent {
    const decoded = decodeServiceRequestEvent(event.type, event.data, event.unreadable);
    return decoded.type === 'RequestReceived' ? { ...event, type: decoded.type, data: { ...rewriteReceipt(decoded.data, this.rules) } } : event;
  }

  private calendarUnder(event: RecordedEvent): RecordedEvent {
    const decoded = decodeReferenceEvent(event.type, event.data, event.unreadable);
    if (!isCalendarEvent(decoded)) return event;
    // One that stands at the front was defined there; in its place there is an event that says nothing to the figures.
    const moved = decoded.type === 'CalendarDefined' && this.front.some(({ stream }) => stream === event.stream);
    if (moved) return { ...event, type: 'ReferenceStreamOpened', data: { stream: event.stream } };
    return { ...event, ...this.underRule(decoded) };
  }

  private underRule(event: CalendarEvent): { readonly type: string; readonly data: RecordedEvent['data'] } {
    const rule = this.calendars.get(event.data.calendarId);
    const { type, data } = rule === undefined ? event : rewriteCalendar(event, rule);
    return { type, data: { ...data } };
  }

  private async extensionUnder(event: RecordedEvent): Promise<RecordedEvent> {
    const kind = event.data['limit'] as LimitKind;
    for await (const first of this.inner.readStream(event.stream)) {
      if (!RECEIPT.test(first.type) || first.unreadable !== undefined) break;
      const granted = first.data as unknown as Pinned;
      const under = this.receiptUnder(first).data as unknown as Pinned;
      const fits = kind === 'PROMISED' ? extensionFits(granted.promisedLimit, under.promisedLimit) : extensionFits(granted.statutoryLimit, under.statutoryLimit);
      if (fits) break;
      const { dueAt: _dueAt, ...data } = event.data;
      return { ...event, data: { ...data, amount: 0 } };
    }
    return event;
  }

  private async frontCalendars(): Promise<readonly RecordedEvent[]> {
    const ids = [...new Set([...calendarsOfItems(this.rules), ...this.calendars.keys()])];
    const events = await Promise.all(ids.map((calendarId) => this.frontCalendar(calendarId)));
    const present = events.filter((event) => event !== null);
    return present.map((event, index) => ({ ...event, position: BigInt(index - present.length) }));
  }

  private async frontCalendar(calendarId: string): Promise<RecordedEvent | null> {
    const stream = calendarStream(calendarId);
    for await (const event of this.inner.readStream(stream)) {
      if (event.position > this.upTo) break;
      if (!calendarsOfItems(this.rules).includes(calendarId)) return null;
      return readable(event, () => this.calendarUnder(event));
    }
    const { zone, week, overrides } = this.calendars.get(calendarId) ?? { zone: null, week: null, overrides: {} };
    if (zone === null || week === null) return null;
    const defined: CalendarEvent = { type: 'CalendarDefined', data: { calendarId, version: 1, zone, week, overrides: {}, announcedThrough: null } };
    const own = rewriteCalendar(defined, { calendarId, zone, week, overrides });
    return { id: calendarId, stream, revision: 0n, position: 0n, type: own.type, data: { ...own.data }, metadata: { recordedAt: SINCE_ALWAYS } };
  }
}

/** What cannot be read is left as it is: it is parked under any rules. */
function readable(event: RecordedEvent, rewrite: () => RecordedEvent): RecordedEvent {
  try {
    return rewrite();
  } catch (error) {
    if (error instanceof UndecodableEvent) return event;
    throw error;
  }
}
