import { ErasureFollower } from '../../../src/erasure/application/erasure-follower.js';
import { Erasures } from '../../../src/erasure/application/erasures.js';
import type { AppendResult, EventStore, ExpectedRevision, NewEvent } from '../../../src/event-store/event-store.port.js';
import { ForwardingEventStore } from '../../../src/event-store/forwarding.event-store.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { InMemoryVault, KeyMemory } from '../../../src/privacy/in-memory.vault.js';
import type { Keyring, SealedText } from '../../../src/privacy/keyring.js';
import { VaultKeyring } from '../../../src/privacy/vault-keyring.js';
import { call, hallCatalogue, receive, streamOfRequest, transfer } from '../../integration/write-side/examples.js';
import { eventsOf, SetClock, WriteSide } from '../../integration/write-side/harness.js';

export const ANNA = 'ID-440301199901011234';
export const BEN = 'ID-110101200002024321';
const BY = { principal: 'admin-1', correlationId: 'c-1' } as const;
export const anna = { hallId: 'hall', applicant: { reference: ANNA }, reason: 'APPLICANT_ASKED', ...BY } as const;

/** One log and its keys, with texts of two applicants and of none. */
export async function world() {
  const [store, memory] = [new InMemoryEventStore(), new KeyMemory()];
  const replica = (): Keyring => new VaultKeyring(new InMemoryVault(memory));
  const keyring = replica();
  const side = new WriteSide({ store, keyring });
  await side.load(hallCatalogue);
  const record = (id: string, applicant: string | null, note: string) =>
    side.records.record(call(id, [['1', receive(id, applicant)], ['2', transfer(id, 5, note)]]));
  await record('R-1', ANNA, 'note about Anna');
  await record('R-2', ANNA, 'again Anna');
  await record('R-3', BEN, 'note about Ben');
  await record('R-4', null, 'nobody');
  const erasures = (over: EventStore = store, keys = keyring) => new Erasures(over, keys, side.clock);
  const textOf = async (id: string, revision: number, keys = replica()) => {
    const event = (await eventsOf(store, streamOfRequest(id)))[revision];
    return keys.open((event?.data['applicant'] ?? event?.data['note']) as SealedText);
  };
  return { store, memory, keyring, replica, side, record, erasures, textOf };
}
export type World = Awaited<ReturnType<typeof world>>;
export const erasureEvents = async ({ store }: World) => (await store.readAll(null, 1_000)).filter(({ stream }) => stream.startsWith('erasure-'));

/** Turns of the event loop: everything here is in memory, so that time says nothing. */
const TURNS_MAX = 50_000;

/** Lets the follower of a starting process run until it has done what it does at the start. */
export async function started(store: EventStore, keyring: Keyring, until: () => Promise<boolean> | boolean): Promise<ErasureFollower> {
  const follower = new ErasureFollower(store, keyring, new Erasures(store, keyring, new SetClock()));
  follower.onApplicationBootstrap();
  for (let turns = 0; !(await until()); turns += 1) {
    if (turns > TURNS_MAX) throw new Error('It was waited for in vain');
    await new Promise((resolve) => setImmediate(resolve));
  }
  return follower;
}

export class DyingStore extends ForwardingEventStore {
  constructor(inner: EventStore, private readonly at: string) {
    super(inner);
  }
  override append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    return events.some(({ type }) => type === this.at) ? Promise.reject(new Error(`died before ${this.at}`)) : super.append(stream, expected, events);
  }
}
