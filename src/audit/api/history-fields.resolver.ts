import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { checkArgs } from '../../efficiency/api/check-args.js';
import { inParallel } from '../../kernel/in-parallel.js';
import { PositionScalar } from '../../platform/graphql/scalars.js';
import { ReferenceDirectory } from '../../reference-data/application/reference-directory.js';
import { QuestionRefused } from '../../efficiency/read-model/figures/question-refused.js';
import { decodeAuditEvent } from '../domain/codec.js';
import { HistoryReads } from '../application/history-reads.js';
import { OpenedTexts } from '../application/opened-texts.js';
import { CountedRows } from '../history/counted-rows.js';
import { type Step, walk } from '../history/walk.js';
import { codeOf } from '../read-model/meaning.js';
import type { HistoryEntry } from '../read-model/history-entry.js';
import { eventView, type Names } from './event-view.js';
import type { HistoryEvent } from './history-event.type.js';
import {
  HISTORY_PAGE_MAX, HistoryEventConnection, HistoryPageArgs, type HistoryReading, HistoryReadingConnection, RequestHistory,
} from './request-history.type.js';

const TEXTS_AT_ONCE = 16;
/** Of the events of one page as they are stored; a page has one event at least. */
const PAGE_BYTES_MAX = 2 * 1024 * 1024;

@Resolver(() => RequestHistory)
export class HistoryFieldsResolver {
  constructor(
    private readonly texts: OpenedTexts,
    private readonly readings: HistoryReads,
    private readonly directory: ReferenceDirectory,
  ) {}

  @ResolveField(() => HistoryEventConnection, { description: 'Its events, with warnings, rectifications and changes of its calendar, in the order of the log (事件).' })
  async events(@Parent() history: RequestHistory, @Args() args: HistoryPageArgs): Promise<HistoryEventConnection> {
    const { first, after } = pageIn(args);
    const { entries, calendars } = history;
    const page = pageOf(entries, first, after);
    const parts = { names: this.names, calendars, rows: new CountedRows(calendars) };
    const edges = await inParallel(page, TEXTS_AT_ONCE, async ({ entry, step }) => {
      const node: HistoryEvent = eventView(entry, step, await this.texts.of(entry.event.data), parts);
      return { cursor: String(entry.recorded.position), node };
    });
    const last = page.at(-1)?.entry;
    return { totalCount: entries.length, edges, pageInfo: { hasNextPage: last !== undefined && last !== entries.at(-1), endCursor: edges.at(-1)?.cursor ?? null } };
  }

  @ResolveField(() => PositionScalar, { nullable: true, description: 'Position of the first event that is in no figure; null when all are (搁置位置).' })
  parkedAt(@Parent() { entries }: RequestHistory): bigint | null {
    for (const { untaken, recorded } of walk(entries.map(({ recorded: one }) => one), codeOf)) if (untaken !== null) return recorded.position;
    return null;
  }

  @ResolveField(() => HistoryReadingConnection, { description: 'Who has read this history, oldest first (查阅记录).' })
  async reads(@Parent() { hallId, requestId }: RequestHistory, @Args() args: HistoryPageArgs): Promise<HistoryReadingConnection> {
    const { first, after } = pageIn(args);
    const [totalCount, events] = [await this.readings.count(hallId, requestId), await this.readings.list(hallId, requestId, first + 1, after === null ? null : Number(after))];
    const edges = await inParallel(events.slice(0, first), TEXTS_AT_ONCE, async ({ revision, position, type, data, metadata }) => {
      const event = decodeAuditEvent(type, data);
      if (event.type !== 'HistoryRead') throw new Error('A reading is recorded as another event');
      const [reason = null] = await this.texts.of(data);
      const { occurredAt, role, through, position: answeredAt, asOf, asKnownAt } = event.data;
      const node: HistoryReading = { position, readAt: occurredAt, principal: String(metadata['principal']), role, through, answeredAt, asOf, asKnownAt, reason };
      return { cursor: String(revision), node };
    });
    return { totalCount, edges, pageInfo: { hasNextPage: events.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
  }

  private get names(): Names {
    const { departments, officers } = this.directory.state;
    return { department: (id) => departments.get(id)?.name ?? null, officer: (id) => officers.get(id)?.name ?? null };
  }
}

interface Stepped {
  readonly entry: HistoryEntry;
  readonly step: Step;
}

/** The history is folded from its beginning, and only the page is kept. */
function pageOf(entries: readonly HistoryEntry[], first: number, after: bigint | null): readonly Stepped[] {
  const page: Stepped[] = [];
  let [index, bytes] = [0, 0];
  for (const step of walk(entries.map(({ recorded }) => recorded), codeOf)) {
    const entry = entries[index]!;
    index += 1;
    if (after !== null && step.recorded.position <= after) continue;
    bytes += JSON.stringify(entry.event.data).length;
    if (page.length >= first || (page.length > 0 && bytes > PAGE_BYTES_MAX)) break;
    page.push({ entry, step });
  }
  return page;
}

function pageIn(args: HistoryPageArgs): { readonly first: number; readonly after: bigint | null } {
  checkArgs(HistoryPageArgs, args);
  if (!Number.isInteger(args.first) || args.first < 1 || args.first > HISTORY_PAGE_MAX)
    throw new QuestionRefused('BAD_PAGE_SIZE', `first takes 1 to ${HISTORY_PAGE_MAX}.`, `first 取 1 到 ${HISTORY_PAGE_MAX}。`);
  return { first: args.first, after: args.after == null ? null : BigInt(args.after) };
}
