import { setImmediate } from 'node:timers/promises';
import { EventStoreUnavailable, RevisionConflict } from '../errors.js';
import type { AppendResult, Revision } from '../event-store.port.js';
import type { HandedAppend } from './append-call.js';
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
  /** Until it is handed over: the texts of what is under way would fill the memory. */
  call: AppendCall | null;
  readonly stream: string;
  readonly expected: bigint;
  readonly bytes: number;
  readonly batch: Batch;
  readonly index: number;
}
type Settled = PromiseSettledResult<AppendResult>;

/** One transaction runs, and where many wait the next lies ready, so that the disk need not wait for this thread. */
const GROUPS_UNDER_WAY_MAX = 2;
const APPENDS_AHEAD = 256;

/** Group commit: what arrives while one transaction runs shares the next one. */
export class AppendQueue {
  private waiting: Waiting[] = [];
  private pending = 0;
  private pendingBytes = 0;
  private groupsUnderWay = 0;
  private sendsSoon = false;
  private readonly idle: (() => void)[] = [];
  private counts = { groups: 0, appends: 0, pendingMax: 0 };

  constructor(
    private readonly commit: (group: AppendGroup) => Promise<AppendGroupOutcome>,
    private readonly limits: AppendLimits,
  ) {}

  get stats(): AppendStats {
    return { ...this.counts };
  }

  async push(append: HandedAppend): Promise<AppendResult> {
    const [only] = await this.pushEach([append]);
    if (only?.status === 'fulfilled') return only.value;
    throw only?.reason;
  }

  /** One promise for all of them. */
  pushEach(appends: readonly HandedAppend[]): Promise<readonly Settled[]> {
    if (appends.length === 0) return Promise.resolve([]);
    return new Promise((resolve) => {
      const batch = new Batch(appends.length, resolve);
      appends.forEach(({ call, bytes }, index) => this.add({ call, stream: call.stream, expected: call.expected, bytes, batch, index }));
    });
  }

  private add(waiting: Waiting): void {
    const { bytes } = waiting;
    const { pendingMax, pendingBytesMax } = this.limits;
    if (this.pending >= pendingMax || this.pendingBytes + bytes > pendingBytesMax) {
      const full = `The append queue is full (at most ${pendingMax} appends and ${pendingBytesMax} bytes wait); try again`;
      return refuse(waiting, new EventStoreUnavailable(full));
    }
    this.pending += 1;
    this.pendingBytes += bytes;
    this.counts.pendingMax = Math.max(this.counts.pendingMax, this.pending);
    this.waiting.push(waiting);
    void this.sendSoon();
  }

  /** Resolves when everything accepted so far has its answer. */
  async drain(): Promise<void> {
    while (this.pending > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  /** The rest of this turn may bring more: callers that were answered together mostly come back together. */
  private async sendSoon(): Promise<void> {
    if (this.sendsSoon) return;
    this.sendsSoon = true;
    await setImmediate();
    this.sendsSoon = false;
    while (this.mayBegin()) void this.runGroup(this.takeGroup());
  }

  private mayBegin(): boolean {
    if (this.groupsUnderWay === 0) return this.waiting.length > 0;
    return this.groupsUnderWay < GROUPS_UNDER_WAY_MAX && this.waiting.length >= APPENDS_AHEAD;
  }

  private takeGroup(): Waiting[] {
    const { groupMax, groupBytesMax } = this.limits;
    let count = 0;
    for (let bytes = 0; count < Math.min(groupMax, this.waiting.length); count += 1) {
      bytes += this.waiting[count]?.bytes ?? 0;
      if (count > 0 && bytes > groupBytesMax) break;
    }
    return this.waiting.splice(0, count);
  }

  private async runGroup(group: readonly Waiting[]): Promise<void> {
    this.groupsUnderWay += 1;
    try {
      const outcomes = await this.commit(callsOf(group));
      this.counts.groups += 1;
      this.counts.appends += group.length;
      group.forEach((waiting, index) => settle(waiting, outcomes[index]));
      this.leave(group);
    } catch (error) {
      // A disk that failed is not asked again on behalf of those who waited behind: each caller decides for itself.
      const all = [...group, ...this.waiting];
      this.waiting = [];
      this.leave(all);
      for (const waiting of all) refuse(waiting, error);
    }
    this.groupsUnderWay -= 1;
    if (this.waiting.length > 0) void this.sendSoon();
    if (this.pending === 0) for (const tell of this.idle.splice(0)) tell();
  }

  private leave(group: readonly Waiting[]): void {
    this.pending -= group.length;
    for (const { bytes } of group) this.pendingBytes -= bytes;
  }
}

function callsOf(group: readonly Waiting[]): AppendCall[] {
  const calls: AppendCall[] = [];
  for (const waiting of group) {
    if (waiting.call !== null) calls.push(waiting.call);
    waiting.call = null;
  }
  return calls;
}

/** Appends that came together, answered together. */
class Batch {
  private readonly results: Settled[];
  private missing: number;

  constructor(
    size: number,
    private readonly done: (results: readonly Settled[]) => void,
  ) {
    this.results = new Array<Settled>(size);
    this.missing = size;
  }

  settle(index: number, result: Settled): void {
    this.results[index] = result;
    this.missing -= 1;
    if (this.missing === 0) this.done(this.results);
  }
}

const refuse = ({ batch, index }: Waiting, reason: unknown): void => batch.settle(index, { status: 'rejected', reason });

function settle(waiting: Waiting, outcome: AppendOutcome | undefined): void {
  if (!outcome) throw new Error('The append worker left a call of its group unanswered');
  const { conflict, revision, positions } = outcome;
  if (!conflict) {
    waiting.batch.settle(waiting.index, { status: 'fulfilled', value: { revision, position: positions.at(-1) ?? 0n, positions } });
    return;
  }
  const { stream, expected } = waiting;
  const actual: Revision | 'no-stream' = revision === -1n ? 'no-stream' : revision;
  refuse(waiting, new RevisionConflict(stream, expected === -1n ? 'no-stream' : expected, actual));
}
