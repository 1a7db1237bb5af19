import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NoParkedAnswer, ParkedExchange } from '../../../src/efficiency/read-model/parked-exchange.js';
import { askParked } from '../../../src/efficiency/read-model/parked-offline.js';
import { ReadModelFiles, readModelFolder } from '../../../src/efficiency/read-model/read-model-files.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { DEMO_NOW_MS, startDemo } from '../../support/read-side-demo.js';
import { eventsOf } from '../../support/read-side-log.js';
import { HandClock, type ReadSide, startReadSide } from '../../support/read-side.js';

jest.setTimeout(120_000);

/** What stands in a real log: an event of a type that only a later program knows, and one after it. */
describe('parked requests, asked for from outside', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'parked-'));
  const log = join(dataDir, 'events.sqlite');
  const files = (): ReadModelFiles => new ReadModelFiles(readModelFolder(dataDir));
  const ask = (question: Parameters<typeof askParked>[0], silenceMs = 30_000) =>
    askParked(question, files(), () => SqliteEventStore.open(log), { memoryMb: 100, silenceMs });
  const start = (): Promise<ReadSide> => startReadSide({ clock: new HandClock(DEMO_NOW_MS), dataDir });
  let stream: string;
  let position: bigint;

  beforeAll(async () => {
    await (await startDemo({ seed: 81, requestsPerYear: 20 }, dataDir)).stop();
    const store = await SqliteEventStore.open(log);
    const last = (await eventsOf(store)).findLast(({ type }) => type === 'RequestReceived')!;
    stream = last.stream;
    let revision = 0n;
    for await (const event of store.readStream(stream)) ({ revision } = event);
    const newer = (n: number, type: string) => ({ id: `00000000-0000-4000-8000-00000000000${n}`, type, data: last.data, metadata: last.metadata });
    ({ positions: [position = 0n] } = await store.append(stream, revision, [newer(1, 'RequestArchivedV2'), newer(2, 'RequestCompleted')]));
    await store.close();
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  const listed = () => ({
    kind: 'listed',
    requests: [expect.objectContaining({ stream, position, type: 'RequestArchivedV2', code: 'UNKNOWN_TYPE', eventsBehind: 1 })],
  });

  it('are listed and tried again by the service that has the file open', async () => {
    const side = await start();
    await side.readModel.caughtUp();
    expect(await ask({ action: 'list' })).toEqual(listed());
    expect(await ask({ action: 'replay', stream: null })).toEqual({ kind: 'replayed', tried: 1, released: 0, parked: 1 });
    expect(await ask({ action: 'replay', stream: 'serviceRequest-hall.none' })).toEqual({ kind: 'replayed', tried: 0, released: 0, parked: 1 });
    expect(readdirSync(readModelFolder(dataDir)).filter((name) => name.startsWith('parked-'))).toEqual([]);
    await side.stop();
  });

  it('are listed and tried again in the file itself while no service runs', async () => {
    expect(await ask({ action: 'list' })).toEqual(listed());
    expect(await ask({ action: 'replay', stream })).toEqual({ kind: 'replayed', tried: 1, released: 0, parked: 1 });
  });

  it('are pages of a GraphQL connection, counted in health, and shown as of before', async () => {
    const side = await start();
    await side.readModel.caughtUp();
    const id = stream.slice('serviceRequest-'.length);
    const { parkedRequests, serviceRequest } = await side.ask(`query ($id: ID!) {
      parkedRequests(first: 1) {
        totalCount pageInfo { hasNextPage endCursor }
        edges { cursor node { id stream position revision type recordedAt reason explanation { en zh } detail eventsBehind } }
      }
      serviceRequest(id: $id) { completed parkedAt timeline { type } }
    }`, { id });
    expect(parkedRequests).toEqual({
      totalCount: 1, pageInfo: { hasNextPage: false, endCursor: `${position}:${stream}` },
      edges: [{
        cursor: `${position}:${stream}`,
        node: expect.objectContaining({
          id, stream, position: String(position), type: 'RequestArchivedV2', reason: 'UNKNOWN_TYPE', detail: 'Unknown service request event type: "…"', eventsBehind: 1,
          explanation: { en: expect.stringContaining('does not know its type'), zh: expect.stringContaining('不认识') },
        }),
      }],
    });
    expect(serviceRequest.parkedAt).toBe(String(position));
    expect(serviceRequest.timeline.map(({ type }: { type: string }) => type)).not.toContain('RequestArchivedV2');
    const after = await side.ask('query ($after: String) { parkedRequests(after: $after) { totalCount edges { cursor } } }', { after: `${position}:${stream}` });
    expect(after.parkedRequests).toEqual({ totalCount: 1, edges: [] });
    expect(side.readModel.status().parkedRequests).toBe(1);
    await side.stop();
  });

  it('are not told where there is no read model, or where its service says nothing', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'parked-none-'));
    const asked = askParked({ action: 'list' }, new ReadModelFiles(empty), () => SqliteEventStore.open(log), { memoryMb: 100, silenceMs: 100 });
    await expect(asked).rejects.toThrow(NoParkedAnswer);
    await expect(new ParkedExchange(empty).ask({ action: 'list' }, 200)).rejects.toThrow('did not answer');
    expect(readdirSync(empty)).toEqual([]);
    rmSync(empty, { recursive: true });
  });

  it('are told what the service refuses, and how far it is while it works', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parked-exchange-'));
    const exchange = new ParkedExchange(folder);
    const seen: string[] = [];
    const answering = async (handle: Parameters<ParkedExchange['answer']>[0]): Promise<void> => {
      while (!readdirSync(folder).some((name) => name.startsWith('parked-asked-') && name.endsWith('.json'))) await new Promise((resolve) => setImmediate(resolve));
      await exchange.answer(handle);
    };
    const refused = exchange.ask({ action: 'list' }, 10_000);
    await Promise.all([expect(refused).rejects.toThrow('being built'), answering(() => Promise.reject(new Error('being built')))]);
    const replayed = exchange.ask({ action: 'replay', stream: null }, 10_000, (tried, of) => seen.push(`${tried}/${of}`));
    await Promise.all([replayed, answering(async (_question, tell) => {
      tell({ kind: 'under-way', tried: 1, of: 2 });
      while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
      return { kind: 'replayed', tried: 2, released: 2, parked: 0 };
    })]);
    expect([await replayed, seen]).toEqual([{ kind: 'replayed', tried: 2, released: 2, parked: 0 }, ['1/2']]);
    rmSync(folder, { recursive: true });
  });
});
