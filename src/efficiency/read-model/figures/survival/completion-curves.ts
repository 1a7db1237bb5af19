import type { SqlRow } from '../../duckdb-connection.js';
import type { Facts } from '../../facts.js';
import { askGrouped } from '../grouped.js';
import type { Distribution } from '../measure-figures.js';
import { QuestionRefused } from '../question-refused.js';
import { conditionsOf, paramsOf, usedParams, type Scope } from '../scope.js';
import { AT_LIMIT, completionSample, limitSample, type LimitName, type TimeAxis } from './completion-sample.js';
import { doneShare, kaplanMeier, stepAt, type Curve, type TimeRow } from './kaplan-meier.js';

/** Requests received in the period and the filter: each may bring a time of its own, of some hundred bytes here. */
export const COHORT_MAX = 250_000;

interface Row extends SqlRow {
  readonly t: bigint | number;
  readonly events: bigint;
  readonly censored: bigint;
}

/** The curve of each group; under null that of all together. */
export const completionCurves = (facts: Facts, scope: Scope, axis: TimeAxis): Promise<ReadonlyMap<string | null, Curve>> =>
  curvesOf(facts, scope, completionSample(scope, axis));

/** Share done within the limit: 1 - S at the whole budget. A group in which nobody has such a limit is absent. */
export async function doneWithinLimit(facts: Facts, scope: Scope, limit: LimitName): Promise<ReadonlyMap<string | null, WithinLimit>> {
  const curves = await curvesOf(facts, scope, limitSample(scope, limit));
  return new Map([...curves].map(([key, curve]) => [key, withinLimit(curve)]));
}

export interface WithinLimit {
  readonly share: number;
  /** Requests with such a limit. */
  readonly n: number;
  /** First closed within it. */
  readonly onTime: number;
  /** Open, and not past it: what becomes of them is not known yet. */
  readonly undecided: number;
}

function withinLimit(curve: Curve): WithinLimit {
  const step = stepAt(curve, AT_LIMIT);
  const within = curve.rows.filter(({ time }) => time <= AT_LIMIT);
  const sum = (of: 'events' | 'censored'): number => within.reduce((total, row) => total + row[of], 0);
  return { share: step === null ? 0 : doneShare(curve, step), n: curve.n, onTime: sum('events'), undecided: sum('censored') };
}

async function curvesOf(facts: Facts, scope: Scope, from: string): Promise<ReadonlyMap<string | null, Curve>> {
  const rows = await askGrouped<Row>(facts, scope, {
    from, place: 'AT', by: ['t'], aggregates: 'count(*) FILTER (WHERE done) AS events, count(*) FILTER (WHERE NOT done) AS censored', having: 'count(*) > 0',
  });
  return new Map([...rows].map(([key, of]) => [key, kaplanMeier(of.map(timeRow).sort((a, b) => a.time - b.time))]));
}

const timeRow = ({ t, events, censored }: Row): TimeRow => ({ time: Number(t), events: Number(events), censored: Number(censored) });

/** @throws QuestionRefused `COHORT_TOO_LARGE`. */
export async function assertCohort(facts: Facts, scope: Scope, most = COHORT_MAX): Promise<void> {
  const sql = `SELECT count(*) AS n FROM (SELECT request, department AS charged, officer AS charged_officer FROM live_receipts($p)
    WHERE at_ms >= $from_ms AND at_ms < $to_ms AND at_ms <= $now_ms) WHERE ${conditionsOf(scope)}`;
  const [row] = await facts.query<{ n: bigint }>(sql, usedParams(sql, paramsOf(scope)));
  if (Number(row?.n ?? 0n) <= most) return;
  throw new QuestionRefused('COHORT_TOO_LARGE', `More than ${most} requests were received in the period: ask for a shorter one, or filter more.`,
    `该时段收件超过 ${most} 件：请缩短时段或缩小筛选范围。`);
}

interface Measured extends SqlRow {
  readonly n: bigint;
  readonly total_ms: bigint;
  readonly percentiles: readonly number[];
  readonly max_ms: bigint;
}

/** The first closures alone, as if there were no open requests: what looks better than it is. */
export async function closedOnly(facts: Facts, scope: Scope, axis: TimeAxis): Promise<ReadonlyMap<string | null, Distribution>> {
  const rows = await askGrouped<Measured>(facts, scope, {
    from: completionSample(scope, axis), where: 'done', place: 'AT',
    aggregates: 'count(*) AS n, sum(t)::HUGEINT AS total_ms, quantile_cont(t, [0.5, 0.9, 0.95]) AS percentiles, max(t) AS max_ms', having: 'count(*) > 0',
  });
  return new Map([...rows].map(([key, [row]]) => {
    const { n, total_ms, percentiles, max_ms } = row!;
    return [key, { n: Number(n), totalMs: total_ms, p50Ms: percentiles[0]!, p90Ms: percentiles[1]!, p95Ms: percentiles[2]!, maxMs: max_ms }];
  }));
}
