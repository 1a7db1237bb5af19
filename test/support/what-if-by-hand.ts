import type { RecordedEvent } from '../../src/event-store/event-store.port.js';
import type { Flipped } from './what-if-api.js';
import type { Json } from './read-side.js';

const DAY_MS = 86_400_000;
const AHEAD_MS = 8 * 3_600_000;
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const WARNING_SHARE = 0.9;

/** The dates of a hall in China, walked day by day: nothing here is the product's. */
class Dates {
  constructor(private readonly calendar: Json) {}

  of = (ms: number): string => new Date(ms + AHEAD_MS).toISOString().slice(0, 10);
  next = (date: string): string => new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10);
  spans = (date: string): readonly { from: string; until: string }[] =>
    this.calendar.overrides[date]?.spans ?? this.calendar.week[DAYS[new Date(date).getUTCDay()]!] ?? [];
  at = (date: string, clock: string): number => Date.parse(`${date}T${clock}:00+08:00`);
  isOpen = (date: string): boolean => this.spans(date).length > 0;
  closes = (date: string): number => this.at(date, this.spans(date).at(-1)!.until);

  /** The n-th working day after a date. */
  after(date: string, n: number): string {
    let [day, left] = [date, n];
    while (left > 0) {
      day = this.next(day);
      if (this.isOpen(day)) left -= 1;
    }
    return day;
  }

  /** Working days after the date of `from`, up to and with that of `until`. */
  days(from: number, until: number): number {
    let count = 0;
    for (let day = this.of(from); day < this.of(until);) {
      day = this.next(day);
      if (this.isOpen(day)) count += 1;
    }
    return count;
  }

  worked(from: number, until: number): number {
    let ms = 0;
    for (let day = this.of(from); day <= this.of(until); day = this.next(day)) {
      for (const span of this.spans(day)) ms += Math.max(0, Math.min(until, this.at(day, span.until)) - Math.max(from, this.at(day, span.from)));
    }
    return ms;
  }
}

interface Stop {
  readonly from: number;
  until: number | null;
  readonly closed: boolean;
}
/** What the events of one request say of its promised limit's clock. */
class Told {
  readonly receipt: Json;
  accepted: number | null = null;
  readonly stops: Stop[] = [];
  readonly extensions: { readonly at: number; readonly amount: number }[] = [];
  readonly closures: number[] = [];
  voided = false;

  constructor(events: readonly RecordedEvent[]) {
    this.receipt = events[0]!.data;
    for (const { type, data } of events) this.take(type, data, Date.parse(String(data['occurredAt'])));
  }

  private take(type: string, data: Json, at: number): void {
    const running = this.stops.find(({ until }) => until === null);
    if (type === 'RequestAccepted') this.accepted = at;
    if (type === 'RequestVoided') this.voided = true;
    if (type === 'LimitExtended' && data.limit === 'PROMISED') this.extensions.push({ at, amount: data.amount });
    if (type === 'RequestSuspended') this.stops.push({ from: at, until: null, closed: false });
    if (['RequestResumed', 'RequestReopened', 'RequestCompleted'].includes(type) && running !== undefined) running.until = at;
    if (type === 'RequestCompleted') {
      this.stops.push({ from: at, until: null, closed: true });
      this.closures.push(at);
    }
  }

  get open(): boolean {
    return !this.stops.some(({ closed, until }) => closed && until === null);
  }
}

/** The promised limit of so many working days, as it stood at an instant. */
function dueOf(dates: Dates, told: Told, amount: number, now: number): { readonly due: number | null; readonly yellow: boolean } {
  const received = Date.parse(told.receipt.occurredAt);
  const start = told.receipt.clockStart === 'ACCEPTANCE' && told.accepted !== null && told.accepted <= now ? told.accepted : received;
  const granted = (upTo: number): number => told.extensions.filter(({ at }) => at <= upTo).reduce((sum, one) => sum + one.amount, 0);
  let [moved, suspended, stopped] = [0, 0, false];
  const due = (upTo: number): number => {
    let first = dates.of(start);
    if (amount === 0) while (!dates.isOpen(first) || dates.closes(first) < start) first = dates.next(first);
    return dates.closes(dates.after(first, amount + granted(upTo) + moved));
  };
  for (const { from, until } of told.stops.filter((stop) => (stop.closed ? stop.from < now : stop.from <= now)).sort((a, b) => a.from - b.from)) {
    if ((until !== null && until <= start) || Math.max(from, start) > due(Math.max(from, start))) continue;
    if (until === null) stopped = true;
    else {
      moved += dates.days(Math.max(from, start), until);
      suspended += dates.worked(Math.max(from, start), until);
    }
  }
  const end = due(now);
  const budget = dates.worked(start, end) - suspended;
  return { due: stopped ? null : end, yellow: budget <= 0 || (dates.worked(start, now) - suspended) / budget >= WARNING_SHARE };
}

function verdict(dates: Dates, told: Told, amount: number, judged: { readonly at: number; readonly closed: boolean }): string {
  const { due, yellow } = dueOf(dates, told, amount, judged.at);
  const iso = due === null ? '-' : new Date(due).toISOString();
  if (judged.closed) return `${due !== null && judged.at <= due ? 'ON_TIME' : 'LATE'} ${iso}`;
  return `${due === null ? 'SUSPENDED' : judged.at > due ? 'RED' : yellow ? 'YELLOW' : 'GREEN'} ${iso}`;
}

/** The log's requests, in order of receipt, whose promised limit in working days would say something else if it were a day shorter. */
export function flipsByHand(events: readonly RecordedEvent[], nowMs: number): readonly Flipped[] {
  const dates = new Dates(events.find(({ type }) => type === 'CalendarDefined')!.data);
  const streams = [...Map.groupBy(events.filter(({ stream }) => stream.startsWith('serviceRequest-')), ({ stream }) => stream).values()];
  return streams.map((own) => new Told(own)).flatMap((told) => {
    const { promisedLimit, requestId } = told.receipt;
    if (told.voided || promisedLimit?.unit !== 'WORKING_DAY') return [];
    const judged = [...told.closures.map((at) => ({ at, closed: true })), ...(told.open ? [{ at: nowMs, closed: false }] : [])];
    return judged.flatMap((one) => {
      const [actual, underRules] = [promisedLimit.amount, Math.max(0, promisedLimit.amount - 1)].map((amount) => verdict(dates, told, amount, one)) as [string, string];
      const flipped = actual.split(' ')[0] !== underRules.split(' ')[0];
      return flipped ? [{ request: requestId, subject: one.closed ? 'CLOSURE' : 'OPEN', limit: 'PROMISED', actual, underRules }] : [];
    });
  });
}
