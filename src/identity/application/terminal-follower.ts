import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { EventStore, type Position } from '../../event-store/event-store.port.js';
import { TERMINAL_CATEGORY } from '../domain/terminal-events.js';
import { TerminalDirectory } from './terminal-directory.js';

const PAUSE_AFTER_FAILURE_MS = 1_000;
/** A subscription that hangs without an error goes unnoticed no longer than this; and the next look has little to look through. */
const LOOK_ANYWAY_EVERY_MS = 60_000;

/** Fills the directory at start, then keeps it up with what any replica records, until the application stops. */
@Injectable()
export class TerminalFollower implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Terminals');
  private readonly stopping = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private last: Position | null = null;
  private timer: ReturnType<typeof setInterval> | null = null;

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(TerminalDirectory) private readonly directory: TerminalDirectory,
  ) {}

  async onModuleInit(): Promise<void> {
    const leftOut = await this.directory.open();
    for (const [stream, reason] of leftOut) this.logger.error(`${stream} is known only up to an event that was left out: ${reason}`);
    this.following = this.follow(this.directory.position);
    const look = (): void => void this.directory.catchUp().catch((error: unknown) => this.logger.warn(`Could not look for terminals: ${String(error)}`));
    this.timer = setInterval(look, LOOK_ANYWAY_EVERY_MS).unref();
  }

  /** Before the store closes, which is at the application's shutdown proper. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    if (this.timer !== null) clearInterval(this.timer);
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
    for await (const message of this.store.subscribeAll(this.last, signal, [TERMINAL_CATEGORY])) {
      if (message.kind !== 'event') continue;
      const { event } = message;
      const reason = await this.directory.take(event);
      if (reason !== null) this.logger.error(`${event.stream}@${event.revision} was left out: ${reason}`);
      this.last = event.position;
    }
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms).unref();
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
