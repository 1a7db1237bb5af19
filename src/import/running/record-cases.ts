import { setImmediate } from 'node:timers/promises';
import type { DerivedCase } from '../derivation/derived.js';
import type { ReadyBatches, ReadyCase } from '../preparing/ready-case.js';
import { rejectsOfOutcomes, type Reject } from './reject-line.js';
import type { RejectSink } from './rejects-file.js';
import { SeenCases } from './seen-cases.js';
import { isLong, sendKnownCase, sendNewCases, type Sender, type Settled, type StepOutcome } from './send-case.js';
import type { Tally } from './tally.js';

/** New cases sent together; then the event loop turns, so that the store gets its next group. */
const CASES_TOGETHER = 128;
/** While the store commits some, the next are decided: enough to go on when it is held up for a moment, bounded because each is in memory. */
const CASES_IN_FLIGHT = 1_024;

interface Flight {
  readonly cases: readonly ReadyCase[];
  /** Of those cases that were found, in order. */
  readonly settled: Promise<readonly Settled[]>;
  isSettled: boolean;
}

export interface RecordingOptions {
  readonly sender: Sender;
  readonly tally: Tally;
  readonly rejects: RejectSink;
  /** The log held nothing before this run, so only cases met twice need a look at what is recorded. */
  readonly logWasEmpty: boolean;
  /** Once aborted no further case is sent; those under way are finished. */
  readonly signal: AbortSignal;
  readonly onSettled?: () => void;
  /** What earlier passes over the same file have met. */
  readonly seen?: SeenCases;
}

/** Records case after case, many under way at a time; results are counted and rejects written in file order. */
export class CaseRecorder {
  private together: ReadyCase[] = [];
  private readonly flights: Flight[] = [];
  private casesInFlight = 0;
  private readonly underWay = new Map<string, Promise<unknown>>();
  private readonly seen: SeenCases;

  constructor(private readonly options: RecordingOptions) {
    this.seen = options.seen ?? new SeenCases();
  }

  /** @throws the first failure, after everything under way has settled and was counted. */
  async recordAll(batches: ReadyBatches): Promise<void> {
    let failure: { readonly error: unknown } | null = null;
    try {
      await this.beginAll(batches);
    } catch (error) {
      failure = { error };
    }
    this.sendTogether();
    while (this.flights.length > 0) {
      await this.land().catch((error: unknown) => (failure ??= { error }));
    }
    if (failure !== null) throw failure.error;
  }

  private async beginAll(batches: ReadyBatches): Promise<void> {
    const { signal } = this.options;
    let begun = 0;
    for await (const batch of batches) {
      for (const ready of batch) {
        if (signal.aborted) return;
        this.begin(ready);
        begun += 1;
        if (begun % CASES_TOGETHER !== 0) continue;
        this.sendTogether();
        await setImmediate();
        while (this.flights[0]?.isSettled === true || this.casesInFlight > CASES_IN_FLIGHT) await this.land();
      }
    }
  }

  private begin(ready: ReadyCase): void {
    this.options.tally.read(ready);
    if (ready.found === null || this.isNewAndShort(ready.found)) this.together.push(ready);
    else this.sendAlone(ready, ready.found);
  }

  private isNewAndShort(found: DerivedCase): boolean {
    const metBefore = this.seen.meet(found.requestId);
    return this.options.logWasEmpty && !metBefore && !isLong(found);
  }

  private sendTogether(): void {
    const cases = this.together;
    if (cases.length === 0) return;
    this.together = [];
    const found = cases.flatMap((one) => one.found ?? []);
    this.launch(cases, sendNewCases(found, this.options.sender));
  }

  /** What may be recorded in part already; of a case met before in this file the part under way comes first. */
  private sendAlone(ready: ReadyCase, found: DerivedCase): void {
    this.sendTogether();
    const before = this.underWay.get(found.requestId);
    const send = async (): Promise<readonly Settled[]> => {
      await before;
      return [await sendKnownCase(found, this.options.sender)];
    };
    this.launch([ready], send());
  }

  private launch(cases: readonly ReadyCase[], settled: Promise<readonly Settled[]>): void {
    for (const { found } of cases) if (found !== null) this.underWay.set(found.requestId, settled);
    const flight: Flight = { cases, settled, isSettled: false };
    void settled.finally(() => (flight.isSettled = true));
    this.flights.push(flight);
    this.casesInFlight += cases.length;
  }

  /** Waits for the oldest cases under way: file order, and the store commits them in about that order anyway. */
  private async land(): Promise<void> {
    const flight = this.flights.shift();
    if (flight === undefined) return;
    const { cases } = flight;
    this.casesInFlight -= cases.length;
    const settled = (await flight.settled).values();
    const rejects: Reject[] = [];
    const errors: unknown[] = [];
    for (const { found, unreadable } of cases) {
      rejects.push(...unreadable);
      if (found === null) continue;
      if (this.underWay.get(found.requestId) === flight.settled) this.underWay.delete(found.requestId);
      const one = settled.next().value;
      if (one === undefined || 'error' in one) errors.push(one?.error);
      else rejects.push(...this.count(found, one.outcomes));
    }
    this.options.onSettled?.();
    await this.options.rejects.write(rejects);
    if (errors.length > 0) throw errors[0];
  }

  private count({ requestId }: DerivedCase, outcomes: readonly StepOutcome[]): readonly Reject[] {
    let refused = 0;
    for (const outcome of outcomes) {
      this.options.tally.settled(outcome);
      if (outcome.refusal !== null) refused += 1;
    }
    return refused === 0 ? [] : rejectsOfOutcomes(requestId, outcomes);
  }
}
