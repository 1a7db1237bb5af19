import type { AppendResult, EventStore } from '../../event-store/event-store.port.js';
import type { UnsealedAppend } from '../../event-store/sealing.js';
import type { Attempt } from '../../event-store/transact.js';
import type { Clock } from '../../kernel/clock.js';
import { RecentlyUsed } from '../../kernel/recently-used.js';
import type { CommandDecider, Verdict } from './command-decider.js';
import { Draft } from './draft.js';
import type { RecordCommands, RecordResult, SubmittedCommand } from './record-commands.js';
import { RequestHistory } from './request-history.js';

/** Remembered histories take about 300 bytes an event: 30 MB at the very most; a forgotten one costs one read. */
const HISTORIES_MAX = 1_000;
const HISTORY_EVENTS_MAX = 100;

/** Commands of one call that fit one append, and the stream they are for. */
export interface Slice {
  readonly stream: string;
  readonly submitted: readonly SubmittedCommand[];
  readonly call: RecordCommands;
}
export type Decided = Attempt<RecordResult[]>;

/** Decided without a wait, and not chained yet. */
export interface DecidedAtOnce {
  readonly stream: string;
  readonly unsealed: () => UnsealedAppend;
  /** Once the store has chained and kept it. */
  readonly settle: (appended: AppendResult) => RecordResult[];
  /** The same events, chained, with a settling of their own; also for an append that may have been tried. */
  readonly chained: () => Decided;
}

/** Decides commands on their request's history: as it is remembered, or as it is read. */
export class RequestAttempts {
  private readonly histories = new RecentlyUsed<RequestHistory>(HISTORIES_MAX);

  constructor(
    private readonly store: EventStore,
    private readonly decider: CommandDecider,
    private readonly clock: Clock,
  ) {}

  /**
   * The first attempt may go by what is remembered or likely, which costs no reading: the append's expected revision
   * uncovers a wrong guess. Most commands then wait for nothing before their append. A text is sealed by what is known only:
   * a resend taken for a new request would make an applicant that was erased a key again.
   */
  attempt(slice: Slice, attempt: number): Decided | Promise<Decided> {
    const guess = attempt === 0 ? this.guess(slice) : null;
    const known = attempt === 0 ? this.histories.get(slice.stream) : undefined;
    return (guess && this.onGuess(slice, guess)) ?? this.waiting(slice, known ?? null);
  }

  /** For an append among many. Null when something has to be waited for: a stream, a key, or what another process knows. */
  atOnce(slice: Slice): DecidedAtOnce | null {
    const guess = this.guess(slice);
    if (guess === null) return null;
    const draft = this.draft(slice, guess);
    const verdicts = this.decider.decideAtOnce(slice.submitted, draft, slice.call.actor);
    if (verdicts === null) return null;
    const settle = (appended: AppendResult): RecordResult[] => {
      // Its last hash is the store's: who goes on with this request reads it.
      this.forget(slice.stream);
      draft.place(appended);
      return verdicts.map(resultOf);
    };
    return { stream: slice.stream, unsealed: () => draft.unsealed(), settle, chained: () => this.appendOf(draft, verdicts) };
  }

  /** After a failure nothing is known of the stream. */
  forget(stream: string): void {
    this.histories.delete(stream);
  }

  private onGuess(slice: Slice, guess: RequestHistory): Decided | null {
    const draft = this.draft(slice, guess);
    const verdicts = this.decider.decideAtOnce(slice.submitted, draft, slice.call.actor);
    return verdicts && this.appendOf(draft, verdicts);
  }

  /** A refusal appends nothing, so it is only given on what was really read. */
  private async waiting(slice: Slice, guess: RequestHistory | null): Promise<Decided> {
    const draft = this.draft(slice, guess ?? (await this.read(slice.stream)));
    const verdicts = await this.decider.decideAll(slice.submitted, draft, slice.call.actor);
    const mustRead = guess !== null && verdicts.some(({ status }) => status === 'refused');
    return mustRead ? this.waiting(slice, null) : this.appendOf(draft, verdicts);
  }

  private draft({ stream, call }: Slice, history: RequestHistory): Draft {
    return new Draft(stream, history, call, this.clock.nowMs());
  }

  private appendOf(draft: Draft, verdicts: readonly Verdict[]): Decided {
    const { stream, history } = draft;
    const events = draft.events();
    return {
      expected: history.expected,
      events,
      settle: (appended) => {
        if (appended !== null) draft.commit(events, appended);
        this.remember(stream, history);
        return verdicts.map(resultOf);
      },
    };
  }

  private guess(slice: Slice): RequestHistory | null {
    return this.histories.get(slice.stream) ?? (isReceipt(slice) ? new RequestHistory() : null);
  }

  private async read(stream: string): Promise<RequestHistory> {
    const history = new RequestHistory();
    for await (const event of this.store.readStream(stream)) history.absorb(event);
    return history;
  }

  private remember(stream: string, history: RequestHistory): void {
    // Of a request that is completed more is seldom heard.
    if (history.state.status === 'open' && history.remembered.size <= HISTORY_EVENTS_MAX) this.histories.set(stream, history);
    else this.histories.delete(stream);
  }
}

const isReceipt = ({ submitted: [first] }: Slice): boolean => first?.command.type === 'ReceiveRequest';

function resultOf(verdict: Verdict): RecordResult {
  if (verdict.status === 'refused') return verdict;
  const { position, revision, eventId } = verdict.accepted;
  if (position === null) throw new Error('An accepted command has no place in its history');
  return { status: verdict.status, position, revision: BigInt(revision), eventId };
}
