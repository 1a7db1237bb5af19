import { openAdapter } from '../eventstoredb/open-adapter.js';
import { randomFault } from '../eventstoredb/random-fault.js';
import { startStub } from '../eventstoredb/stub.js';
import { FlakyEventStore } from './flaky.event-store.js';
import type { Subject } from './subjects.js';

/** The adapter on the wire-level stub: its drops are those of the server and the wire. */
export async function stubSubject(): Promise<Subject> {
  const stub = await startStub({ firstPosition: 2n ** 53n + 1n });
  const open = async () => {
    const store = await openAdapter(stub);
    return new FlakyEventStore(store, [], () => store.close());
  };
  const mischief = async (random: (below: number) => number): Promise<void> => {
    await randomFault(stub, random);
  };
  return { open, mischief, close: () => stub.close() };
}
