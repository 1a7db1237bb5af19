import { EARLIEST_MS, LATEST_MS } from '../read-model/facts-span.js';
import type { Facts } from '../read-model/facts.js';
import { FewAtATime } from '../read-model/few-at-a-time.js';
import { previousPeriod, shifted, shiftOf, type Comparison } from '../read-model/figures/compared-periods.js';
import { groupKey, isTime, type Dimension, type GroupValues } from '../read-model/figures/dimensions.js';
import type { MsRange } from '../read-model/figures/figure-filter.js';
import { QuestionRefused } from '../read-model/figures/question-refused.js';
import { groupingOf, type Scope } from '../read-model/figures/scope.js';
import { bucketKey, unitStart, type Bucket } from '../read-model/figures/time-buckets.js';
import { judgedAt } from '../read-model/grouping-of.js';
import { calendarsAt, scopeAt, type FigureQuestion, type ScopeSource } from '../read-model/scope-of.js';
import { zoneOf } from '../read-model/zone-of.js';
import type { DepartmentEfficiency } from './department-efficiency.type.js';
import { EfficiencyReport } from './efficiency-report.js';
import type { ComparedFigures, EfficiencyGroup } from './efficiency.type.js';
import { namedGroup } from './grouped-question.js';

/** As many as read at once: more would only stand in everybody's queue. */
const STATEMENTS_AT_A_TIME = 2;

/** One question by any dimensions, with the same question of the periods it is compared with, asked when a field wants them. */
export class EfficiencyAnswer {
  readonly report: EfficiencyReport;
  private readonly facts: Facts;
  private readonly buckets: ReadonlyMap<string, Bucket>;
  private readonly compared = new Map<string, Promise<EfficiencyReport>>();

  constructor(
    private readonly source: ScopeSource,
    private readonly question: FigureQuestion,
    readonly scope: Scope,
  ) {
    this.facts = new FewAtATime(source, STATEMENTS_AT_A_TIME);
    this.report = new EfficiencyReport(this.facts, scope, source.names.departments);
    this.buckets = new Map(this.grouping.buckets.map((bucket) => [bucket.key, bucket]));
  }

  /** The group of these values; of null the total. */
  group(values: GroupValues | null): EfficiencyGroup {
    const bucket = this.bucketOf(values);
    return {
      key: values === null ? [] : namedGroup(this.dimensions, values, this.source.names), compare: (comparison) => this.compare(values, comparison),
      ...openEnds(bucket ?? this.question), at: bucket === null ? this.scope.nowMs : judgedAt(bucket, this.scope.nowMs),
      figures: this.rowOf(this.report, values),
    };
  }

  /** @throws QuestionRefused without a period, or when its days cannot be told. */
  private async compare(values: GroupValues | null, comparison: Comparison): Promise<ComparedFigures> {
    const bucket = this.bucketOf(values);
    const report = await this.reportOf(comparison, bucket !== null);
    const theirs = bucket === null || values === null ? values : values.with(this.timeAt, this.comparedKey(bucket, comparison));
    const { fromMs } = report.scope;
    // A part of a month's last day is compared with nothing when the other month is shorter.
    const range = bucket === null ? report.scope : groupingOf(report.scope).buckets.find(({ key }) => key === theirs![this.timeAt]) ?? { fromMs, toMs: fromMs };
    return { ...openEnds(range), at: Math.min(range.toMs, report.scope.nowMs), figures: this.rowOf(report, theirs) };
  }

  private get grouping() {
    return groupingOf(this.scope);
  }

  private get dimensions(): readonly Dimension[] {
    return this.grouping.dimensions;
  }

  private get timeAt(): number {
    return this.dimensions.findIndex(isTime);
  }

  private bucketOf(values: GroupValues | null): Bucket | null {
    const key = values?.[this.timeAt];
    return key == null ? null : this.buckets.get(key) ?? null;
  }

  private comparedKey(bucket: Bucket, comparison: Comparison): string {
    const unit = this.dimensions.find(isTime)!;
    return bucketKey(unit, unitStart(unit, shiftOf(comparison, unit)(bucket.day)));
  }

  private rowOf(report: EfficiencyReport, values: GroupValues | null): DepartmentEfficiency {
    const key = values === null ? null : groupKey(values);
    const department = report.departmentOf(key);
    return { departmentId: key, departmentName: department === null ? null : this.source.names.departments.get(department) ?? null, report };
  }

  /** Groups of a time dimension are compared bucket by bucket, the total and other groups period by period. */
  private reportOf(comparison: Comparison, byBucket: boolean): Promise<EfficiencyReport> {
    const name = `${comparison} ${byBucket}`;
    const known = this.compared.get(name) ?? this.makeReport(comparison, byBucket);
    this.compared.set(name, known);
    return known;
  }

  private async makeReport(comparison: Comparison, byBucket: boolean): Promise<EfficiencyReport> {
    const { position, nowMs } = this.scope;
    const range = this.comparedRange(comparison, byBucket);
    const fromMs = Math.max(EARLIEST_MS, range.fromMs);
    const period = { fromMs, toMs: Math.max(fromMs, range.toMs) };
    const { by, ...question } = this.question;
    const grouped = byBucket || by?.some(isTime) !== true ? { ...question, ...(by && { by }) } : { ...question, by: by.filter((one) => !isTime(one)) };
    const scope = await scopeAt(this.source, { ...grouped, ...period }, position, Math.min(nowMs, period.toMs));
    return new EfficiencyReport(this.facts, scope, this.source.names.departments);
  }

  private comparedRange(comparison: Comparison, byBucket: boolean): MsRange {
    const { fromMs, toMs } = this.question;
    if (fromMs <= EARLIEST_MS || toMs >= LATEST_MS) throw periodNeeded();
    const zone = zoneOf(this.question.zone ?? null, calendarsAt(this.source, this.scope.position));
    if (byBucket) return shifted(zone, { fromMs, toMs }, shiftOf(comparison, this.dimensions.find(isTime)!));
    return comparison === 'PREVIOUS' ? previousPeriod(zone, { fromMs, toMs }) : shifted(zone, { fromMs, toMs }, shiftOf('YEAR_BEFORE', 'YEAR'));
  }
}

const openEnds = ({ fromMs, toMs }: MsRange): { readonly from: number | null; readonly to: number | null } =>
  ({ from: fromMs <= EARLIEST_MS ? null : fromMs, to: toMs >= LATEST_MS ? null : toMs });

const periodNeeded = (): QuestionRefused => new QuestionRefused(
  'PERIOD_NEEDED', 'A comparison needs a period with both ends: say period { from to }.', '对比需要起止明确的时段：请给出 period { from to }。');
