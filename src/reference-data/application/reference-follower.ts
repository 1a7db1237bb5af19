import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { EventStore, type Position, type RecordedEvent } from '../../event-store/event-store.port.js';
import { REFERENCE_CATEGORIES } from '../domain/reference-streams.js';
import { ReferenceDirectory } from './reference-directory.js';

const PAUSE_AFTER_FAILURE_MS = 1_000;

/** Fills the directory at start, then keeps it up with what any process records, until the application stops. */
@Injectable()
export class ReferenceFollower implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('ReferenceData');
  private readonly stopping = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private last: Position | null = null;

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(ReferenceDirectory) private readonly directory: ReferenceDirectory,
  ) {}

  async onModuleInit(): Promise<void> {
    // The head first: what is recorded while the streams are read comes again by the subscription, and is known then.
    const head = await this.store.head();
    await this.directory.catchUp();
    // The service starts all the same: requests are recorded, and health shows what the figures make of it.
    for (const [stream, reason] of this.directory.leftOut) this.logger.error(`${stream} is known only up to an event that was left out: ${reason}`);
    this.following = this.follow(head);
  }

  /** Before the store closes, which is at the application's shutdown proper. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  private async follow(after: Position | null): Promise<void> {
    const { signal } = this.stopping;
    this.last = after;
    while (!signal.aborted) {
      try {
        await this.drain(signal);
      } catch (error) {
        this.logger.error(`Lost the subscription, trying again: ${String(error)}`);
      }
      if (!signal.aborted) await pause(PAUSE_AFTER_FAILURE_MS, signal);
    }
  }

  private async drain(signal: AbortSignal): Promise<void> {
    for await (const message of this.store.subscribeAll(this.last, signal, REFERENCE_CATEGORIES)) {
      if (message.kind !== 'event') continue;
      await this.take(message.event);
      this.last = message.event.position;
    }
  }

  private async take(event: RecordedEvent): Promise<void> {
    try {
      if (!this.directory.absorb(event)) await this.directory.refresh(event.stream);
    } catch (error) {
      // A newer program writes what this one does not know. The rest must go on.
      this.logger.error(`${event.stream}@${event.revision} was left out: ${String(error)}`);
    }
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms).unref();
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
