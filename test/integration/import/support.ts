import { EVERYWHERE } from '../../../src/kernel/actor.js';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { EventStore, type RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { Clock } from '../../../src/kernel/clock.js';
import { ImportModule, WriteSidePorts } from '../../../src/import/import.module.js';
import type { ImportMapping } from '../../../src/import/mapping/mapping.js';
import { silentProgress } from '../../../src/import/running/progress.js';
import type { Reject } from '../../../src/import/running/reject-line.js';
import { runImport, type ImportPorts, type ImportResult } from '../../../src/import/running/run-import.js';

/** A clock that stands still, after every log that is imported. */
export class StandingClock extends Clock {
  override nowMs = (): number => Date.UTC(2026, 0, 1);
}

export interface Hall {
  readonly app: INestApplicationContext;
  readonly ports: WriteSidePorts;
  readonly store: EventStore;
}

/** The real write side: bus, decider, store. */
export async function openHall(dataDir: string | null = null): Promise<Hall> {
  const kind = dataDir === null ? ('in-memory' as const) : ('sqlite' as const);
  const module = ImportModule.forRoot({ dataDir: dataDir ?? '', cataloguePath: null, store: kind, clock: new StandingClock() });
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  return { app, ports: app.get(WriteSidePorts), store: app.get(EventStore, { strict: false }) };
}

export interface Imported extends ImportResult {
  readonly rejects: readonly Reject[];
}

export async function importInto(
  hall: { readonly ports: ImportPorts },
  file: string,
  mapping: ImportMapping,
  signal = new AbortController().signal,
): Promise<Imported> {
  const rejects: Reject[] = [];
  const sink = { write: async (some: readonly Reject[]) => void rejects.push(...some) };
  const actor = { principal: 'import', role: 'administrator', scope: EVERYWHERE } as const;
  const run = {
    file,
    mapping,
    ports: hall.ports,
    actor,
    correlationId: 'test',
    rejects: sink,
    progress: silentProgress,
    clock: new StandingClock(),
    signal,
  };
  return { ...(await runImport(run)), rejects };
}

export async function requestEvents({ store }: Hall): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  let page: readonly RecordedEvent[];
  do {
    page = await store.readAll(events.at(-1)?.position ?? null, 1_000);
    events.push(...page);
  } while (page.length > 0);
  return events.filter(({ stream }) => stream.startsWith('serviceRequest-'));
}

export async function countsOf(hall: Hall): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { type } of await requestEvents(hall)) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

const ROOT = join(import.meta.dirname, '../../..');
const LOGS = process.env['REAL_LOGS'] ?? join(ROOT, '../shared/data');
export const mappingFile = (name: string): string => join(ROOT, 'mappings', `${name}.yaml`);
export const realLog = (name: string): string => join(LOGS, name);

/** `describe` where the real logs are; elsewhere it says that it leaves out what needs them. */
export function describeWithLogs(title: string, body: () => void): void {
  const present = existsSync(realLog('README.md'));
  if (!present) process.stderr.write(`Left out, the real logs are not here (set REAL_LOGS to their folder): ${title}\n`);
  (present ? describe : describe.skip)(title, body);
}
