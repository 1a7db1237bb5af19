import { randomUUID } from 'node:crypto';
import type { EventStore, NewEvent, RecordedEvent, Revision } from '../../../src/event-store/event-store.port.js';

/** A name no other run has used: the log may hold the events of others. */
export const freshStream = (): string => `contract-${randomUUID()}`;

export const anEvent = (over: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type: 'Happened',
  data: { nested: { minutes: 5 } },
  metadata: { by: 'terminal-7' },
  ...over,
});

export const someEvents = (count: number): NewEvent[] => Array.from({ length: count }, (_, index) => anEvent({ data: { index } }));

export async function all(store: EventStore, stream: string, from?: Revision): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const event of store.readStream(stream, from)) events.push(event);
  return events;
}

export const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id);
