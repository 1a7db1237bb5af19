import type { EventStore } from '../../../event-store/event-store.port.js';
import { FACT_KINDS, type FactKind } from '../../projections/facts.js';
import type { Facts } from '../facts.js';
import type { Scope } from '../figures/scope.js';
import { tableOf } from '../schema.js';
import { factsCsv, factsParquet } from './facts-files.js';
import { historiesCsv } from './histories-csv.js';
import { historiesJsonl } from './histories-jsonl.js';
import { historiesXes } from './histories-xes.js';
import { referenceJsonl } from './reference-jsonl.js';
import { type RequestEvents, requestEvents } from './request-events.js';
import { withoutPeople } from './without-people.js';

export interface ExportSources {
  readonly facts: Facts;
  readonly store: EventStore;
  /** Hears of each request whose history is taken. */
  readonly onRequest?: () => void;
}
export interface Export {
  readonly contentType: string;
  readonly pieces: AsyncGenerator<string | Uint8Array>;
}

const CSV = 'text/csv; charset=utf-8; header=present';
const JSONL = 'application/jsonl; charset=utf-8';
const HISTORIES = ['histories.csv', 'histories.xes', 'histories.jsonl', 'reference.jsonl'] as const;
const FACTS_FORMATS = ['csv', 'parquet'] as const;

/** Everything that can be exported, by file name. */
export const EXPORT_NAMES: readonly string[] = [...HISTORIES, ...FACT_KINDS.flatMap((kind) => FACTS_FORMATS.map((format) => `${tableOf(kind)}.${format}`))];

/** Null for a name that is none of them. Nothing is asked before the first piece is taken. */
export function exportOf(name: string, scope: Scope, { facts, store, onRequest }: ExportSources): Export | null {
  const { pseudonyms } = scope;
  const told = pseudonyms === undefined ? null : (request: RequestEvents) => withoutPeople(request, pseudonyms);
  const histories = (): AsyncGenerator<RequestEvents> => heard(requestEvents(store, facts, scope), onRequest, told);
  switch (name) {
    case 'histories.csv':
      return { contentType: CSV, pieces: historiesCsv(histories()) };
    case 'histories.xes':
      return { contentType: 'application/xml; charset=utf-8', pieces: historiesXes(histories()) };
    case 'histories.jsonl':
      return { contentType: JSONL, pieces: historiesJsonl(histories()) };
    case 'reference.jsonl':
      // Officers belong to no department: their names are for whoever sees all of them.
      return { contentType: JSONL, pieces: referenceJsonl(facts, scope.position, pseudonyms === undefined && scope.sight === undefined) };
    default:
      return factsExport(name, scope, facts);
  }
}

function factsExport(name: string, scope: Scope, facts: Facts): Export | null {
  const [table, format] = name.split('.');
  const kind = FACT_KINDS.find((one): one is FactKind => tableOf(one) === table);
  if (kind === undefined) return null;
  if (format === 'csv') return { contentType: CSV, pieces: factsCsv(facts, kind, scope) };
  return format === 'parquet' ? { contentType: 'application/vnd.apache.parquet', pieces: factsParquet(facts, kind, scope) } : null;
}

async function* heard(
  requests: AsyncGenerator<RequestEvents>, onRequest: (() => void) | undefined, told: ((request: RequestEvents) => RequestEvents) | null,
): AsyncGenerator<RequestEvents> {
  for await (const request of requests) {
    onRequest?.();
    yield told === null ? request : told(request);
  }
}
