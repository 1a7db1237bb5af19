import { hashOf } from '../../event-store/audit-hash.js';
import type { EventStore } from '../../event-store/event-store.port.js';
import { type EpochMs, toMs } from '../../kernel/instant.js';
import { calendarStream } from '../../reference-data/domain/reference-streams.js';
import { rectificationStream } from '../../rectification/domain/rectification-events.js';
import { streamOf } from '../../service-request/domain/events.js';
import type { RequestIds } from '../../service-request/domain/request-ids.js';
import { warningStreamOf } from '../../warnings/domain/warning-events.js';
import type { CalendarVersions } from '../../efficiency/projections/calendars.js';
import { QuestionRefused } from '../../efficiency/read-model/figures/question-refused.js';
import { recordedAtMsOf } from '../../efficiency/read-model/read-stored.js';
import type { StreamKind } from '../history/recorded.js';
import { meaningOf } from './meaning.js';
import { openSpans } from './open-spans.js';
import type { HistoryEntry } from './history-entry.js';

/** Events of one history over all of its streams; a request's own stream ends at 5,000. */
const HISTORY_EVENTS_MAX = 20_000;

/** What of a history is asked for, in both times. */
export interface Cut {
  /** As the log stood: events up to and including this position. */
  readonly position: bigint;
  /** As the world stood: what happened up to and including this instant; null: everything. */
  readonly asOfMs: EpochMs | null;
}

/**
 * Everything recorded of one request, from all of its streams in the order of the log; null when there is no such request then.
 * @throws QuestionRefused for a history that is too long to be shown.
 */
export async function gather(store: EventStore, calendars: CalendarVersions, { hallId, requestId }: RequestIds, cut: Cut): Promise<readonly HistoryEntry[] | null> {
  const own = await read(store, 'REQUEST', streamOf(hallId, requestId), cut);
  if (own.length === 0) return null;
  const warnings = await read(store, 'WARNING', warningStreamOf(hallId, requestId), cut);
  const rectifications = await read(store, 'RECTIFICATION', rectificationStream(hallId, requestId), cut);
  const changes = await calendarChanges(store, calendars, own, cut);
  const all = [...own, ...warnings, ...rectifications, ...changes].filter((entry) => cut.asOfMs === null || happenedBy(entry, cut.asOfMs));
  if (all.length > HISTORY_EVENTS_MAX) throw tooLong();
  return all.sort((a, b) => (a.recorded.position < b.recorded.position ? -1 : 1));
}

async function read(store: EventStore, from: StreamKind, stream: string, { position }: Cut): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  let previous: unknown = null;
  for await (const event of store.readStream(stream)) {
    if (event.position > position) break;
    if (entries.length >= HISTORY_EVENTS_MAX) throw tooLong();
    entries.push({
      event, linked: event.revision === BigInt(entries.length) && event.metadata['previousHash'] === previous,
      recorded: { from, position: event.position, revision: Number(event.revision), meaning: meaningOf(from, event) },
    });
    previous = event.metadata['hash'];
  }
  return entries;
}

/** Changes of the request's calendar while it was open: they move due instants, and nobody did anything to the request. */
async function calendarChanges(store: EventStore, calendars: CalendarVersions, own: readonly HistoryEntry[], cut: Cut): Promise<HistoryEntry[]> {
  const { calendarId, isOpenAt } = openSpans(own.map(({ recorded }) => recorded));
  if (calendarId === null) return [];
  const positions = new Set(calendars.changes(calendarId, own[0]!.recorded.position, cut.position).filter(isOpenAt));
  if (positions.size === 0) return [];
  return (await read(store, 'CALENDAR', calendarStream(calendarId), cut)).filter(({ recorded }) => positions.has(recorded.position));
}

/** What has no instant of its own, because it cannot be read or is of a calendar, happened when it was recorded. */
function happenedBy({ event, recorded: { meaning } }: HistoryEntry, asOfMs: EpochMs): boolean {
  const atMs = 'event' in meaning ? toMs(meaning.event.data.occurredAt) : recordedAtMsOf(event);
  return atMs !== null && atMs <= asOfMs;
}

/** Whether the event is what its hash says, and hangs on the one before it; both are computed anew. */
export function chainHolds({ event, linked }: HistoryEntry): boolean {
  try {
    return linked && event.metadata['hash'] === hashOf(event);
  } catch {
    return false; // Only an edit leaves what has no canonical form.
  }
}

const tooLong = (): QuestionRefused => new QuestionRefused(
  'HISTORY_TOO_LONG', `The history has more than ${HISTORY_EVENTS_MAX} events: ask for it as it was known earlier, with asKnownAt.`,
  `办件历史超过 ${HISTORY_EVENTS_MAX} 条事件：请用 asKnownAt 查询较早时点的历史。`);
