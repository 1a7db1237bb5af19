import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import type { Append, AppendResult, EventStore, ExpectedRevision, NewEvent } from '../../../src/event-store/event-store.port.js';
import { sealAppend, type UnsealedAppend } from '../../../src/event-store/sealing.js';

/** The same store, with `append` failing after it has done its work, as often as it is told to. */
export function losingAnswers(store: EventStore, times: number): EventStore {
  let left = times;
  const append = async (stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> => {
    const answer = await store.append(stream, expected, events);
    if (!stream.startsWith('serviceRequest-') || left === 0) return answer;
    left -= 1;
    throw new EventStoreUnavailable('the answer was lost');
  };
  const appendEach = (appends: readonly Append[]): Promise<PromiseSettledResult<AppendResult>[]> =>
    Promise.allSettled(appends.map(({ stream, expected, events }) => append(stream, expected, events)));
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'append') return append;
      if (name === 'appendEach') return appendEach;
      if (name === 'sealAndAppendEach') return (appends: readonly UnsealedAppend[]) => appendEach(appends.map(sealAppend));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
