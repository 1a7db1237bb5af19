import type { Json, ReadSide } from './read-side.js';

/** Arguments of a question, as the API takes them. */
export interface Question {
  readonly period?: { readonly from?: string; readonly to?: string };
  readonly filter?: Readonly<Record<string, readonly string[]>>;
  readonly at?: string;
  readonly asKnownAt?: { readonly position?: string; readonly instant?: string };
}
/** Figures by path, such as `received`, `processingTime.p50` (milliseconds as text) or `promised.byClosure.late`. */
export type Figures = Readonly<Record<string, string | number | null>>;
export interface Report {
  readonly position: string | null;
  readonly at: string;
  readonly total: Figures;
  readonly departments: Readonly<Record<string, Figures>>;
}

const PARAMETERS = '$period: PeriodInput, $filter: FigureFilterInput, $at: Instant, $asKnownAt: AsKnownAtInput';
const ARGUMENTS = 'period: $period, filter: $filter, at: $at, asKnownAt: $asKnownAt';
const distribution = (name: string): string => `${name} { n total { ms } mean { ms } p50 { ms } p90 { ms } p95 { ms } max { ms } }`;
const timeliness = (alias: string, limit: string, credit: string): string => `${alias}: timeliness(limit: ${limit}, credit: ${credit}) {
  byClosure { onTime late withoutLimit onTimeShare } byDueDate { doneOnTime failed notYetDue suspended onTimeShare } earlyShareMean }`;
const states = (name: string): string => `${name} { green yellow red suspended withoutLimit }`;

/** Every figure there is. */
export const FIGURE_FIELDS = `received closures reopenings transfersOut transfersIn plannedTransfers buckPasses buckPassesBeforeRulings returns pingPongs
  hotPotatoes refusals recalls firstInquiryCompletions
  ${['processingTime', 'holdingTime', 'leadTime'].map(distribution).join(' ')}
  ledger { ${['closed', 'offHours', 'statutory', 'applicant', 'handover', 'holding', 'total'].map((name) => `${name} { ms }`).join(' ')} }
  backlog { open byAge { band open } ${states('promised')} ${states('statutory')} }
  ${timeliness('promised', 'PROMISED', 'CLOSING_DEPARTMENT')} ${timeliness('statutory', 'STATUTORY', 'CLOSING_DEPARTMENT')}
  ${timeliness('promisedFirst', 'PROMISED', 'FIRST_INQUIRY_DEPARTMENT')} ${timeliness('statutoryFirst', 'STATUTORY', 'FIRST_INQUIRY_DEPARTMENT')}`;
const REPORT = `query Report(${PARAMETERS}) { departmentEfficiency(${ARGUMENTS}) {
  position at total { ...row } departments { departmentId ...row } } } fragment row on DepartmentEfficiency { ${FIGURE_FIELDS} }`;

/** All figures, in total and per department, once everything in the log is projected. */
export async function reportOf(side: ReadSide, question: Question = {}): Promise<Report> {
  await side.readModel.caughtUp();
  const { position, at, total, departments } = (await side.ask(REPORT, question)).departmentEfficiency;
  const byId = (departments as Json[]).map(({ departmentId, ...row }) => [departmentId, flat(row)]);
  return { position, at, total: flat(total), departments: Object.fromEntries(byId) };
}

export function flat(value: Json, path = ''): Figures {
  if (value === null || typeof value !== 'object') return { [path]: value };
  if (Array.isArray(value)) return Object.assign({}, ...value.map((one: Json) => ({ [`${path}.${one.band}`]: one.open })));
  if ('ms' in value) return { [path]: value.ms };
  const under = (name: string): string => (path === '' ? name : `${path}.${name}`);
  return Object.assign({}, ...Object.entries(value).map(([name, one]) => flat(one, under(name))));
}

const NOT_SUMS = /\.(mean|p50|p90|p95|max|onTimeShare|earlyShareMean)$|Mean$/;
/** The figures that add up over disjoint parts, as integers. */
export const summable = (figures: Figures): Record<string, bigint> =>
  Object.fromEntries(Object.entries(figures).filter(([path, value]) => !NOT_SUMS.test(path) && value !== null).map(([path, value]) => [path, BigInt(value!)]));

export function sumOfReports(parts: readonly Figures[]): Record<string, bigint> {
  const sum: Record<string, bigint> = {};
  for (const part of parts) for (const [path, value] of Object.entries(summable(part))) sum[path] = (sum[path] ?? 0n) + value;
  return sum;
}
