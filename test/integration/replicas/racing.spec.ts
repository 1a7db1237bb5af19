import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { verifyStream } from '../../../src/event-store/audit-hash.js';
import { inParallel } from '../../../src/kernel/in-parallel.js';
import { LoadCatalogue } from '../../../src/reference-data/application/load-catalogue.js';
import type { RecordResult } from '../../../src/service-request/application/record-commands.js';
import type { ClearCommand } from '../../../src/service-request/domain/commands.js';
import { startStub } from '../../support/eventstoredb/stub.js';
import { type Replica, startReplica } from '../../support/replicas/replica.js';
import { call, complete, hallCatalogue, progress, receive, transfer } from '../write-side/examples.js';

jest.setTimeout(240_000);

const REQUESTS = 625;
const COMMANDS_EACH = 8;
const AT_ONCE = 16;
const NOON_MS = Date.UTC(2026, 2, 6, 12);
const FIGURES = `{ departmentEfficiency(at: "2026-03-06T12:00:00Z") { total { ...all } departments { departmentId ...all } } }
  fragment all on DepartmentEfficiency { received closures transfersOut transfersIn plannedTransfers buckPasses returns pingPongs
    processingTime { n mean { ms } p50 { ms } p95 { ms } max { ms } } holdingTime { n mean { ms } p90 { ms } } leadTime { n total { ms } }
    timeliness(limit: PROMISED) { byClosure { onTime late } } ledger { offHours { ms } handover { ms } holding { ms } total { ms } } backlog { open } }`;

type Named = readonly (readonly [string, ClearCommand])[];

/** What both replicas send of one request, in two calls; of the completion each has one of its own, and one only can win. */
function story(index: number, sender: string): readonly Named[] {
  const id = `race-${index}`;
  const named = (commands: readonly ClearCommand[], from: number): Named => commands.map((command, place) => [`c-${from + place}`, command]);
  const minutes = 5 * (index % 37);
  return [
    named([receive(id), progress(id, 1, 'intake'), progress(id, 2, 'intake'), transfer(id, 10 + (index % 11))], 0),
    [...named([progress(id, 25, 'planning'), progress(id, 30 + minutes, 'planning'), progress(id, 31 + minutes, 'planning')], 4), [`complete-by-${sender}`, complete(id, 32 + minutes, 'planning')]],
  ];
}

async function send(replica: Replica, sender: string, index: number): Promise<RecordResult[]> {
  const told: RecordResult[] = [];
  for (const commands of story(index, sender)) told.push(...(await replica.bus.execute(call(`race-${index}`, commands))));
  return told;
}

/** Everything from everybody at the same time; who is first by a hair changes from request to request. */
async function sendAll(senders: Readonly<Record<string, Replica>>): Promise<Readonly<Record<string, RecordResult[]>>> {
  const told: Record<string, RecordResult[]> = Object.fromEntries(Object.keys(senders).map((name) => [name, []]));
  await inParallel(Array.from({ length: REQUESTS }, (_, index) => index), AT_ONCE, async (index) => {
    const inOrder = index % 2 === 0 ? Object.entries(senders) : Object.entries(senders).reverse();
    await Promise.all(inOrder.map(async ([name, replica]) => told[name]?.push(...(await send(replica, name, index)))));
  });
  return told;
}

async function figuresOf(replica: Replica): Promise<unknown> {
  const position = String(await replica.store.head());
  const { body } = await replica.graphql('analyst', FIGURES, { 'x-position': position });
  expect(body.errors).toBeUndefined();
  return body.data.departmentEfficiency;
}

async function requestsOf(replica: Replica): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let page = await replica.store.readAll(null, 10_000); page.length > 0; page = await replica.store.readAll(page.at(-1)?.position ?? null, 10_000))
    events.push(...page.filter(({ stream }) => stream.startsWith('serviceRequest-')));
  return events;
}

const count = (results: readonly RecordResult[], status: RecordResult['status']): number => results.filter((result) => result.status === status).length;

describe('Two replicas on one EventStoreDB', () => {
  const folder = mkdtempSync(join(tmpdir(), 'racing-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const start = async (log: string, name: string, env = {}): Promise<Replica> => {
    const replica = await startReplica(join(folder, log), name, () => NOON_MS, { POSITION_WAIT_MS: '60000', ...env });
    await replica.bus.execute(new LoadCatalogue(hallCatalogue, 'tester', 'corr'));
    return replica;
  };

  it('take 10,000 racing commands: one winner at every place, every loser decides again, and both tell the figures of a single process', async () => {
    const stub = await startStub();
    const env = { EVENT_STORE: stub.connectionString };
    const a = await start('shared', 'a', env);
    const b = await start('shared', 'b', env);
    const alone = await start('alone', 'a');
    try {
      const { a: byA = [], b: byB = [] } = await sendAll({ a, b });
      const all = [...byA, ...byB];
      expect(all).toHaveLength(10_000);
      // Each of the seven shared commands is recorded once and known once; of two completions one finds the request completed.
      expect([count(all, 'recorded'), count(all, 'already-recorded'), count(all, 'refused')]).toEqual([REQUESTS * COMMANDS_EACH, REQUESTS * (COMMANDS_EACH - 1), REQUESTS]);
      const refused = all.flatMap((result) => (result.status === 'refused' ? [result.rejection.code] : []));
      expect(new Set(refused)).toEqual(new Set(['NOT_OPEN']));
      expect(count(byA, 'recorded')).toBeGreaterThan(0);
      expect(count(byB, 'recorded')).toBeGreaterThan(0);

      const log = await requestsOf(a);
      const streams = Map.groupBy(log, ({ stream }) => stream);
      expect([log.length, streams.size]).toEqual([REQUESTS * COMMANDS_EACH, REQUESTS]);
      for (const events of streams.values()) {
        expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => BigInt(index)));
        expect(await verifyStream(events)).toBeNull();
      }

      const figures = await figuresOf(a);
      expect(await figuresOf(b)).toEqual(figures);
      await sendAll({ a: alone });
      expect(await figuresOf(alone)).toEqual(figures);
      expect(figures).toMatchObject({ total: { received: REQUESTS, closures: REQUESTS, transfersOut: REQUESTS, backlog: { open: 0 } } });
    } finally {
      for (const replica of [a, b, alone]) await replica.stop();
      await stub.close();
    }
  });
});
