import { DurationDistribution } from '../duration.type.js';
import type { EfficiencyReport } from '../efficiency-report.js';
import { AGE_BANDS } from '../../read-model/figures/backlog-figure.js';
import { COUNTED, type CountedFigure, MEASURED, type MeasuredFigure } from '../../read-model/figures/figure-relations.js';

export type FigureUnit = 'COUNT' | 'DURATION' | 'SHARE';
/** Null where there is no such value, as of a mean over no case. */
export interface FigureValue {
  readonly unit: FigureUnit;
  readonly value: bigint | number | null;
}
/** By name: a figure as it can be opened, and after a dot which part of it; in a fixed order. */
export type FigureValues = ReadonlyMap<string, FigureValue>;

const LIMITS = ['PROMISED', 'STATUTORY'] as const;
const CREDITS = [['', 'department'], ['FIRST_INQUIRY_', 'first_department']] as const;
const STATES = ['GREEN', 'YELLOW', 'RED', 'SUSPENDED', 'NO_LIMIT'] as const;
const CLASSES = ['HOLDING', 'HANDOVER', 'APPLICANT', 'STATUTORY', 'OFF_HOURS', 'CLOSED'] as const;

const count = (value: number): FigureValue => ({ unit: 'COUNT', value });
const share = (value: number | null): FigureValue => ({ unit: 'SHARE', value });
const duration = (value: bigint | number | null): FigureValue => ({ unit: 'DURATION', value });

/** Every figure of one department, or of all together (null). */
export async function figureValues(report: EfficiencyReport, department: string | null): Promise<FigureValues> {
  const values = new Map<string, FigureValue>();
  for (const figure of Object.keys(COUNTED) as CountedFigure[]) values.set(figure, count(await report.count(department, figure)));
  for (const [prefix, credited] of CREDITS) for (const limit of LIMITS) await addShares(values, report, { department, prefix, credited, limit });
  for (const figure of Object.keys(MEASURED) as MeasuredFigure[]) await addDistribution(values, report, department, figure);
  const ledger = await report.ledger(department);
  for (const name of CLASSES) values.set(`LEDGER.${name}`, duration(ledger?.[name] ?? 0n));
  await addBacklog(values, report, department);
  return values;
}

interface Credited {
  readonly department: string | null;
  readonly prefix: (typeof CREDITS)[number][0];
  readonly credited: (typeof CREDITS)[number][1];
  readonly limit: (typeof LIMITS)[number];
}

async function addShares(values: Map<string, FigureValue>, report: EfficiencyReport, { department, prefix, credited, limit }: Credited): Promise<void> {
  const of = (name: string): number => Number(values.get(`${prefix}${name}_${limit}`)?.value ?? 0);
  values.set(`${prefix}ON_TIME_SHARE_BY_CLOSURE_${limit}`, share(shareOf(of('CLOSED_ON_TIME'), of('CLOSED_LATE'))));
  values.set(`${prefix}ON_TIME_SHARE_BY_DUE_DATE_${limit}`, share(shareOf(of('DUE_DONE_ON_TIME'), of('DUE_FAILED'))));
  values.set(`${prefix}EARLY_SHARE_MEAN_${limit}`, share(await report.earlyShareMean(department, limit, credited)));
}

const shareOf = (kept: number, missed: number): number | null => (kept + missed === 0 ? null : kept / (kept + missed));

async function addDistribution(values: Map<string, FigureValue>, report: EfficiencyReport, department: string | null, figure: MeasuredFigure): Promise<void> {
  const { n, total, mean, p50, p90, p95, max } = DurationDistribution.of(await report.measure(department, figure));
  values.set(`${figure}.n`, count(n));
  for (const [name, length] of Object.entries({ total, mean, p50, p90, p95, max })) values.set(`${figure}.${name}`, duration(length?.ms ?? null));
}

async function addBacklog(values: Map<string, FigureValue>, report: EfficiencyReport, department: string | null): Promise<void> {
  const backlog = await report.backlog(department);
  values.set('BACKLOG', count(backlog?.open ?? 0));
  for (const band of AGE_BANDS) values.set(`BACKLOG.AGE_${band}`, count(backlog?.byAge.get(band) ?? 0));
  for (const state of STATES) {
    values.set(`BACKLOG.PROMISED_${state}`, count(backlog?.promised.get(state) ?? 0));
    values.set(`BACKLOG.STATUTORY_${state}`, count(backlog?.statutory.get(state) ?? 0));
  }
}
