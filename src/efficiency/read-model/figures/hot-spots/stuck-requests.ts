import type { SqlParams } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import { askAmounts, type AmountPage, type AmountPlace, type RequestSummaryRow } from '../request-summaries.js';
import { conditionsOf, paramsOf, type Scope } from '../scope.js';
import { spotsOf, type SpotState } from './spots.js';

/** One open request where it stands; `ms` is how long it has waited there. */
export interface StuckRequest extends RequestSummaryRow {
  readonly ms: bigint;
  readonly spot_department: string;
  readonly spot_officer: string | null;
  readonly state: SpotState;
  readonly spot_since_ms: bigint;
  readonly route_step: number | null;
  readonly progress_step: string | null;
}
/** Which of the open requests; an absent member leaves it open, a null of a step means that there is none. */
export interface SpotChoice {
  readonly state?: SpotState;
  readonly routeStep?: number | null;
  readonly progressStep?: string | null;
  /** Those that have waited longer. */
  readonly overMs?: number;
}

/** Open requests at the scope's instant, the one that has waited longest first. */
export function stuckRequests(facts: Facts, scope: Scope, choice: SpotChoice, first: number, after: AmountPlace | null): Promise<AmountPage<StuckRequest>> {
  const { where, params: chosen } = chosenBy(choice);
  return askAmounts(facts, {
    tables: `spots AS MATERIALIZED (SELECT *, waited_ms AS ms FROM ${spotsOf(scope)} WHERE ${where} AND ${conditionsOf(scope)})`, name: 'spots',
    columns: 'k.ms, k.charged AS spot_department, k.charged_officer AS spot_officer, k.state, k.since_ms AS spot_since_ms, k.route_step, k.progress_step',
    params: { ...paramsOf(scope), ...chosen },
  }, first, after);
}

function chosenBy({ state, routeStep, progressStep, overMs }: SpotChoice): { readonly where: string; readonly params: SqlParams } {
  const conditions: readonly (readonly [string, SqlParams])[] = [
    ...(state === undefined ? [] : [['state = $state', { state }] as const]),
    ...(routeStep === undefined ? [] : [['route_step IS NOT DISTINCT FROM $route_step', { route_step: routeStep === null ? null : BigInt(routeStep) }] as const]),
    ...(progressStep === undefined ? [] : [['progress_step IS NOT DISTINCT FROM $progress_step', { progress_step: progressStep }] as const]),
    ...(overMs === undefined ? [] : [['waited_ms > $over_ms', { over_ms: BigInt(overMs) }] as const]),
  ];
  return {
    where: ['TRUE', ...conditions.map(([sql]) => sql)].join(' AND '),
    params: Object.fromEntries(conditions.flatMap(([, params]) => Object.entries(params))),
  };
}
