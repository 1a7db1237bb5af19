import type { EventStore, RecordedEvent } from '../../../event-store/event-store.port.js';
import { UndecodableEvent } from '../../../kernel/event-codec.js';
import { decodeServiceRequestEvent } from '../../../service-request/domain/codec.js';
import { streamOf } from '../../../service-request/domain/events.js';
import type { SqlParams, SqlRow } from '../duckdb-connection.js';
import type { Facts } from '../facts.js';
import { conditionsOf, inPeriod, paramsOf, usedParams, type Scope } from '../figures/scope.js';
import { inSight } from '../sight.js';

/** One request and its events up to the position of the question, in the latest version of their types. */
export interface RequestEvents {
  readonly hallId: string;
  readonly requestId: string;
  readonly events: readonly RecordedEvent[];
}

const PAGE_REQUESTS = 500;
const PAGES_AT_ONCE = 8;

/** Whoever held it, when and as which officer: so a filter by department or officer is about everything that touched a request. */
const HELD = `SELECT request, department AS charged, officer AS charged_officer FROM live_segments($p)
  UNION SELECT request, department, officer FROM live_tails($p) UNION SELECT request, department, officer FROM live_receipts($p)`;

interface Found extends SqlRow {
  readonly request: bigint;
  readonly hall: string;
  readonly request_id: string;
}

/**
 * Without a filter the voided requests are among them: they are part of what happened, if of no figure. What may be seen is, as
 * everywhere, what one of the departments has had to do with: with a filter too, which may be about another one of its departments.
 */
function requestsAsked(asked: Scope): { readonly sql: string; readonly params: SqlParams } {
  const scope = { ...asked, filter: asked.asked ?? asked.filter };
  const conditions = conditionsOf(scope);
  const seen = scope.sight === undefined ? '' : ` AND ${inSight(scope.sight)}`;
  const filtered = (conditions === 'TRUE' ? '' : `AND request IN (SELECT request FROM (${HELD}) WHERE ${conditions})`) + seen;
  const sql = `SELECT DISTINCT request, hall, request_id FROM receipts WHERE position <= $p AND ${inPeriod} AND request > $after ${filtered}
    ORDER BY request LIMIT ${PAGE_REQUESTS}`;
  return { sql, params: paramsOf(scope) };
}

export async function countRequests(facts: Facts, scope: Scope): Promise<number> {
  const { sql: listed, params } = requestsAsked(scope);
  const sql = `SELECT count(*) AS n FROM (${listed.replace(/ORDER BY[^)]*$/, '')})`;
  const [row] = await facts.query<{ n: bigint }>(sql, usedParams(sql, { ...params, after: -1n }));
  return Number(row?.n ?? 0n);
}

/** Requests received in the period, in the order in which the log took them; a page of them is held, and few streams. */
export async function* requestEvents(store: EventStore, facts: Facts, scope: Scope): AsyncGenerator<RequestEvents, void, undefined> {
  const { sql, params } = requestsAsked(scope);
  for (let after = -1n; ;) {
    const page = await facts.query<Found>(sql, usedParams(sql, { ...params, after }));
    for (let from = 0; from < page.length; from += PAGES_AT_ONCE)
      yield* await Promise.all(page.slice(from, from + PAGES_AT_ONCE).map((found) => readOne(store, scope, found)));
    if (page.length < PAGE_REQUESTS) return;
    after = page.at(-1)?.request ?? after;
  }
}

async function readOne(store: EventStore, { position }: Scope, { hall, request_id }: Found): Promise<RequestEvents> {
  const events: RecordedEvent[] = [];
  for await (const event of store.readStream(streamOf(hall, request_id))) {
    if (event.position > position) break;
    events.push(latestOf(event));
  }
  return { hallId: hall, requestId: request_id, events };
}

/** What this program cannot read goes out as it is stored. */
function latestOf(event: RecordedEvent): RecordedEvent {
  try {
    const { type, data } = decodeServiceRequestEvent(event.type, event.data, event.unreadable);
    return { ...event, type, data: data as unknown as RecordedEvent['data'] };
  } catch (error) {
    if (error instanceof UndecodableEvent) return event;
    throw error;
  }
}
