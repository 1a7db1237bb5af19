import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import type { Position, RecordedEvent } from '../../../src/event-store/event-store.port.js';
import type { HallProcess } from './hall-process.js';

/** Follows the log through every drop and death, from the position after the last event seen. */
export class Follower {
  readonly seen: RecordedEvent[] = [];
  private readonly stopped = new AbortController();
  private readonly running: Promise<void>;
  private wake: () => void = () => undefined;

  constructor(private readonly process: HallProcess) {
    this.running = this.run();
  }

  /** Resolves once the event at the position, or a later one, was seen. */
  async reached(position: Position): Promise<void> {
    while ((this.seen.at(-1)?.position ?? -1n) < position) {
      await Promise.race([
        this.running,
        new Promise<void>((resolve) => {
          this.wake = resolve;
        }),
      ]);
    }
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      await this.follow(signal).catch((error: unknown) => {
        if (!(error instanceof EventStoreUnavailable)) throw error;
      });
      // A store that was closed must not be asked again without a pause.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const store = await this.process.store;
    for await (const message of store.subscribeAll(this.seen.at(-1)?.position ?? null, signal)) {
      if (message.kind === 'event') this.seen.push(message.event);
      this.wake();
    }
  }
}
