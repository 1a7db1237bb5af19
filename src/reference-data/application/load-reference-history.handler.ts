import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type RecordedEvent } from '../../event-store/event-store.port.js';
import { accept } from '../../kernel/decider.js';
import { decideRecorded, type ParentOf, sameData } from '../domain/decide-recorded.js';
import { INDEX_STREAM, streamOfReference } from '../domain/reference-streams.js';
import { type CatalogueRefusal } from '../domain/refusal.js';
import { type CatalogueLoaded, LoadReferenceHistory, type RecordedReference } from './load-catalogue.js';
import { ReferenceDirectory } from './reference-directory.js';
import { type Author, type RecordOutcome, ReferenceRecorder } from './reference-recorder.js';

const HISTORY_MAX = 200_000;

@CommandHandler(LoadReferenceHistory)
export class LoadReferenceHistoryHandler implements ICommandHandler<LoadReferenceHistory> {
  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(ReferenceDirectory) private readonly directory: ReferenceDirectory,
    @Inject(ReferenceRecorder) private readonly recorder: ReferenceRecorder,
  ) {}

  /** Ends at the first refusal: what follows would be decided on something else. */
  async execute({ history, principal, correlationId, checkOnly }: LoadReferenceHistory): Promise<CatalogueLoaded> {
    if (history.length > HISTORY_MAX) throw new RangeError(`A history has at most ${HISTORY_MAX} events, not ${history.length}`);
    await this.directory.catchUp();
    const parentOf = this.parentsWith(history);
    const counts = { recorded: 0, unchanged: 0 };
    for (const one of history) {
      const outcome = checkOnly ? await this.check(one, principal) : await this.take(one, { principal, correlationId }, parentOf);
      if (typeof outcome !== 'string') return { ...counts, refused: [{ entry: `${streamOfReference(one.event)} revision ${one.revision}`, ...outcome }] };
      counts[outcome] += 1;
    }
    return { ...counts, refused: [] };
  }

  /** A department may have been recorded before the one above it. */
  private parentsWith(history: readonly RecordedReference[]): ParentOf {
    const parents = new Map<string, string | null>();
    for (const { event } of history) if ('departmentId' in event.data) parents.set(event.data.departmentId, event.data.parentId);
    return (id) => (parents.has(id) ? parents.get(id) : this.directory.state.departments.get(id)?.parentId);
  }

  private async take(one: RecordedReference, author: Author, parentOf: ParentOf): Promise<RecordOutcome> {
    const { event, revision, recordedAtMs } = one;
    const stream = streamOfReference(event);
    const here = Number(this.directory.endOf(stream)?.revision ?? -1n);
    if (revision <= here) return this.compare(stream, one);
    if (revision > here + 1) return refused(`its stream holds ${here + 1} events here: the ones before it are missing`);
    const inTheWay = await this.check(one, author.principal);
    if (inTheWay !== 'unchanged') return inTheWay;
    await this.open(stream, author);
    return this.recorder.record(stream, author, () => decideRecorded(event, recordedAtMs, this.directory.state, parentOf));
  }

  /** 'unchanged': nothing stands in the way. */
  private async check(one: RecordedReference, principal: string): Promise<'unchanged' | CatalogueRefusal> {
    const stream = streamOfReference(one.event);
    if (one.revision <= Number(this.directory.endOf(stream)?.revision ?? -1n)) return this.compare(stream, one);
    const ours = one.event.type !== 'CalendarRevised' || (await this.isOf(stream, principal));
    return ours ? 'unchanged' : refused('somebody else recorded this calendar here: it is not changed after the fact');
  }

  private async compare(stream: string, { event, revision }: RecordedReference): Promise<'unchanged' | CatalogueRefusal> {
    const [found] = await this.readFrom(stream, revision, 1);
    if (found !== undefined && found.type === event.type && sameData(found.data, event.data)) return 'unchanged';
    return refused('it is registered here with other content');
  }

  private async isOf(stream: string, principal: string): Promise<boolean> {
    return (await this.readFrom(stream, 0, HISTORY_MAX)).every(({ metadata }) => metadata['principal'] === principal);
  }

  private async readFrom(stream: string, revision: number, limit: number): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const event of this.store.readStream(stream, BigInt(revision))) if (events.push(event) >= limit) break;
    return events;
  }

  private async open(stream: string, author: Author): Promise<void> {
    if (this.directory.state.opened.has(stream)) return;
    await this.recorder.record(INDEX_STREAM, author, () =>
      this.directory.state.opened.has(stream) ? accept() : accept({ type: 'ReferenceStreamOpened', data: { stream } }));
  }
}

const refused = (message: string): CatalogueRefusal => ({ code: 'INVALID_ENTRY', message });
