import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import type { AssessmentFormula } from '../../../reference-data/domain/assessment-formula.js';
import { assess, type AssessedIngredient as Assessed, isLessBetter } from '../../read-model/figures/assessment/assess.js';
import { formulaAt } from '../../read-model/figures/assessment/formula-at.js';
import { type IngredientValue, valueOf } from '../../read-model/figures/assessment/ingredient-values.js';
import { ReadModelService } from '../../read-model/read-model.service.js';
import { scopeOf } from '../../read-model/scope-of.js';
import { EfficiencyReport } from '../efficiency-report.js';
import { questionOf } from '../figure-question.args.js';
import { type AssessedIngredient, type Assessment, AssessmentArgs, AssessmentReport, ExactNumber, exactOrNull } from './assessment.type.js';

@Resolver(() => AssessmentReport)
export class AssessmentResolver {
  constructor(
    private readonly readModel: ReadModelService,
    private readonly clock: Clock,
  ) {}

  @Query(() => AssessmentReport, { description: 'Assessment scores per department, every ingredient shown (考核).' })
  @Roles('analyst', 'supervisor', 'administrator')
  async assessment(@Args() args: AssessmentArgs, @CurrentActor() actor: Actor): Promise<AssessmentReport> {
    const scope = await scopeOf(this.readModel, questionOf(args, actor), this.clock.nowMs());
    const { position } = scope;
    const formula = await formulaAt(this.readModel, {
      formulaId: args.formulaId ?? null, version: args.formulaVersion ?? null, position, latest: this.readModel.position() ?? -1n,
    });
    const report = new EfficiencyReport(this.readModel, scope, this.readModel.names.departments);
    const departments = await report.departments();
    return {
      position: position < 0n ? null : position, at: scope.nowMs, formulaId: formula.formulaId, formulaName: formula.name, formulaVersion: formula.version,
      total: await assessmentOf(report, formula, null), departments: await Promise.all(departments.map((id) => assessmentOf(report, formula, id))),
    };
  }
}

async function assessmentOf(report: EfficiencyReport, formula: AssessmentFormula, departmentId: string | null): Promise<Assessment> {
  const values = new Map(await Promise.all(formula.ingredients.map(async ({ key, measure }) => [key, await valueOf(report, departmentId, measure)] as const)));
  const { ingredients, score, weightSum } = assess(formula, new Map([...values].map(([key, { raw }]) => [key, raw])));
  return {
    departmentId, departmentName: departmentId === null ? null : report.names.get(departmentId) ?? null, score: exactOrNull(score), weightSum: ExactNumber.of(weightSum),
    ingredients: ingredients.map((one) => ingredientOf(one, values.get(one.ingredient.key)!)),
  };
}

function ingredientOf(assessed: Assessed, { numerator, denominator }: IngredientValue): AssessedIngredient {
  const { ingredient: { key, name, measure }, raw, worst, best, weight, normalised, contribution } = assessed;
  return {
    key, name, kind: measure.kind, statistic: measure.kind === 'TIME' ? measure.statistic : null, numerator: [...numerator], denominator: [...denominator],
    raw: exactOrNull(raw), worst: ExactNumber.of(worst), best: ExactNumber.of(best), lessIsBetter: isLessBetter(assessed), weight: ExactNumber.of(weight),
    normalised: exactOrNull(normalised), contribution: exactOrNull(contribution),
  };
}
