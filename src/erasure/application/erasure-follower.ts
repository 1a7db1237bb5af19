import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { EventStore, type RecordedEvent } from '../../event-store/event-store.port.js';
import { backoffMs } from '../../kernel/backoff.js';
import { Keyring } from '../../privacy/keyring.js';
import { decodeErasureEvent, ERASURE_CATEGORY } from '../domain/erasure-events.js';
import { Erasures } from './erasures.js';

const BACKOFF_FIRST_MS = 100;
const BACKOFF_MS_MAX = 30_000;
export const RECONCILER = 'erasure';

/**
 * Follows the erasures of the log, on every replica. A key that is to be destroyed is forgotten here at once. At the start,
 * what was requested and never completed is completed, and a key that the log says was destroyed is destroyed again should
 * it be there: an older copy of the keys may have been put back.
 */
@Injectable()
export class ErasureFollower implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stop = new AbortController();
  private readonly open = new Map<string, string>();
  private readonly destroyed = new Set<string>();
  private after: bigint | null = null;
  private reconciled = false;
  private running: Promise<void> = Promise.resolve();
  private readonly logger = new Logger('Erasure');

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(Keyring) private readonly keyring: Keyring,
    private readonly erasures: Erasures,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.follow();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.running;
  }

  private async follow(): Promise<void> {
    const { signal } = this.stop;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await this.followOnce(signal);
      } catch (error) {
        if (signal.aborted) return;
        this.logger.error(error);
        await pause(backoffMs(failures, BACKOFF_FIRST_MS, BACKOFF_MS_MAX, Math.random()), signal);
      }
    }
  }

  private async followOnce(signal: AbortSignal): Promise<void> {
    for await (const message of this.store.subscribeAll(this.after, signal, [ERASURE_CATEGORY])) {
      if (message.kind === 'event') this.take(message.event);
      else if (!this.reconciled) await this.reconcile();
    }
  }

  private take({ stream, type, data, unreadable, position, metadata }: RecordedEvent): void {
    if (!stream.startsWith(`${ERASURE_CATEGORY}-`)) return;
    const event = decodeErasureEvent(type, data, unreadable);
    const { applicantKeyId } = event.data;
    if (event.type === 'ErasureRequested') this.open.set(applicantKeyId, String(metadata['correlationId']));
    else this.open.delete(applicantKeyId);
    const keyIds = event.type === 'ErasureCompleted' ? event.data.keyIds : [applicantKeyId];
    this.keyring.forget(keyIds);
    if (!this.reconciled && event.type === 'ErasureCompleted') for (const keyId of keyIds) this.destroyed.add(keyId);
    this.after = position;
  }

  /** @throws when the store or the keys cannot be asked now: it is tried again. */
  private async reconcile(): Promise<void> {
    for (const [keyId, correlationId] of this.open) {
      this.logger.warn(`The erasure of ${keyId} was requested and not completed: completing it now. 删除请求未完成，现在补做。`);
      await this.erasures.finish(keyId, { principal: RECONCILER, correlationId });
    }
    for (const keyId of this.destroyed) {
      // What is kept elsewhere, or lost, can be read with nothing here.
      if (!(await this.keyring.isThere(keyId))) continue;
      this.logger.warn(`The key ${keyId} was destroyed, and is back from an older copy: destroying it again. 已销毁的密钥由旧副本复原，现在再次销毁。`);
      await this.keyring.erase(keyId);
    }
    this.destroyed.clear();
    this.reconciled = true;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms).unref();
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
