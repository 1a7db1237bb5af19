import { Inject, Injectable } from '@nestjs/common';
import { EventStoreUnavailable } from '../../event-store/errors.js';
import { type AppendResult, EventStore } from '../../event-store/event-store.port.js';
import { transact } from '../../event-store/transact.js';
import { Clock } from '../../kernel/clock.js';
import { inParallel } from '../../kernel/in-parallel.js';
import { type Hold, KeyedQueue } from '../../kernel/keyed-queue.js';
import { Keyring, KeysUnavailable } from '../../privacy/keyring.js';
import { ReferenceDirectory } from '../../reference-data/application/reference-directory.js';
import { streamOf } from '../domain/events.js';
import { CommandDecider } from './command-decider.js';
import { CommandScope, type HeldCall } from './command-scope.js';
import { CommandSealer } from './command-sealer.js';
import type { CallResult, RecordCommands, RecordResult } from './record-commands.js';
import { type Decided, type DecidedAtOnce, RequestAttempts, type Slice } from './request-attempts.js';
import { slicesOf } from './slices.js';

const COMMANDS_MAX = 1_000;
const CALLS_MAX = 1_000;
const CALLS_WAITING_MAX = 20_000;
/** Calls of one batch that have to read or to seal, at the same time. */
const OTHERS_AT_ONCE = 32;

/** From so many on the store chains the events, and their requests are not remembered; fewer are, so that the next command to one needs no read. */
const CALLS_CHAINED_BY_STORE = 64;

