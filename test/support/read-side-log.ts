import type { EventStore, RecordedEvent } from '../../src/event-store/event-store.port.js';
import { toIso, toMs } from '../../src/kernel/instant.js';
import type { CalendarEvent } from '../../src/reference-data/domain/calendar-definition.js';
import { demoInMemory, type DemoYear } from './recorded-demo.js';

const PAGE = 10_000;
export type LoggedEvent = Pick<RecordedEvent, 'id' | 'type' | 'data' | 'metadata' | 'stream'>;

export async function eventsOf(store: EventStore): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let page = await store.readAll(null, PAGE); page.length > 0; page = await store.readAll(events.at(-1)!.position, PAGE)) events.push(...page);
  return events;
}

/** A demo year as a hall records it while it lives: every event is recorded when it happens, requests interleaved. */
export async function demoLog(year: DemoYear): Promise<readonly LoggedEvent[]> {
  const store = await demoInMemory(year);
  const events = await eventsOf(store);
  await store.close();
  return asItHappened(events);
}

export function asItHappened(events: readonly LoggedEvent[]): readonly LoggedEvent[] {
  const latestMs = new Map<string, number>();
  const timed = events.map((event) => {
    const occurredAt = event.data['occurredAt'] as string | undefined;
    const atMs = Math.max(latestMs.get(event.stream) ?? 0, occurredAt === undefined ? 0 : toMs(occurredAt));
    latestMs.set(event.stream, atMs);
    return { event, atMs };
  });
  return timed.sort((a, b) => a.atMs - b.atMs).map(({ event, atMs }) => ({ ...event, metadata: { ...event.metadata, recordedAt: toIso(atMs) } }));
}

export const recordedAtMs = ({ metadata }: LoggedEvent): number => toMs(metadata['recordedAt'] as string);

/** The same events, with a calendar's change recorded before the one at `index`. */
export function withRevision(events: readonly LoggedEvent[], index: number, data: Extract<CalendarEvent, { type: 'CalendarRevised' }>['data']): readonly LoggedEvent[] {
  const id = `00000000-0000-4000-8000-${String(data.version).padStart(12, '0')}`;
  const revised = { id, type: 'CalendarRevised', stream: `calendar-${data.calendarId}`, data: { ...data }, metadata: { ...events[index]!.metadata } };
  return [...events.slice(0, index), revised, ...events.slice(index)];
}

/** Appends events one by one, in order, to a store that has what came before them. */
export async function appendAll(store: EventStore, events: readonly LoggedEvent[]): Promise<void> {
  const revisions = new Map<string, bigint>();
  for (const { stream, id, type, data, metadata } of events) {
    if (!revisions.has(stream)) for await (const { revision } of store.readStream(stream)) revisions.set(stream, revision);
    const last = revisions.get(stream);
    const { revision } = await store.append(stream, last ?? 'no-stream', [{ id, type, data, metadata }]);
    revisions.set(stream, revision);
  }
}
