import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStoreUnavailable } from '../../event-store/errors.js';
import { Clock } from '../../kernel/clock.js';
import { accept } from '../../kernel/decider.js';
import { inParallel } from '../../kernel/in-parallel.js';
import { KeyedQueue } from '../../kernel/keyed-queue.js';
import type { ReferenceEvent } from '../domain/events.js';
import { INDEX_STREAM } from '../domain/reference-streams.js';
import { type CatalogueEntry, entriesOf } from './catalogue-entries.js';
import { type CatalogueLoaded, LoadCatalogue } from './load-catalogue.js';
import { ReferenceDirectory } from './reference-directory.js';
import { type Author, type RecordOutcome, ReferenceRecorder } from './reference-recorder.js';

const ENTRIES_MAX = 100_000;
const APPENDS_AT_ONCE = 64;
/** An append has a size limit; an opening is below 2 KiB. */
const OPENINGS_AN_APPEND = 200;
const LOADS_WAITING_MAX = 1_000;

@CommandHandler(LoadCatalogue)
export class LoadCatalogueHandler implements ICommandHandler<LoadCatalogue> {
  /** One catalogue after the other: two would only race each other for the same streams. */
  private readonly queue = new KeyedQueue(LOADS_WAITING_MAX, () => new EventStoreUnavailable('Too many catalogues are waiting'));

  constructor(
    @Inject(ReferenceDirectory) private readonly directory: ReferenceDirectory,
    @Inject(ReferenceRecorder) private readonly recorder: ReferenceRecorder,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  execute({ catalogue, principal, correlationId, traceparent }: LoadCatalogue): Promise<CatalogueLoaded> {
    return this.queue.run('', async () => {
      await this.directory.catchUp();
      const phases = entriesOf(catalogue, this.directory.state);
      const entriesCount = phases.reduce((sum, { length }) => sum + length, 0);
      if (entriesCount > ENTRIES_MAX) throw new RangeError(`A catalogue has at most ${ENTRIES_MAX} entries, not ${entriesCount}`);
      const outcomes: (readonly [CatalogueEntry, RecordOutcome])[] = [];
      for (const phase of phases) outcomes.push(...(await this.load(phase, { principal, correlationId, traceparent })));
      return summaryOf(outcomes);
    });
  }

  private async load(phase: readonly CatalogueEntry[], author: Author): Promise<(readonly [CatalogueEntry, RecordOutcome])[]> {
    await this.open(this.unopened(phase), author);
    return inParallel(phase, APPENDS_AT_ONCE, async (entry) => {
      const decision = entry.decide(this.clock.nowMs());
      if (decision.outcome === 'rejected') return [entry, decision.rejection] as const;
      if (decision.events.length === 0) return [entry, 'unchanged'] as const;
      return [entry, await this.recorder.record(entry.stream, author, entry.decide)] as const;
    });
  }

  /** What is refused opens no stream. */
  private unopened(phase: readonly CatalogueEntry[]): string[] {
    const { opened } = this.directory.state;
    const nowMs = this.clock.nowMs();
    const speaks = ({ decide }: CatalogueEntry): boolean => {
      const decision = decide(nowMs);
      return decision.outcome === 'accepted' && decision.events.length > 0;
    };
    return phase.filter((entry) => !opened.has(entry.stream) && speaks(entry)).map(({ stream }) => stream);
  }

  private async open(streams: readonly string[], author: Author): Promise<void> {
    for (let from = 0; from < streams.length; from += OPENINGS_AN_APPEND) {
      const some = streams.slice(from, from + OPENINGS_AN_APPEND);
      await this.recorder.record(INDEX_STREAM, author, () => {
        const still = some.filter((stream) => !this.directory.state.opened.has(stream));
        return accept(...still.map((stream): ReferenceEvent => ({ type: 'ReferenceStreamOpened', data: { stream } })));
      });
    }
  }
}

function summaryOf(outcomes: readonly (readonly [CatalogueEntry, RecordOutcome])[]): CatalogueLoaded {
  const count = (wanted: RecordOutcome): number => outcomes.filter(([, outcome]) => outcome === wanted).length;
  const refused = outcomes.flatMap(([{ entry }, outcome]) => (typeof outcome === 'string' ? [] : [{ entry, ...outcome }]));
  return { recorded: count('recorded'), unchanged: count('unchanged'), refused };
}
