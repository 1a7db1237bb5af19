import { setImmediate } from 'node:timers/promises';
import { derive } from '../derivation/derive.js';
import { readCase } from '../derivation/read-case.js';
import { textOf } from '../derivation/read-values.js';
import type { DerivedCase } from '../derivation/derived.js';
import type { ImportMapping } from '../mapping/mapping.js';
import type { CaseBatches, SourceCase } from '../reading/source-case.js';
import { rejectOfProblem, rejectsOfOutcomes, type Reject } from './reject-line.js';
import type { RejectSink } from './rejects-file.js';
import { SeenCases } from './seen-cases.js';
import { sendKnownCase, sendNewCase, type Sender, type StepOutcome } from './send-case.js';
import type { Tally } from './tally.js';

/** Enough that every group commit of the store is full; a bound, because each one holds its case in memory. */
const CASES_IN_FLIGHT = 512;

const CASES_A_TURN = 64;

type Settled = { readonly outcomes: readonly StepOutcome[] } | { readonly error: unknown };
interface Flight {
  readonly requestId: string;
  /** Of rows that could not be read; they wait for their case, so that the file keeps the order. */
  readonly unreadable: readonly Reject[];
  readonly settled: Promise<Settled>;
}

export interface RecordingOptions {
  readonly mapping: ImportMapping;
  readonly sender: Sender;
  readonly tally: Tally;
  readonly rejects: RejectSink;
  /** The log held nothing before this run, so only cases met twice need a look at what is recorded. */
  readonly logWasEmpty: boolean;
  /** Once aborted no further case is sent; those under way are finished. */
  readonly signal: AbortSignal;
  readonly onSettled?: () => void;
}

/** Derives and records case after case, many under way at a time; results are counted and rejects written in file order. */
export class CaseRecorder {
  private readonly flights: Flight[] = [];
  private readonly underWay = new Map<string, Promise<Settled>>();
  private readonly seen = new SeenCases();

  constructor(private readonly options: RecordingOptions) {}

  /** @throws the first failure, after everything under way has settled and was counted. */
  async recordAll(batches: CaseBatches): Promise<void> {
    let failure: { readonly error: unknown } | null = null;
    try {
      await this.beginAll(batches);
    } catch (error) {
      failure = { error };
    }
    while (this.flights.length > 0) {
      await this.land().catch((error: unknown) => (failure ??= { error }));
    }
    if (failure !== null) throw failure.error;
  }

  private async beginAll(batches: CaseBatches): Promise<void> {
    const { signal } = this.options;
    let begun = 0;
    for await (const batch of batches) {
      for (const found of batch) {
        if (signal.aborted) return;
        await this.begin(found);
        begun += 1;
        // Cases that land at once would keep the event loop from ever handing the store its next group.
        if (begun % CASES_A_TURN === 0) await setImmediate();
      }
    }
  }

  private async begin(source: SourceCase): Promise<void> {
    const { mapping, tally } = this.options;
    const read = readCase(mapping, source);
    tally.read(read, source.rows.length);
    const unreadable = read.problems.map((problem) => rejectOfProblem(problem, textOf(mapping.caseId, problem.row)));
    if (read.facts === null) {
      this.flights.push({ requestId: '', unreadable, settled: Promise.resolve({ outcomes: [] }) });
    } else {
      const found = derive(mapping.shape, read.facts);
      tally.derived(found);
      const settled = this.send(found).then(
        (outcomes) => ({ outcomes }),
        (error: unknown) => ({ error }),
      );
      this.underWay.set(found.requestId, settled);
      this.flights.push({ requestId: found.requestId, unreadable, settled });
    }
    if (this.flights.length >= CASES_IN_FLIGHT) await this.land();
  }

  private async send(found: DerivedCase): Promise<readonly StepOutcome[]> {
    const { sender, logWasEmpty } = this.options;
    const metBefore = this.seen.meet(found.requestId);
    if (!metBefore && logWasEmpty) return sendNewCase(found, sender);
    await this.underWay.get(found.requestId);
    return sendKnownCase(found, sender);
  }

  /** Waits for the oldest case under way: file order, and the store commits them in about that order anyway. */
  private async land(): Promise<void> {
    const flight = this.flights.shift();
    if (flight === undefined) return;
    const { requestId, unreadable } = flight;
    const settled = await flight.settled;
    if (this.underWay.get(requestId) === flight.settled) this.underWay.delete(requestId);
    const outcomes = 'error' in settled ? [] : settled.outcomes;
    for (const outcome of outcomes) this.options.tally.settled(outcome);
    this.options.onSettled?.();
    await this.options.rejects.write([...unreadable, ...rejectsOfOutcomes(requestId, outcomes)]);
    if ('error' in settled) throw settled.error;
  }
}
