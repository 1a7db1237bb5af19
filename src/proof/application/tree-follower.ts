import type { EventStore, Position, RecordedEvent } from '../../event-store/event-store.port.js';
import { backoffMs } from '../../kernel/backoff.js';
import { OUR_CATEGORIES } from '../../operations/our-categories.js';
import { consistencyPath, inclusionPath, rootAt } from '../domain/tree-paths.js';
import { leafOrNull } from './event-leaf.js';
import { fittingStorage } from './fitting-storage.js';
import { ProofRefused } from './proof-refused.js';
import { ProofTree } from './proof-tree.js';
import type { Leaf, TreeStorage } from './tree-storage.js';

const BATCH_LEAVES = 1_000;
/** Fewer are read from the log again sooner than they are put on the disk. */
const CHECKPOINT_LEAVES = 10_000;
const CHECKPOINT_AT_STOP_LEAVES = 1_000;
const RETRY_MS_FIRST = 250;
const RETRY_MS_MAX = 30_000;

export interface FollowerParts {
  readonly store: EventStore;
  readonly open: () => Promise<TreeStorage>;
  readonly onError: (error: unknown) => void;
  /** After leaves were added, and whenever the log was drained. */
  readonly onProgress: (size: number, caughtUp: boolean) => void;
}

/** Follows the log and keeps its tree; after a fault it starts again, from what it has. */
export class TreeFollower extends ProofTree {
  private storage: TreeStorage | null = null;
  private last: Position | null = null;
  private drained = false;
  private synced = 0;
  private batch: Leaf[] = [];
  private broken: ProofRefused | null = null;
  private waiting: (() => void)[] = [];
  private running: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();

  constructor(private readonly parts: FollowerParts) {
    super();
  }

  start(): void {
    this.running = this.supervise();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
    // Let go of, it has no leaves: that must not be taken for a log without events.
    this.drained = false;
    const { storage } = this;
    if (storage !== null && storage.size - this.synced >= CHECKPOINT_AT_STOP_LEAVES) await storage.checkpoint();
    this.storage = null;
    await storage?.close();
  }

  override get fault(): ProofRefused | null {
    return this.broken;
  }

  override get size(): number {
    return this.storage?.size ?? 0;
  }

  override get caughtUp(): boolean {
    return this.drained;
  }

  override get position(): Position | null {
    return this.last;
  }

  override reach(position: Position, waitMs: number): Promise<void> {
    return this.until(() => this.last !== null && this.last >= position, waitMs);
  }

  /** As near to `head` as there are leaves for; the rest of the way are events of others. */
  async settle(head: Position, waitMs: number): Promise<void> {
    await this.reach(head, waitMs).catch((error: unknown) => {
      if (!this.caughtUp || !(error instanceof ProofRefused) || error.code !== 'PROOF_BEHIND') throw error;
    });
  }

  override grow(size: number, waitMs: number): Promise<void> {
    return this.until(() => this.size >= size, waitMs);
  }

  override async indexOf(position: Position): Promise<number | null> {
    const { storage } = this;
    let [low, high] = [0, this.size];
    while (storage !== null && low < high) {
      const middle = Math.floor((low + high) / 2);
      const found = await storage.positionOf(middle);
      if (found === position) return middle;
      if (found < position) low = middle + 1;
      else high = middle;
    }
    return null;
  }

  override positionOf = async (index: number): Promise<Position> => this.kept.positionOf(index);
  override rootAt = async (size: number): Promise<Buffer> => rootAt(this.kept, size);
  override inclusion = async (index: number, size: number): Promise<readonly Buffer[]> => inclusionPath(this.kept, index, size);
  override consistency = async (from: number, to: number): Promise<readonly Buffer[]> => consistencyPath(this.kept, from, to);

  private async until(isThere: () => boolean, waitMs: number): Promise<void> {
    const deadline = AbortSignal.any([AbortSignal.timeout(waitMs), this.stopping.signal]);
    while (!isThere()) {
      if (this.broken !== null) throw this.broken;
      if (deadline.aborted) throw new ProofRefused('PROOF_BEHIND');
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
        deadline.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  private get kept(): TreeStorage {
    if (this.storage === null) throw new ProofRefused('PROOF_BEHIND');
    return this.storage;
  }

  private async supervise(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted; failures += 1) {
      const sizeBefore = this.size;
      try {
        await this.follow();
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.failed(error);
      }
      if (this.size > sizeBefore) failures = 0;
      await pause(backoffMs(failures, RETRY_MS_FIRST, RETRY_MS_MAX, Math.random()), this.stopping.signal);
    }
  }

  private async follow(): Promise<void> {
    this.batch = [];
    this.drained = false;
    this.storage ??= await this.opened();
    const { size } = this.storage;
    this.last = size === 0 ? null : await this.storage.positionOf(size - 1);
    for await (const message of this.parts.store.subscribeAll(this.last, this.stopping.signal, OUR_CATEGORIES)) {
      if (message.kind === 'caught-up') await this.flush(true);
      else await this.take(message.event);
    }
  }

  private async opened(): Promise<TreeStorage> {
    const storage = await fittingStorage(this.parts.store, this.parts.open, this.stopping.signal);
    this.synced = storage.size;
    return storage;
  }

  private async take(event: RecordedEvent): Promise<void> {
    const hash = leafOrNull(event);
    if (hash === null) {
      await this.flush(false);
      throw new ProofRefused('PROOF_LOG_BROKEN', `position ${event.position}`);
    }
    this.batch.push({ hash, position: event.position });
    if (this.batch.length >= BATCH_LEAVES) await this.flush(false);
  }

  private async flush(caughtUp: boolean): Promise<void> {
    const { batch, kept } = this;
    const newest = batch.at(-1);
    if (newest !== undefined) {
      await kept.append(batch);
      this.batch = [];
      this.last = newest.position;
    }
    // Nothing new, and not at the end: that says nothing of the event at fault.
    if (newest !== undefined || caughtUp) this.broken = null;
    if (caughtUp) this.drained = true;
    if (kept.size - this.synced >= CHECKPOINT_LEAVES) {
      await kept.checkpoint();
      this.synced = kept.size;
    }
    this.wake();
    this.parts.onProgress(kept.size, caughtUp);
  }

  private failed(error: unknown): void {
    const isKnown = error instanceof ProofRefused && error.isLike(this.broken);
    this.broken = error instanceof ProofRefused ? error : null;
    if (!isKnown) this.parts.onError(error);
    this.wake();
  }

  private wake(): void {
    for (const go of this.waiting.splice(0)) go();
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
});
