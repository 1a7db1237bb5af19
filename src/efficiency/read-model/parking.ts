import type { Position, RecordedEvent } from '../../event-store/event-store.port.js';
import type { FactBuffer } from './fact-buffer.js';
import type { ParkedCode, Poison } from './poison.js';
import { recordedAtMsOf } from './read-stored.js';

/** Beyond this it is no single request that is broken but the program or the log: the figures would be hollow, so the projection stops. */
const PARKED_REQUESTS_MAX = 10_000;
const TYPE_CHARACTERS_MAX = 256;

/** The event a stream is parked at: what it says from there on is in no figure. */
export interface ParkedFirst {
  readonly stream: string;
  readonly position: Position;
  readonly code: ParkedCode;
  readonly reason: string;
}

export class TooManyParked extends Error {
  override readonly name = 'TooManyParked';
}

/** The streams that stand still because of an event, and the events that wait behind it. */
export class Parking {
  private readonly firsts = new Map<string, ParkedFirst>();

  constructor(
    private readonly buffer: FactBuffer,
    private readonly requestsMax = PARKED_REQUESTS_MAX,
  ) {}

  get size(): number {
    return this.firsts.size;
  }

  reset(firsts: readonly ParkedFirst[]): void {
    this.firsts.clear();
    for (const first of firsts) this.firsts.set(first.stream, first);
  }

  firstOf(stream: string): ParkedFirst | undefined {
    return this.firsts.get(stream);
  }

  /** In the order of the log. */
  all(): readonly ParkedFirst[] {
    return [...this.firsts.values()].sort((a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : a.stream < b.stream ? -1 : 1));
  }

  /** Parks the event when its stream is parked already; false when it is not. */
  isBehind(event: RecordedEvent): boolean {
    const first = this.firsts.get(event.stream);
    if (first === undefined) return false;
    this.keep(event, { code: 'BEHIND', reason: `behind position ${first.position}`, behind: first.position });
    return true;
  }

  /** @throws TooManyParked, parking nothing. */
  park(event: RecordedEvent, { code, message: reason }: Poison): void {
    this.begin({ stream: event.stream, position: event.position, code, reason });
    this.keep(event, { code, reason, behind: null });
  }

  /** A request that could not be measured with a changed calendar: the event at fault is not of its stream. */
  parkAtCalendar(stream: string, position: Position, { code, message: reason }: Poison): void {
    this.begin({ stream, position, code, reason });
    this.buffer.park({ position, stream, revision: null, type: 'CalendarRevised', code, reason, behind: null, recordedAtMs: null });
  }

  /** Lets a stream go on: everything of it that is parked is taken out with the next commit. */
  release(stream: string): void {
    this.firsts.delete(stream);
    this.buffer.unpark(stream);
  }

  /** Takes a release back. */
  restore(first: ParkedFirst): void {
    this.firsts.set(first.stream, first);
  }

  private begin(first: ParkedFirst): void {
    if (this.firsts.size >= this.requestsMax) throw new TooManyParked(`${this.requestsMax} requests are parked already`);
    this.firsts.set(first.stream, first);
  }

  private keep(event: RecordedEvent, why: { readonly code: ParkedCode; readonly reason: string; readonly behind: Position | null }): void {
    const { position, stream, revision, type } = event;
    this.buffer.park({
      position, stream, revision: Number(revision), type: type.slice(0, TYPE_CHARACTERS_MAX), recordedAtMs: recordedAtMsOf(event), ...why,
    });
  }
}
