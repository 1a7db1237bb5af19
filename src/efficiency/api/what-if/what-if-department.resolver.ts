import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { WhatIfRefused } from '../../read-model/what-if/refusals.js';
import { differencesOf } from './differences.js';
import { figureValues } from './figure-values.js';
import { FigureDifference, WhatIfDepartment } from './what-if.types.js';
import { viewOfDifference } from './what-if.view.js';

const FIGURES = { type: () => [String], nullable: true, description: 'Figures to list also when they do not differ (另列指标).' } as const;

@Resolver(() => WhatIfDepartment)
export class WhatIfDepartmentResolver {
  @ResolveField(() => [FigureDifference], { description: 'Every figure that differs; the two sides are held against each other whole (差异).' })
  async differences(@Parent() { departmentId, actual, underRules }: WhatIfDepartment, @Args('figures', FIGURES) figures?: string[] | null): Promise<FigureDifference[]> {
    const values = await Promise.all([figureValues(actual.report, departmentId), figureValues(underRules.report, departmentId)]);
    try {
      return differencesOf(...values, figures ?? []).map(viewOfDifference);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new WhatIfRefused('UNKNOWN_FIGURE', `There is no figure '${error.message.slice(0, 100)}': leave figures out to see how they are named.`, '没有该指标：不填 figures 可查看全部名称。');
    }
  }
}
