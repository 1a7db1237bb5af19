import { Field, Float, InputType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsNumber, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { TextField, WordField } from '../../platform/graphql/checked-fields.js';
import {
  ASSESSED_COUNTS, ASSESSED_STATISTICS, ASSESSED_TIMES, type AssessedCount, type AssessedStatistic, type AssessedTime, type DesiredFormula, type Measure,
} from '../domain/assessment-formula.js';
import { CodeField } from './code-field.js';

const INGREDIENTS_MAX = 50;
const FIGURES_MAX = 20;
const BOUND_MAX = 1e12;
const WEIGHT_MAX = 1000;
const DECIMALS = { allowInfinity: false, allowNaN: false, maxDecimalPlaces: 6 };

const words = <W extends string>(names: readonly W[]) => Object.fromEntries(names.map((name) => [name, name])) as { readonly [N in W]: N };
const enumOf = <W extends string>(name: string, description: string, names: readonly W[], zh: string) => {
  const all = words(names);
  const valuesMap = Object.fromEntries(names.map((one) => [one, { description: `${one.toLowerCase().replaceAll('_', ' ')} (${zh}).` }]));
  registerEnumType(all, { name, description, valuesMap: valuesMap as { [N in W]: { description: string } } });
  return all;
};
export const AssessedCountWord = enumOf('AssessedCount', 'A count that an assessment may be made of; named as in Figure (考核指标).', ASSESSED_COUNTS, '考核指标');
export const AssessedTimeWord = enumOf('AssessedTime', 'A length of time that an assessment may be made of (考核时长).', ASSESSED_TIMES, '考核时长');
export const AssessedStatisticWord = enumOf('AssessedStatistic', 'What is taken of a distribution (统计量).', ASSESSED_STATISTICS, '统计量');

@InputType({ description: 'One ingredient: figures with per, or time with statistic, or, with none of them, the mean rating (考核要素).' })
export class IngredientInput {
  @CodeField({ description: 'Its key within the formula (要素编号).' })
  key!: string;

  @TextField({ description: 'Its name, for people (要素名称).', charsMax: 200 })
  name!: string;

  @Field(() => [AssessedCountWord], { nullable: true, description: 'Counts whose sum is the numerator (分子).' })
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(FIGURES_MAX) @IsIn(ASSESSED_COUNTS, { each: true })
  figures?: AssessedCount[];

  @Field(() => [AssessedCountWord], { nullable: true, description: 'Counts whose sum is the denominator (分母).' })
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(FIGURES_MAX) @IsIn(ASSESSED_COUNTS, { each: true })
  per?: AssessedCount[];

  @WordField(AssessedTimeWord, { description: 'A length of time; worst and best are milliseconds then (时长).', optional: true })
  time?: AssessedTime;

  @WordField(AssessedStatisticWord, { description: 'What of that time; MEAN where left out (统计量).', optional: true })
  statistic?: AssessedStatistic;

  @Field(() => Float, { description: 'Worth nothing from here on (最差值).' })
  @IsNumber(DECIMALS) @Min(-BOUND_MAX) @Max(BOUND_MAX)
  worst!: number;

  @Field(() => Float, { description: 'Worth everything from here on (最优值).' })
  @IsNumber(DECIMALS) @Min(-BOUND_MAX) @Max(BOUND_MAX)
  best!: number;

  @Field(() => Float, { description: 'Its weight among the others (权重).' })
  @IsNumber(DECIMALS) @Min(0) @Max(WEIGHT_MAX)
  weight!: number;
}

@InputType({ description: 'An assessment formula as it should be; what differs becomes a new version (考核公式).' })
export class AssessmentFormulaInput {
  @CodeField({ description: 'The institution’s own code (公式编号).' })
  formulaId!: string;

  @TextField({ description: 'Its name (公式名称).', charsMax: 200 })
  name!: string;

  @Field(() => [IngredientInput], { description: 'What the score is made of (考核要素).' })
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(INGREDIENTS_MAX) @ValidateNested({ each: true }) @Type(() => IngredientInput)
  ingredients!: IngredientInput[];
}

export const toFormula = ({ formulaId, name, ingredients }: AssessmentFormulaInput): DesiredFormula => ({
  formulaId, name, ingredients: ingredients.map((one) => ({ key: one.key, name: one.name, measure: toMeasure(one), worst: one.worst, best: one.best, weight: one.weight })),
});

/** Both ways at once is a ratio and a time: the decider refuses a ratio without a denominator. */
function toMeasure({ figures, per, time, statistic }: IngredientInput): Measure {
  if (figures !== undefined || per !== undefined) return { kind: 'RATIO', figures: figures ?? [], per: time === undefined ? per ?? [] : [] };
  return time === undefined ? { kind: 'RATING_MEAN' } : { kind: 'TIME', figure: time, statistic: statistic ?? 'MEAN' };
}
