import { rmSync } from 'node:fs';
import type { SqlRow } from '../duckdb-connection.js';
import type { Facts } from '../facts.js';
import { paramsOf, usedParams, type Scope } from '../figures/scope.js';
import { type FlipSubject, type LimitVerdict, verdictsAsked, verdictsRelation } from './verdicts.js';

/** One limit of one closure, or of one open request, that the rules judge otherwise. */
export interface Flip extends SqlRow {
  /** Its place among all flips of the question, from 1. */
  readonly n: bigint;
  readonly subject: FlipSubject;
  readonly limit_kind: 'PROMISED' | 'STATUTORY';
  readonly hall: string;
  readonly request_id: string;
  readonly service_item: string;
  /** The department that closed it, or holds it. */
  readonly charged: string;
  readonly charged_officer: string | null;
  readonly received_at_ms: bigint;
  /** The closure; null of an open request. */
  readonly at_ms: bigint | null;
  readonly verdict: LimitVerdict;
  readonly due_ms: bigint | null;
  readonly ruled: LimitVerdict;
  readonly ruled_due_ms: bigint | null;
}
export interface FlipTotal extends SqlRow {
  readonly subject: FlipSubject;
  readonly limit_kind: 'PROMISED' | 'STATUTORY';
  readonly verdict: LimitVerdict;
  readonly ruled: LimitVerdict;
  readonly n: bigint;
  readonly requests: bigint;
}
export interface FlipFilter {
  readonly subject: FlipSubject | null;
  readonly limit: 'PROMISED' | 'STATUTORY' | null;
}
export interface FlipPage {
  readonly rows: readonly Flip[];
  readonly totalCount: number;
  readonly requests: number;
}

const conditionOf = ({ subject, limit }: FlipFilter): string =>
  `${subject === null ? 'TRUE' : `subject = '${subject}'`} AND ${limit === null ? 'TRUE' : `limit_kind = '${limit}'`}`;

/** The flips of one question, as a table of the ruled model. */
export class Flips {
  constructor(private readonly ruled: Facts, private readonly table: string) {}

  async page(filter: FlipFilter, first: number, after: bigint): Promise<FlipPage> {
    const where = conditionOf(filter);
    const [total] = await this.ruled.query<{ n: bigint; requests: bigint }>(`SELECT count(*) AS n, count(DISTINCT request) AS requests FROM ${this.table} WHERE ${where}`);
    const rows = await this.ruled.query<Flip>(`SELECT * FROM ${this.table} WHERE ${where} AND n > $after ORDER BY n LIMIT ${first}`, { after });
    return { rows, totalCount: Number(total?.n ?? 0n), requests: Number(total?.requests ?? 0n) };
  }

  totals(): Promise<readonly FlipTotal[]> {
    return this.ruled.query<FlipTotal>(`SELECT subject, limit_kind, verdict, ruled, count(*) AS n, count(DISTINCT request) AS requests
      FROM ${this.table} GROUP BY ALL ORDER BY ALL`);
  }

  async drop(): Promise<void> {
    await this.ruled.query(`DROP TABLE ${this.table}`);
  }
}

export interface FlipSides {
  readonly actual: { readonly facts: Facts; readonly scope: Scope };
  readonly ruled: { readonly facts: Facts; readonly scope: Scope };
}

/**
 * Holds what the limits say in reality against what they say under the rules, request by request. What is in reality goes
 * over in a file, written and read by the database: it may be more rows than this process should hold.
 */
export async function findFlips({ actual, ruled }: FlipSides, table: string, file: string): Promise<Flips> {
  const copy = `COPY (${verdictsAsked(actual.scope)}) TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`;
  try {
    await actual.facts.query(copy, usedParams(copy, paramsOf(actual.scope)));
    const create = `CREATE TABLE ${table} AS SELECT row_number() OVER (ORDER BY request, subject, ordinal, limit_kind) AS n, *
      FROM (SELECT a.*, coalesce(r.verdict, 'NOT_MEASURED') AS ruled, r.due_ms AS ruled_due_ms
        FROM read_parquet('${file.replaceAll("'", "''")}') a
        LEFT JOIN (${verdictsRelation(ruled.scope)}) r USING (request, ordinal, subject, limit_kind)) WHERE verdict <> ruled`;
    await ruled.facts.query(create, usedParams(create, paramsOf(ruled.scope)));
  } finally {
    rmSync(file, { force: true });
  }
  return new Flips(ruled.facts, table);
}
