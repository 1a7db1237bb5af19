import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStoreUnavailable } from '../../event-store/errors.js';
import { EventStore } from '../../event-store/event-store.port.js';
import { type Attempt, transact } from '../../event-store/transact.js';
import { Clock } from '../../kernel/clock.js';
import { KeyedQueue } from '../../kernel/keyed-queue.js';
import { RecentlyUsed } from '../../kernel/recently-used.js';
import { Keyring, KeysUnavailable } from '../../privacy/keyring.js';
import { ReferenceDirectory } from '../../reference-data/application/reference-directory.js';
import { streamOf } from '../domain/events.js';
import { CommandDecider, type Verdict } from './command-decider.js';
import { CommandSealer } from './command-sealer.js';
import { Draft } from './draft.js';
import { RecordCommands, type RecordResult, type SubmittedCommand } from './record-commands.js';
import { RequestHistory } from './request-history.js';
import { slicesOf } from './slices.js';

const COMMANDS_MAX = 1_000;
const CALLS_WAITING_MAX = 20_000;
/** Remembered histories take about 300 bytes an event: 30 MB at the very most; a forgotten one costs one read. */
const HISTORIES_MAX = 1_000;
const HISTORY_EVENTS_MAX = 100;

@CommandHandler(RecordCommands)
export class RecordCommandsHandler implements ICommandHandler<RecordCommands> {
  /** A request's commands one call after the other: in one process they need not race each other for a revision. */
  private readonly queue = new KeyedQueue(CALLS_WAITING_MAX, () => new EventStoreUnavailable('Too many commands are waiting'));
  private readonly histories = new RecentlyUsed<RequestHistory>(HISTORIES_MAX);
  private readonly decider: CommandDecider;

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(ReferenceDirectory) directory: ReferenceDirectory,
    @Inject(Keyring) keyring: Keyring,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.decider = new CommandDecider(new CommandSealer(keyring), directory);
  }

  /** @throws EventStoreUnavailable: nothing is known of the rest; the same commands may be sent again. */
  async execute(call: RecordCommands): Promise<readonly RecordResult[]> {
    const { hallId, requestId, submitted } = call;
    if (submitted.length > COMMANDS_MAX) throw new RangeError(`At most ${COMMANDS_MAX} commands a call, not ${submitted.length}`);
    const stream = streamOf(hallId, requestId);
    return this.queue.run(stream, async () => {
      const results: RecordResult[] = [];
      for (const slice of slicesOf(submitted)) results.push(...(await this.record(stream, slice, call)));
      return results;
    });
  }

  private async record(stream: string, slice: readonly SubmittedCommand[], call: RecordCommands): Promise<RecordResult[]> {
    try {
      return await transact(this.store, stream, (attempt) => this.attempt(stream, slice, call, attempt));
    } catch (error) {
      this.histories.delete(stream);
      if (error instanceof KeysUnavailable) throw new EventStoreUnavailable(error.message, { cause: error });
      throw error;
    }
  }

  /**
   * The first attempt may go by what is remembered or likely, which costs no reading: the append's expected revision
   * uncovers a wrong guess. A refusal appends nothing, so it is only given on what was really read.
   */
  private async attempt(stream: string, slice: readonly SubmittedCommand[], call: RecordCommands, attempt: number): Promise<Attempt<RecordResult[]>> {
    const guess = attempt === 0 ? this.guess(stream, slice) : null;
    let draft = new Draft(stream, guess ?? (await this.read(stream)), call, this.clock.nowMs());
    let verdicts = await this.decider.decideAll(slice, draft, call.actor.role);
    if (guess !== null && verdicts.some(({ status }) => status === 'refused')) {
      draft = new Draft(stream, await this.read(stream), call, this.clock.nowMs());
      verdicts = await this.decider.decideAll(slice, draft, call.actor.role);
    }
    const events = draft.events();
    return {
      expected: draft.history.expected,
      events,
      settle: (appended) => {
        if (appended !== null) draft.commit(events, appended);
        this.remember(stream, draft.history);
        return verdicts.map((verdict) => resultOf(verdict, draft.history));
      },
    };
  }

  private guess(stream: string, [first]: readonly SubmittedCommand[]): RequestHistory | null {
    return this.histories.get(stream) ?? (first?.command.type === 'ReceiveRequest' ? new RequestHistory() : null);
  }

  private async read(stream: string): Promise<RequestHistory> {
    const history = new RequestHistory();
    for await (const event of this.store.readStream(stream)) history.absorb(event);
    return history;
  }

  private remember(stream: string, history: RequestHistory): void {
    if (history.remembered.size <= HISTORY_EVENTS_MAX) this.histories.set(stream, history);
    else this.histories.delete(stream);
  }
}

function resultOf(verdict: Verdict, { remembered }: RequestHistory): RecordResult {
  if (verdict.status === 'refused') return verdict;
  const found = remembered.get(verdict.key);
  if (found === undefined) throw new Error('An accepted command has no place in its history');
  return { status: verdict.status, position: found.position, revision: BigInt(found.revision), eventId: found.eventId };
}
