import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ratingDimensions, type RatedDimension } from '../../read-model/figures/satisfaction/rating-dimensions.js';
import { ReadModelService } from '../../read-model/read-model.service.js';
import { DepartmentEfficiency } from '../department-efficiency.type.js';
import { DurationDistribution } from '../duration.type.js';
import type { EfficiencyReport } from '../efficiency-report.js';
import { RectificationCounts, RulingCounts, Satisfaction } from './satisfaction.type.js';

const SCORES = ['RATED_1', 'RATED_2', 'RATED_3', 'RATED_4', 'RATED_5'] as const;
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** What citizens said of it, what became of what they said, and what supervisors ruled. */
@Resolver(() => DepartmentEfficiency)
export class SatisfactionFiguresResolver {
  /** One statement a report, whatever the number of its groups. */
  private readonly dimensions = new WeakMap<EfficiencyReport, ReturnType<typeof ratingDimensions>>();

  constructor(private readonly readModel: ReadModelService) {}

  @ResolveField(() => Satisfaction, { description: 'Ratings of its closures (满意度).' })
  async satisfaction(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<Satisfaction> {
    const [counts, unrated, bad, dimensions] = await Promise.all([
      Promise.all(SCORES.map((score) => report.count(departmentId, score))), report.count(departmentId, 'UNRATED'), report.count(departmentId, 'RATED_BAD'),
      this.dimensionsOf(report, departmentId),
    ]);
    const rated = counts.reduce((sum, n) => sum + n, 0);
    const scoreSum = counts.reduce((sum, n, index) => sum + n * (index + 1), 0);
    return {
      closures: rated + unrated, rated, unrated, ratedShare: share(rated, rated + unrated), bad, badShare: share(bad, rated), scoreSum, mean: share(scoreSum, rated),
      distribution: counts.map((n, index) => ({ score: index + 1, n })),
      dimensions: dimensions.map(({ name, n, scoreSum: sum }) => ({ name, n, scoreSum: sum, mean: sum / n })),
    };
  }

  @ResolveField(() => RectificationCounts, { description: 'What bad ratings of its closures asked for (整改).' })
  async rectifications(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<RectificationCounts> {
    const [opened, doneOnTime, doneLate, overdue, underWay, time] = await Promise.all([
      report.count(departmentId, 'RECTIFICATIONS_OPENED'), report.count(departmentId, 'RECTIFICATIONS_DONE_ON_TIME'),
      report.count(departmentId, 'RECTIFICATIONS_DONE_LATE'), report.count(departmentId, 'RECTIFICATIONS_OVERDUE'),
      report.count(departmentId, 'RECTIFICATIONS_UNDER_WAY'), report.measure(departmentId, 'RECTIFICATION_TIME'),
    ]);
    return { opened, doneOnTime, doneLate, overdue, underWay, time: DurationDistribution.of(time) };
  }

  @ResolveField(() => RulingCounts, { description: 'Rulings on transfers and refusals it sent, by the ruling’s instant (裁定).' })
  async rulings(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<RulingCounts> {
    const [standing, justified, buckPassing] = await Promise.all([
      report.count(departmentId, 'RULINGS'), report.count(departmentId, 'RULINGS_JUSTIFIED'), report.count(departmentId, 'RULINGS_BUCK_PASSING'),
    ]);
    return { standing, justified, buckPassing };
  }

  private async dimensionsOf(report: EfficiencyReport, group: string | null): Promise<readonly RatedDimension[]> {
    const asked = this.dimensions.get(report) ?? ratingDimensions(this.readModel, report.scope);
    this.dimensions.set(report, asked);
    return (await asked).get(group) ?? [];
  }
}
