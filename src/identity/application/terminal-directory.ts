import { Inject, Injectable } from '@nestjs/common';
import { EventStore, type Position, type RecordedEvent } from '../../event-store/event-store.port.js';
import { UndecodableEvent } from '../../kernel/event-codec.js';
import { inParallel } from '../../kernel/in-parallel.js';
import { decodeTerminalEvent, TERMINAL_CATEGORY, TERMINAL_INDEX_STREAM, terminalStream } from '../domain/terminal-events.js';
import { KnownTerminals } from './known-terminals.js';
import { PacedLook } from './paced-look.js';

const STREAMS_READ_AT_ONCE = 64;
/** From one look at the log for credentials nobody knows to the next, at least: a flood of them costs no more than this. */
export const LOOK_EVERY_MS = 250;

/** Every terminal of the log as it stands now. What this replica records itself it knows at once, the rest by following the log. */
@Injectable()
export class TerminalDirectory {
  readonly known = new KnownTerminals();
  /** Up to where the log has been looked through. */
  private looked: Position | null = null;
  private indexRevision = -1n;
  private readonly paced = new PacedLook(() => this.look(), LOOK_EVERY_MS);

  constructor(@Inject(EventStore) private readonly store: EventStore) {}

  /** Reads the streams that the index names. @returns streams that this version cannot read to their end, and why. */
  async open(): Promise<ReadonlyMap<string, string>> {
    // The head first: what is recorded meanwhile comes again by looking on from there.
    const head = await this.store.head();
    const leftOut = new Map<string, string>();
    for await (const event of this.store.readStream(TERMINAL_INDEX_STREAM)) this.absorb(event);
    await inParallel([...this.known.opened], STREAMS_READ_AT_ONCE, async (stream) => {
      const reason = await this.refreshReadable(stream);
      if (reason !== null) leftOut.set(stream, reason);
    });
    this.looked = head;
    return leftOut;
  }

  get position(): Position | null {
    return this.looked;
  }

  /** Learns of everything that was durable when this was asked; asked often, it looks some times a second. */
  catchUp(): Promise<void> {
    return this.paced.now();
  }

  /** Reads what a stream has beyond what is known here. @throws UndecodableEvent */
  async refresh(stream: string): Promise<void> {
    const from = (this.known.ofStream(stream)?.revision ?? -1n) + 1n;
    for await (const event of this.store.readStream(stream, from)) this.absorb(event);
  }

  /** Takes in one more event of the category. @returns false when events between are missing: `refresh` the stream. */
  absorb(event: RecordedEvent): boolean {
    return event.stream === TERMINAL_INDEX_STREAM ? this.absorbIndex(event) : this.known.absorb(event);
  }

  /** @returns why it could not be taken in; what this version cannot read leaves its terminal as it was. */
  async take(event: RecordedEvent): Promise<string | null> {
    try {
      if (!this.absorb(event)) await this.refresh(event.stream);
      return null;
    } catch (error) {
      if (error instanceof UndecodableEvent || error instanceof TypeError) return error.message;
      throw error;
    }
  }

  private absorbIndex({ type, data, unreadable, revision }: RecordedEvent): boolean {
    const { hallId, terminalId } = decodeTerminalEvent(type, data, unreadable).data;
    this.known.opened.add(terminalStream(hallId, terminalId));
    if (revision > this.indexRevision) this.indexRevision = revision;
    return true;
  }

  private async refreshReadable(stream: string): Promise<string | null> {
    try {
      await this.refresh(stream);
      return null;
    } catch (error) {
      if (error instanceof UndecodableEvent || error instanceof TypeError) return error.message;
      throw error;
    }
  }

  private async look(): Promise<void> {
    const head = await this.store.head();
    const stop = new AbortController();
    for await (const message of this.store.subscribeAll(this.looked, stop.signal, [TERMINAL_CATEGORY])) {
      if (message.kind === 'caught-up') stop.abort();
      else await this.take(message.event);
    }
    this.looked = head;
  }
}
