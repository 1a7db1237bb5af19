import { ArgsType, Field, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsInt, IsOptional, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { LimitKind } from '../../platform/graphql/enums.js';
import { DIMENSIONS, type Dimension as DimensionName } from '../read-model/figures/dimensions.js';
import { Credit } from './timeliness.type.js';
import { ORDER_FIGURES, STATISTICS, type OrderFigureName, type StatisticName } from './order-figures.js';
import { FigureQuestionArgs } from './figure-question.args.js';

const GROUPS_PAGE_MAX = 1_000;
const DIMENSIONS_MAX = 3;

const enumOf = <N extends string>(names: readonly N[]) => Object.fromEntries(names.map((name) => [name, name])) as { readonly [K in N]: K };
export const Dimension = enumOf(DIMENSIONS);
const MEANING: Readonly<Record<DimensionName, string>> = {
  DEPARTMENT: 'The department charged or credited (部门).',
  DEPARTMENT_TREE: 'That department and each one above it: a row counts in every one of them, and once in the total (部门树).',
  OFFICER: 'The officer charged or credited; unknown is a group of its own (经办人).',
  HALL: 'The hall (大厅).', SERVICE_ITEM: 'The service item (事项).', CHANNEL: 'The channel of receipt (渠道).', URGENCY: 'The urgency (紧急程度).',
  DAY: 'Local day, 2026-03-02 (日).', WEEK: 'ISO week, Monday to Sunday, 2026-W10 (周).', MONTH: 'Month, 2026-03 (月).',
  QUARTER: 'Quarter, 2026-Q1 (季).', YEAR: 'Year, 2026 (年).',
};
registerEnumType(Dimension, {
  name: 'Dimension', description: 'What figures are grouped by (维度).',
  valuesMap: Object.fromEntries(DIMENSIONS.map((name) => [name, { description: MEANING[name] }])),
});
export const OrderFigure = enumOf(ORDER_FIGURES);
registerEnumType(OrderFigure, {
  name: 'OrderFigure', description: 'A figure that groups can be sorted by: every figure, the shares, and the classes of the ledger (排序指标).',
  valuesMap: Object.fromEntries(ORDER_FIGURES.map((name) => [name, { description: `${name.toLowerCase().replaceAll('_', ' ')} (指标).` }])),
});
export const Statistic = enumOf(STATISTICS);
registerEnumType(Statistic, { name: 'Statistic', description: 'Which value of a distribution (统计量).' });
export const SortDirection = { ASC: 'ASC', DESC: 'DESC' } as const;
registerEnumType(SortDirection, { name: 'SortDirection', description: 'Smallest or largest first; what has no value comes last either way (排序方向).' });

@InputType({ description: 'What groups are sorted by; equal ones by their key (排序).' })
export class EfficiencyOrderInput {
  @Field(() => OrderFigure, { description: 'The figure (指标).' }) figure!: OrderFigureName;
  @Field(() => Statistic, { defaultValue: 'MEAN', description: 'Of a figure that is a distribution: which value (统计量).' }) statistic!: StatisticName;
  @Field(() => LimitKind, { defaultValue: 'PROMISED', description: 'Of a share: against which limit (时限种类).' }) limit!: keyof typeof LimitKind;
  @Field(() => Credit, { defaultValue: 'CLOSING_DEPARTMENT', description: 'Of a share: credited to whom (归属).' }) credit!: Credit;
  @Field(() => SortDirection, { defaultValue: 'DESC', description: 'Largest first, or smallest first (方向).' }) direction!: keyof typeof SortDirection;
}

@ArgsType()
export class EfficiencyArgs extends FigureQuestionArgs {
  @Field(() => [Dimension], { defaultValue: [], description: `Up to ${DIMENSIONS_MAX} dimensions, at most one of time; without any there is only the total (维度).` })
  @ArrayMaxSize(DIMENSIONS_MAX) @ArrayUnique() by!: DimensionName[];
  @Field(() => String, { nullable: true, description: 'IANA zone of days, weeks and longer; default: the one all calendars are in (时区).' })
  @IsOptional() @MaxLength(64) zone?: string | null;
  @Field(() => EfficiencyOrderInput, { nullable: true, description: 'Default: by the groups’ keys (排序).' })
  @IsOptional() @ValidateNested() @Type(() => EfficiencyOrderInput) orderBy?: EfficiencyOrderInput | null;
  @Field(() => Int, { nullable: true, description: 'Only the first so many groups in that order (前几名).' }) @IsOptional() @IsInt() @Min(1) top?: number | null;
  @Field(() => Int, { defaultValue: 200, description: `Page size, 1 to ${GROUPS_PAGE_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(GROUPS_PAGE_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last group already seen (游标).' }) @IsOptional() @MaxLength(2_000) after?: string | null;
}
