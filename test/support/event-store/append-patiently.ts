import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import type { AppendResult, EventStore, ExpectedRevision, NewEvent } from '../../../src/event-store/event-store.port.js';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** As every writer here does: an unknown outcome is sent again with the same ids at the same revision. */
export async function appendPatiently(subject: { readonly store: EventStore }, stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
  for (let attempts = 0; ; attempts += 1) {
    try {
      return await subject.store.append(stream, expected, events);
    } catch (error) {
      if (!(error instanceof EventStoreUnavailable) || attempts > 200) throw error;
      await pause(20);
    }
  }
}
