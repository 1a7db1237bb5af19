import { ArgsType, Field } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsOptional, MaxLength } from 'class-validator';
import type { ReferenceNames } from '../projections/reference-names.js';
import { isTime, type Dimension as DimensionName, type GroupValues } from '../read-model/figures/dimensions.js';
import { QuestionRefused } from '../read-model/figures/question-refused.js';
import type { FigureQuestion } from '../read-model/scope-of.js';
import { Dimension } from './efficiency.args.js';
import { GroupValue } from './efficiency.type.js';
import { type Asker, FigureQuestionArgs, questionOf } from './figure-question.args.js';

export { GroupValue } from './efficiency.type.js';

const DIMENSIONS_MAX = 3;

/** A question whose answer is told group by group. */
@ArgsType()
export class GroupedQuestionArgs extends FigureQuestionArgs {
  @Field(() => [Dimension], { defaultValue: ['DEPARTMENT'], description: `Up to ${DIMENSIONS_MAX} dimensions, at most one of time; empty for all together (维度).` })
  @ArrayMaxSize(DIMENSIONS_MAX) @ArrayUnique() by!: DimensionName[];
  @Field(() => String, { nullable: true, description: 'IANA zone of days, weeks and longer; default: the one all calendars are in (时区).' })
  @IsOptional() @MaxLength(64) zone?: string | null;
}

/** @throws QuestionRefused for two dimensions of time. */
export function groupedQuestionOf(args: GroupedQuestionArgs, asker: Asker): FigureQuestion {
  if (args.by.filter(isTime).length > 1) throw oneTimeDimension();
  return { ...questionOf(args, asker), by: args.by, zone: args.zone ?? null };
}

export type GroupNames = ReferenceNames;

export const namedGroup = (dimensions: readonly DimensionName[], values: GroupValues, names: GroupNames): GroupValue[] =>
  dimensions.map((dimension, index) => {
    const value = values[index] ?? null;
    return { dimension, value, name: value === null ? null : nameOf(dimension, value, names) };
  });

function nameOf(dimension: DimensionName, value: string, { departments, serviceItems }: GroupNames): string | null {
  if (dimension.startsWith('DEPARTMENT')) return departments.get(value) ?? null;
  return dimension === 'SERVICE_ITEM' ? serviceItems.get(value) ?? null : null;
}

const oneTimeDimension = (): QuestionRefused => new QuestionRefused(
  'ONE_TIME_DIMENSION', 'by takes one dimension of time at most: DAY, WEEK, MONTH, QUARTER or YEAR.', 'by 至多含一个时间维度：日、周、月、季或年。');
