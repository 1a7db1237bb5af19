import { COUNTED, MEASURED, STANDING, type CountedFigure, type MeasuredFigure } from '../read-model/figures/figure-relations.js';
import type { LedgerClass } from '../read-model/figures/ledger-figure.js';
import type { LimitName } from '../read-model/figures/early-figure.js';
import { DurationDistribution } from './duration.type.js';
import type { EfficiencyReport } from './efficiency-report.js';

export const STATISTICS = ['N', 'TOTAL', 'MEAN', 'P50', 'P90', 'P95', 'MAX'] as const;
export type StatisticName = (typeof STATISTICS)[number];
const SHARES = ['ON_TIME_SHARE_BY_CLOSURE', 'ON_TIME_SHARE_BY_DUE_DATE', 'EARLY_SHARE'] as const;
type Share = (typeof SHARES)[number];
const LEDGER_CLASSES = ['CLOSED', 'OFF_HOURS', 'STATUTORY', 'APPLICANT', 'HANDOVER', 'HOLDING'] as const satisfies readonly LedgerClass[];
const LEDGER = [...LEDGER_CLASSES, 'TOTAL'] as const;
type LedgerFigure = `LEDGER_${(typeof LEDGER)[number]}`;

export type OrderFigureName = CountedFigure | MeasuredFigure | keyof typeof STANDING | Share | LedgerFigure;
export const ORDER_FIGURES: readonly OrderFigureName[] = [
  ...(Object.keys(COUNTED) as CountedFigure[]), ...(Object.keys(MEASURED) as MeasuredFigure[]), ...(Object.keys(STANDING) as (keyof typeof STANDING)[]),
  ...SHARES, ...LEDGER.map((name): LedgerFigure => `LEDGER_${name}`),
];

export interface EfficiencyOrder {
  readonly figure: OrderFigureName;
  readonly statistic: StatisticName;
  readonly limit: LimitName;
  readonly credit: 'CLOSING_DEPARTMENT' | 'FIRST_INQUIRY_DEPARTMENT';
  readonly direction: 'ASC' | 'DESC';
}

/** What a group is sorted by; null when it has no such value, as a share of nothing. */
export async function orderValue(report: EfficiencyReport, key: string | null, order: EfficiencyOrder): Promise<bigint | number | null> {
  const { figure, statistic } = order;
  if (figure in COUNTED) return report.count(key, figure as CountedFigure);
  if (figure in MEASURED) return statisticOf(DurationDistribution.of(await report.measure(key, figure as MeasuredFigure)), statistic);
  if (figure in STANDING) return (await report.backlog(key))?.open ?? 0;
  if (figure.startsWith('LEDGER_')) return ledgerValue(report, key, figure.slice('LEDGER_'.length) as (typeof LEDGER)[number]);
  return shareValue(report, key, order);
}

function statisticOf(measured: DurationDistribution, statistic: StatisticName): bigint | number | null {
  if (statistic === 'N') return measured.n;
  if (statistic === 'TOTAL') return measured.total.ms;
  return measured[statistic.toLowerCase() as 'mean' | 'p50' | 'p90' | 'p95' | 'max']?.ms ?? null;
}

async function ledgerValue(report: EfficiencyReport, key: string | null, name: (typeof LEDGER)[number]): Promise<bigint> {
  const ledger = await report.ledger(key);
  if (ledger === undefined) return 0n;
  return name === 'TOTAL' ? LEDGER_CLASSES.reduce((sum, one) => sum + ledger[one], 0n) : ledger[name];
}

async function shareValue(report: EfficiencyReport, key: string | null, { figure, limit, credit }: EfficiencyOrder): Promise<number | null> {
  const toFirst = credit === 'FIRST_INQUIRY_DEPARTMENT';
  if (figure === 'EARLY_SHARE') return report.earlyShareMean(key, limit, toFirst ? 'first_department' : 'department');
  const count = (name: string): Promise<number> => report.count(key, `${toFirst ? 'FIRST_INQUIRY_' : ''}${name}_${limit}` as CountedFigure);
  const [kept, missed] = figure === 'ON_TIME_SHARE_BY_CLOSURE'
    ? [await count('CLOSED_ON_TIME'), await count('CLOSED_LATE')] : [await count('DUE_DONE_ON_TIME'), await count('DUE_FAILED')];
  return kept + missed === 0 ? null : kept / (kept + missed);
}
