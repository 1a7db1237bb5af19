import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { EventStore, type Position, type RecordedEvent } from '../../event-store/event-store.port.js';
import { Keyring } from '../../privacy/keyring.js';
import { decodeErasureEvent, ERASURE_CATEGORY } from '../domain/erasure-events.js';

const PAUSE_AFTER_FAILURE_MS = 1_000;

/** Forgets the keys that a service destroys while an import runs beside it: what was sealed with one of them would be lost. */
@Injectable()
export class ErasedKeys implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Erasure');
  private readonly stopping = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private last: Position | null = null;

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(Keyring) private readonly keyring: Keyring,
  ) {}

  async onModuleInit(): Promise<void> {
    // Nothing is remembered yet: what was destroyed before is not found any more.
    this.last = await this.store.head();
    this.following = this.follow();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.drain(signal);
      } catch (error) {
        if (!signal.aborted) this.logger.error(`Lost the subscription, trying again: ${String(error)}`);
      }
      if (!signal.aborted) await pause(PAUSE_AFTER_FAILURE_MS, signal);
    }
  }

  private async drain(signal: AbortSignal): Promise<void> {
    for await (const message of this.store.subscribeAll(this.last, signal, [ERASURE_CATEGORY])) if (message.kind === 'event') this.take(message.event);
  }

  private take({ stream, type, data, unreadable, position }: RecordedEvent): void {
    this.last = position;
    try {
      const event = decodeErasureEvent(type, data, unreadable);
      this.keyring.forget(event.type === 'ErasureCompleted' ? event.data.keyIds : [event.data.applicantKeyId]);
    } catch (error) {
      // A newer program writes what this one does not know: its keys are forgotten within a minute all the same.
      this.logger.error(`${stream} was left out: ${String(error)}`);
    }
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms).unref();
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
