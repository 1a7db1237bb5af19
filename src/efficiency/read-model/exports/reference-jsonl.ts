import type { Facts } from '../facts.js';

/** Events that only say where others are; whoever records the others makes its own. */
const INDEX = 'ReferenceStreamOpened';
/** What names people. */
const OF_OFFICERS = 'Officer%';
const PAGE = 1_000;

/**
 * Departments, officers, service items and calendars as the log took them up to a position, version after version: what an import
 * needs before and between the requests, so that every receipt pins and every calendar counts as it did. @param withPeople officers too.
 */
export async function* referenceJsonl(facts: Facts, position: bigint, withPeople: boolean): AsyncGenerator<string> {
  const sql = `SELECT position, type, data, recorded_at_ms FROM reference_events WHERE position <= $p AND position > $after AND type <> '${INDEX}' ${withPeople ? '' : `AND type NOT LIKE '${OF_OFFICERS}'`}
    ORDER BY position LIMIT ${PAGE}`;
  for (let after = -1n; ;) {
    const page = await facts.query<{ position: bigint; type: string; data: string; recorded_at_ms: bigint }>(sql, { p: position, after });
    yield page.map((row) => `${lineOf(row)}\n`).join('');
    if (page.length < PAGE) return;
    after = page.at(-1)?.position ?? after;
  }
}

const lineOf = ({ position, type, data, recorded_at_ms }: { position: bigint; type: string; data: string; recorded_at_ms: bigint }): string =>
  JSON.stringify({ position: position.toString(), recordedAt: new Date(Number(recorded_at_ms)).toISOString(), type, data: JSON.parse(data) as object });
