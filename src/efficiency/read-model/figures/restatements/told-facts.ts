import type { SqlParams, SqlRow } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import type { Grouping } from '../dimensions.js';
import { ofVersions } from './told-macros.js';
import type { Version } from './touched-versions.js';

/** Groups of a figure asked of versions: the version stands where the hall is asked for. */
export const BY_VERSION: Grouping = { dimensions: ['HALL', 'DEPARTMENT'], buckets: [], params: {} };

/**
 * Answers the figures' own statements over versions of requests instead of the requests at one position: so what an event did to a
 * figure is told by the very text that makes the figure.
 */
export class ToldFacts implements Facts {
  private readonly told: readonly bigint[];

  constructor(
    private readonly facts: Facts,
    versions: readonly Version[],
  ) {
    this.told = versions.flatMap(({ request, position, era }) => [request, position, BigInt(era)]);
  }

  query<T extends SqlRow>(sql: string, params: SqlParams = {}): Promise<readonly T[]> {
    const told = ofVersions(sql).replaceAll('receipt.hall AS', 'receipt.request::VARCHAR AS');
    return this.facts.query<T>(told, { ...params, p: this.told });
  }
}
