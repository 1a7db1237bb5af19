import { setImmediate } from 'node:timers/promises';
import type { EncodedAppend } from '../encode-append.js';
import { EventStoreUnavailable, RevisionConflict } from '../errors.js';
import type { AppendResult, Revision } from '../event-store.port.js';
import type { AppendCall, AppendGroup, AppendGroupOutcome, AppendOutcome } from './protocol.js';

export interface AppendLimits {
  readonly pendingMax: number;
  readonly pendingBytesMax: number;
  readonly groupMax: number;
  readonly groupBytesMax: number;
}
export interface AppendStats {
  /** Transactions, each with one fsync. */
  readonly groups: number;
  /** Calls answered by them. */
  readonly appends: number;
  /** The most that ever waited at once. */
  readonly pendingMax: number;
}
interface Waiting {
  readonly append: EncodedAppend;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

/** Group commit: what arrives while one transaction runs shares the next one. */
export class AppendQueue {
  private waiting: Waiting[] = [];
  private pending = 0;
  private pendingBytes = 0;
  private running: Promise<void> | undefined;
  private counts = { groups: 0, appends: 0, pendingMax: 0 };

  constructor(
    private readonly commit: (group: AppendGroup) => Promise<AppendGroupOutcome>,
    private readonly limits: AppendLimits,
  ) {}

  get stats(): AppendStats {
    return { ...this.counts };
  }

  push(append: EncodedAppend): Promise<AppendResult> {
    return new Promise((resolve, reject) => this.add({ append, resolve, reject }));
  }

  /** One promise for all of them. */
  pushEach(appends: readonly EncodedAppend[]): Promise<PromiseSettledResult<AppendResult>[]> {
    const results = new Array<PromiseSettledResult<AppendResult>>(appends.length);
    let missing = appends.length;
    return new Promise((resolve) => {
      const settle = (index: number, result: PromiseSettledResult<AppendResult>): void => {
        results[index] = result;
        missing -= 1;
        if (missing === 0) resolve(results);
      };
      appends.forEach((append, index) =>
        this.add({
          append,
          resolve: (value) => settle(index, { status: 'fulfilled', value }),
          reject: (reason) => settle(index, { status: 'rejected', reason }),
        }),
      );
      if (missing === 0) resolve(results);
    });
  }

  private add(waiting: Waiting): void {
    const { append, reject } = waiting;
    const { pendingMax, pendingBytesMax } = this.limits;
    if (this.pending >= pendingMax || this.pendingBytes + append.bytes > pendingBytesMax) {
      const full = `The append queue is full (at most ${pendingMax} appends and ${pendingBytesMax} bytes wait); try again`;
      return reject(new EventStoreUnavailable(full));
    }
    this.pending += 1;
    this.pendingBytes += append.bytes;
    this.counts.pendingMax = Math.max(this.counts.pendingMax, this.pending);
    this.waiting.push(waiting);
    this.running ??= this.run();
  }

  /** Resolves when everything accepted so far has its answer. */
  async drain(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      // The rest of this turn may bring more: callers that were answered together mostly come back together.
      await setImmediate();
      await this.runGroup(this.takeGroup());
    }
    this.running = undefined;
  }

  private takeGroup(): Waiting[] {
    const { groupMax, groupBytesMax } = this.limits;
    let count = 0;
    for (let bytes = 0; count < Math.min(groupMax, this.waiting.length); count += 1) {
      bytes += this.waiting[count]?.append.bytes ?? 0;
      if (count > 0 && bytes > groupBytesMax) break;
    }
    return this.waiting.splice(0, count);
  }

  private async runGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.commit(group.map(({ append }) => toCall(append)));
      this.counts.groups += 1;
      this.counts.appends += group.length;
      group.forEach((waiting, index) => settle(waiting, outcomes[index]));
      this.leave(group);
    } catch (error) {
      // A disk that failed is not asked again on behalf of those who waited behind: each caller decides for itself.
      const all = [...group, ...this.waiting];
      this.waiting = [];
      this.leave(all);
      for (const { reject } of all) reject(error);
    }
  }

  private leave(group: readonly Waiting[]): void {
    this.pending -= group.length;
    for (const { append } of group) this.pendingBytes -= append.bytes;
  }
}

const toCall = ({ stream, expected, events }: EncodedAppend): AppendCall => ({
  stream,
  expected: expected === 'no-stream' ? -1n : expected,
  events: events.flatMap(({ id, type, data, metadata }) => [id, type, data, metadata]),
});

function settle({ append, resolve, reject }: Waiting, outcome: AppendOutcome | undefined): void {
  if (!outcome) throw new Error('The append worker left a call of its group unanswered');
  const { conflict, revision, positions } = outcome;
  if (conflict) {
    const actual: Revision | 'no-stream' = revision === -1n ? 'no-stream' : revision;
    reject(new RevisionConflict(append.stream, append.expected, actual));
    return;
  }
  resolve({ revision, position: positions.at(-1) ?? 0n, positions });
}