/** Appends what commands become, each request's in order. */
@Injectable()
export class RequestRecorder {
  /** A request's commands one call after the other: in one process they need not race each other for a revision. */
  private readonly queue = new KeyedQueue(CALLS_WAITING_MAX, () => new EventStoreUnavailable('Too many commands are waiting'));
  private readonly attempts: RequestAttempts;
  private readonly scope: CommandScope;

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(ReferenceDirectory) directory: ReferenceDirectory,
    @Inject(Keyring) keyring: Keyring,
    @Inject(Clock) clock: Clock,
  ) {
    this.scope = new CommandScope(directory);
    this.attempts = new RequestAttempts(store, new CommandDecider(new CommandSealer(keyring), directory), clock);
  }

  /** @throws EventStoreUnavailable: nothing is known of the rest; the same commands may be sent again. */
  async record(call: RecordCommands): Promise<readonly RecordResult[]> {
    if (this.scope.passes(call)) return this.recordWithin(call);
    const { within, merge } = await this.scope.hold(call);
    return merge(within === null ? [] : await this.recordWithin(within));
  }

  /** Those that wait for nothing before their append are handed to the store together; the others go the way of `record`. */
  async recordEach(calls: readonly RecordCommands[]): Promise<readonly CallResult[]> {
    if (calls.length > CALLS_MAX) throw new RangeError(`At most ${CALLS_MAX} calls at once, not ${calls.length}`);
    if (calls.every((call) => this.scope.passes(call))) return this.recordEachWithin(calls);
    const held = await Promise.all(calls.map((call) => this.scope.hold(call)));
    const results = (await this.recordEachWithin(held.flatMap(({ within }) => within ?? []))).values();
    return held.map(({ within, merge }) => (within === null ? { status: 'fulfilled', value: merge([]) } : mergedWith(merge, results.next().value)));
  }

  /**
   * @param first what was decided for its first append already, and may have been tried.
   * @throws EventStoreUnavailable: nothing is known of the rest; the same commands may be sent again.
   */
  private async recordWithin(call: RecordCommands, first?: Decided): Promise<readonly RecordResult[]> {
    const { submitted } = call;
    if (submitted.length > COMMANDS_MAX) throw new RangeError(`At most ${COMMANDS_MAX} commands a call, not ${submitted.length}`);
    const stream = streamOf(call.hallId, call.requestId);
    return this.queue.run(stream, async () => {
      const results: RecordResult[] = [];
      for (const [index, some] of slicesOf(submitted).entries())
        results.push(...(await this.recordSlice({ stream, submitted: some, call }, index === 0 ? first : undefined)));
      return results;
    });
  }

  private async recordEachWithin(calls: readonly RecordCommands[]): Promise<readonly CallResult[]> {
    const results: (CallResult | undefined)[] = calls.map(() => undefined);
    const tried = await this.appendTogether(calls, results);
    const others = calls.map((call, index) => ({ call, index })).filter(({ index }) => results[index] === undefined);
    await inParallel(others, OTHERS_AT_ONCE, async ({ call, index }) => {
      results[index] = await settled(this.recordWithin(call, tried[index]?.chained()));
    });
    return results.filter((result) => result !== undefined);
  }

  /** Fills in the results of what was appended. @returns what was decided of each call, null for those that have to wait. */
  private async appendTogether(calls: readonly RecordCommands[], results: (CallResult | undefined)[]): Promise<readonly (DecidedAtOnce | null)[]> {
    const hold = this.queue.hold();
    try {
      const decided = calls.map((call) => this.decideAtOnce(call, hold));
      const ready = decided.filter((one) => one !== null);
      const settled = (await (ready.length < CALLS_CHAINED_BY_STORE ? this.appendChained(ready) : this.appendUnsealed(ready))).values();
      decided.forEach((one, index) => {
        const result = one === null ? undefined : settled.next().value;
        if (result?.status === 'fulfilled') results[index] = result;
      });
      return decided;
    } finally {
      hold.release();
    }
  }

  private async appendChained(ready: readonly DecidedAtOnce[]): Promise<readonly CallResult[]> {
    if (ready.length === 0) return [];
    const chained = ready.map((one) => one.chained());
    const appended = await this.store.appendEach(chained.map(({ expected, events }, index) => ({ stream: ready[index]?.stream ?? '', expected, events })));
    return appended.map((result, index) => settledBy(chained[index]?.settle, result));
  }

  private async appendUnsealed(ready: readonly DecidedAtOnce[]): Promise<readonly CallResult[]> {
    const appended = await this.store.sealAndAppendEach(ready.map((one) => one.unsealed()));
    return appended.map((result, index) => settledBy(ready[index]?.settle, result));
  }

  private decideAtOnce(call: RecordCommands, hold: Hold): DecidedAtOnce | null {
    const stream = streamOf(call.hallId, call.requestId);
    const [submitted, ...more] = slicesOf(call.submitted);
    if (submitted === undefined || more.length > 0 || !hold.take(stream)) return null;
    return this.attempts.atOnce({ stream, submitted, call });
  }

  private async recordSlice(slice: Slice, first: Decided | undefined): Promise<RecordResult[]> {
    try {
      return await transact(this.store, slice.stream, (attempt) => (attempt === 0 ? first : undefined) ?? this.attempts.attempt(slice, attempt));
    } catch (error) {
      this.attempts.forget(slice.stream);
      if (error instanceof KeysUnavailable) throw new EventStoreUnavailable(error.message, { cause: error });
      throw error;
    }
  }
}

function settledBy(settle: ((appended: AppendResult) => RecordResult[]) | undefined, result: PromiseSettledResult<AppendResult>): CallResult {
  if (settle === undefined) throw new Error('The store has answered more appends than it was given');
  return result.status === 'rejected' ? result : { status: 'fulfilled', value: settle(result.value) };
}

function mergedWith(merge: HeldCall['merge'], result: CallResult | undefined): CallResult {
  if (result === undefined) throw new Error('A call within the scope was left without an answer');
  return result.status === 'rejected' ? result : { status: 'fulfilled', value: merge(result.value) };
}

const settled = <T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> =>
  promise.then(
    (value) => ({ status: 'fulfilled', value }),
    (reason: unknown) => ({ status: 'rejected', reason }),
  );
