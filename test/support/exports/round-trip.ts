import { EVERYWHERE } from '../../../src/kernel/actor.js';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { exportOf } from '../../../src/efficiency/read-model/exports/export-kinds.js';
import { FACT_COLUMNS, FACT_KINDS, type FactKind } from '../../../src/efficiency/projections/facts.js';
import { snake, tableOf } from '../../../src/efficiency/read-model/schema.js';
import { FIGURES, type Figure } from '../../../src/efficiency/read-model/figures/figure-relations.js';
import { scopeOf } from '../../../src/efficiency/read-model/scope-of.js';
import { EventStore, type RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { ImportModule, WriteSidePorts } from '../../../src/import/import.module.js';
import { loadMapping } from '../../../src/import/mapping/load-mapping.js';
import { silentProgress } from '../../../src/import/running/progress.js';
import type { Reject } from '../../../src/import/running/reject-line.js';
import { type ImportPorts, type ImportResult, runImport } from '../../../src/import/running/run-import.js';
import { ReferenceDirectory } from '../../../src/reference-data/application/reference-directory.js';
import { SEALED_FIELDS, type ServiceRequestEventType } from '../../../src/service-request/domain/events.js';
import { opened, sumOfPages } from '../graphql-opened.js';
import { reportOf } from '../graphql-figures.js';
import { HandClock, type ReadSide, startReadSide } from '../read-side.js';

const ALL = { fromMs: Date.UTC(1970, 0, 2), toMs: Date.UTC(2100, 11, 30), atMs: null, asKnownAt: null, hotPotatoMs: 1_800_000, filter: {}, within: EVERYWHERE, pseudonymous: false };

/** Exports files of a service into a folder. */
export async function exportInto(side: ReadSide, folder: string, ...names: readonly string[]): Promise<void> {
  await side.readModel.caughtUp();
  for (const name of names) {
    const found = exportOf(name, await scopeOf(side.readModel, ALL, 0), { facts: side.readModel, store: side.store });
    const pieces: Uint8Array[] = [];
    for await (const piece of found!.pieces) pieces.push(typeof piece === 'string' ? Buffer.from(piece) : piece);
    writeFileSync(join(folder, name), Buffer.concat(pieces));
  }
}

export interface Reimported extends ImportResult {
  readonly rejects: readonly Reject[];
}

/** A log to import into. */
export interface Target {
  readonly ports: ImportPorts;
  readonly store: EventStore;
  readonly stop: () => Promise<unknown>;
}

/** An empty log in memory, and what records into it. */
export async function emptyLog(nowMs: number): Promise<Target> {
  const module = ImportModule.forRoot({ dataDir: '', cataloguePath: null, store: 'in-memory', clock: new HandClock(nowMs) });
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  return { ports: app.get(WriteSidePorts), store: app.get(EventStore, { strict: false }), stop: () => app.close() };
}

/** Imports an event log, by the shipped mapping. */
export async function importEvents({ ports }: Pick<Target, 'ports'>, file: string, reference: string | null, options: { readonly signal?: AbortSignal; readonly onSettled?: () => void; readonly mapping?: string } = {}): Promise<Reimported> {
  const rejects: Reject[] = [];
  const mapping = await loadMapping(options.mapping ?? join(import.meta.dirname, '../../../mappings/event-log.yaml'));
  const result = await runImport({
    file, reference, mapping, ports, actor: { principal: 'import', role: 'administrator', scope: EVERYWHERE }, correlationId: 'round-trip',
    rejects: { write: async (some) => void rejects.push(...some) }, progress: { ...silentProgress, events: () => options.onSettled?.() }, clock: new HandClock(0), signal: options.signal ?? new AbortController().signal,
  });
  return { ...result, rejects };
}

/** The import's doors on a running service, whose own directory nobody else gets hold of. */
export function portsOf({ bus, store }: ReadSide): ImportPorts {
  const fresh = async () => {
    const directory = new ReferenceDirectory(store);
    await directory.catchUp();
    return directory.state;
  };
  return Object.assign(new WriteSidePorts(bus, store, new ReferenceDirectory(store)), { registered: fresh });
}

/** A service over the exported events, imported into an empty log at `nowMs`. */
export async function copyThrough(side: ReadSide, name: string, nowMs: number): Promise<{ readonly copy: ReadSide; readonly imported: Reimported }> {
  const folder = mkdtempSync(join(tmpdir(), 'round-trip-'));
  try {
    await exportInto(side, folder, name, 'reference.jsonl');
    const copy = await startReadSide({ clock: new HandClock(nowMs) });
    const imported = await importEvents({ ports: portsOf(copy) }, join(folder, name), join(folder, 'reference.jsonl'));
    await copy.readModel.caughtUp();
    return { copy, imported };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A figure of each sort, opened into its requests: sums, ends of holdings, verdicts, and what stands open. */
const OPENED: readonly Figure[] = ['RECEIVED', 'BUCK_PASSES', 'HOLDINGS_ENDED', 'PROMISED_CLOSED_LATE', 'PROMISED_DUE_FAILED', 'OPEN'].filter((name): name is Figure => name in FIGURES);

/** Every figure, in total and per department, and some opened into their requests, in their order. */
export async function allFigures(side: ReadSide, at: string): Promise<unknown> {
  const { total, departments } = await reportOf(side, { at });
  const lists = await Promise.all(OPENED.map(async (figure) => {
    const found = await opened(side, figure, { at });
    return [figure, found.totalCount, ...sumOfPages(found), ...found.requests];
  }));
  return { total, departments, lists };
}

/**
 * Every fact that is true, with the request it is of instead of places in the log: whatever figure is asked of two logs with the same
 * facts is the same. Follow-ups of this service's own are left out: what it warned of, and when, is no part of a history.
 */
export async function allFacts({ readModel }: ReadSide): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const p = readModel.position() ?? -1n;
  const facts = FACT_KINDS.filter((kind) => !OWN_KINDS.has(kind)).map(async (kind) => {
    const relation = kind === 'tails' ? '(SELECT * FROM live_tails($p) QUALIFY row_number() OVER (PARTITION BY request ORDER BY position DESC) = 1)' : `live_${tableOf(kind)}($p)`;
    const own = Object.keys(FACT_COLUMNS[kind]).map((column) => `f.${snake(column)}`);
    const sql = `SELECT r.hall AS of_hall, r.request_id AS of_request, f.fact_key, ${own.join(', ')} FROM ${relation} f JOIN live_receipts($p) r USING (request)
      ORDER BY of_hall, of_request, f.fact_key`;
    return [kind, await readModel.query(sql, { p })] as const;
  });
  return Object.fromEntries(await Promise.all(facts));
}

const OWN_KINDS: ReadonlySet<FactKind> = new Set<FactKind>(['warnings', 'rectifications', 'rectificationCompletions']);

/** What was said of each request, in its order: type, data without texts, and the sender's own. */
export async function storyOf(store: EventStore): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const stories = new Map<string, unknown[]>();
  for (let page = await store.readAll(null, 10_000); page.length > 0; page = await store.readAll(page.at(-1)!.position, 10_000)) {
    for (const event of page) {
      if (!event.stream.startsWith('serviceRequest-')) continue;
      const story = stories.get(event.stream) ?? [];
      stories.set(event.stream, story);
      story.push(saidBy(event));
    }
  }
  return stories;
}

function saidBy({ type, data, metadata }: RecordedEvent): unknown {
  const sealed = SEALED_FIELDS[type as ServiceRequestEventType];
  const kept = Object.fromEntries(Object.entries(data).filter(([name]) => name !== sealed));
  return [type, kept, metadata['source'], metadata['claimedOccurredAt'] ?? null];
}
