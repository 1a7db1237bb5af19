import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HistoryEventResolver } from '../../../src/audit/api/history-event.resolver.js';
import type { HistoryEvent } from '../../../src/audit/api/history-event.type.js';
import { HistoryFieldsResolver } from '../../../src/audit/api/history-fields.resolver.js';
import type { RequestHistory } from '../../../src/audit/api/request-history.type.js';
import { HistoryReads, REASON_CHARACTERS_MAX } from '../../../src/audit/application/history-reads.js';
import { OpenedTexts } from '../../../src/audit/application/opened-texts.js';
import { gather } from '../../../src/audit/read-model/gather.js';
import { CalendarRegistry } from '../../../src/efficiency/projections/calendar-registry.js';
import { newEventId } from '../../../src/event-store/event-id.js';
import type { NewEvent, RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { EVERYWHERE } from '../../../src/kernel/actor.js';
import { Clock } from '../../../src/kernel/clock.js';
import { InMemoryVault } from '../../../src/privacy/in-memory.vault.js';
import { VaultKeyring } from '../../../src/privacy/vault-keyring.js';
import { ReferenceDirectory } from '../../../src/reference-data/application/reference-directory.js';

class StoppedClock extends Clock {
  override nowMs = (): number => 0;
}

const IDS = { hallId: 'hall', requestId: 'R1' };
const EVERYTHING = { position: 2n ** 60n, asOfMs: null };
const calendars = new CalendarRegistry();
const keyring = new VaultKeyring(new InMemoryVault());
/** Nothing that could be taken: the limits are about how much there is, whatever it says. */
const events = (count: number, data: object = {}): readonly NewEvent[] => Array.from({ length: count }, () => ({ id: newEventId(), type: 'Noise', data: { ...data }, metadata: {} }));

describe('A history that is too much', () => {
  it('is refused by name above 20,000 events, over all of its streams', async () => {
    const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../../golden/warnings/WarningRaised.v1.json'), 'utf8')) as RecordedEvent;
    const { hallId, requestId } = golden.data as { readonly hallId: string; readonly requestId: string };
    const warning = (index: number): RecordedEvent => ({ ...golden, id: '', revision: BigInt(index), position: BigInt(index + 2) });
    class FullStore extends InMemoryEventStore {
      override async *readStream(stream: string): AsyncGenerator<RecordedEvent, void> {
        if (stream.startsWith('serviceRequest-')) yield { ...warning(-1), stream, revision: 0n };
        if (stream.startsWith('warning-')) for (let index = 0; index < 20_000; index += 1) yield warning(index);
      }
    }
    const gathered = (position: bigint) => gather(new FullStore(), calendars, { hallId, requestId }, { position, asOfMs: null });
    expect(await gathered(20_000n)).toHaveLength(20_000);
    await expect(gathered(20_001n)).rejects.toMatchObject({ extensions: { code: 'HISTORY_TOO_LONG' } });
  });

  it('comes in shorter pages where its events are large, and loses none of them', async () => {
    const store = new InMemoryEventStore();
    for (let revision = -1n; revision < 4n; revision += 1n)
      await store.append('serviceRequest-hall.R1', revision < 0n ? 'no-stream' : revision, events(1, { text: 'x'.repeat(900_000) }));
    const fields = new HistoryFieldsResolver(new OpenedTexts(keyring), new HistoryReads(store, keyring, new StoppedClock()), new ReferenceDirectory(store));
    const history = { entries: await gather(store, calendars, IDS, EVERYTHING), calendars } as unknown as RequestHistory;
    const first = await fields.events(history, { first: 100 });
    const second = await fields.events(history, { first: 100, after: first.pageInfo.endCursor });
    const third = await fields.events(history, { first: 100, after: second.pageInfo.endCursor });
    expect([first, second, third].map(({ edges, pageInfo }) => [edges.length, pageInfo.hasNextPage])).toEqual([[2, true], [2, true], [1, false]]);
    expect(first.totalCount).toBe(5);
  });

  it('has no reasons behind its first 1,000 events', async () => {
    const of = (place: number): HistoryEvent => ({ step: { place, untaken: { code: 'BEHIND', behind: 1n }, before: {}, after: {} } }) as unknown as HistoryEvent;
    expect(await new HistoryEventResolver().reasons(of(1_000))).toEqual([]);
    expect(await new HistoryEventResolver().reasons(of(1_001))).toBeNull();
  });

  it('is not read for a reason longer than is kept', async () => {
    const reads = new HistoryReads(new InMemoryEventStore(), keyring, new StoppedClock());
    const actor = { principal: 'p', role: 'supervisor', scope: EVERYWHERE } as const;
    const reading = (characters: number) => reads.record({ ...IDS, actor, through: 'RECEIPT', position: 1n, reason: 'x'.repeat(characters), correlationId: 'c' });
    expect(await reading(REASON_CHARACTERS_MAX)).toBeGreaterThan(0n);
    await expect(reading(REASON_CHARACTERS_MAX + 1)).rejects.toThrow(RangeError);
  });
});
