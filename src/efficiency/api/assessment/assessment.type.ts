import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsInt, IsOptional, MaxLength, Min } from 'class-validator';
import { type Fraction, toNumber, toText } from '../../../kernel/fraction.js';
import { InstantScalar, PositionScalar } from '../../../platform/graphql/scalars.js';
import { FigureQuestionArgs } from '../figure-question.args.js';

const DECIMALS = 4;
export const IngredientKind = { RATIO: 'RATIO', TIME: 'TIME', RATING_MEAN: 'RATING_MEAN' } as const;
registerEnumType(IngredientKind, {
  name: 'IngredientKind',
  description: 'How an ingredient’s raw value comes about (要素类型).',
  valuesMap: {
    RATIO: { description: 'Sum of counts divided by a sum of counts (比率).' }, TIME: { description: 'A statistic of a length of time, in milliseconds (时长).' },
    RATING_MEAN: { description: 'Mean of the scores, each count times its score (平均分).' },
  },
});

@ArgsType()
export class AssessmentArgs extends FigureQuestionArgs {
  @Field(() => ID, { nullable: true, description: 'The formula; may be left out where there is only one (考核公式).' }) @IsOptional() @MaxLength(128) formulaId?: string | null;
  @Field(() => Int, { nullable: true, description: 'Its version; default: the one that stood at the question’s position (公式版本).' })
  @IsOptional() @IsInt() @Min(1) formulaVersion?: number | null;
}

@ObjectType({ description: 'An exact number: a fraction in lowest terms (精确值).' })
export class ExactNumber {
  @Field(() => String, { description: 'A whole number, in decimal (分子).' }) numerator!: string;
  @Field(() => String, { description: 'A whole number above 0, in decimal (分母).' }) denominator!: string;
  @Field(() => Float, { description: 'The nearest floating-point number (近似值).' }) value!: number;
  @Field(() => String, { description: 'With four decimals, half away from nothing (显示值).' }) text!: string;

  static of(exact: Fraction): ExactNumber {
    return { numerator: exact.numerator.toString(), denominator: exact.denominator.toString(), value: toNumber(exact), text: toText(exact, DECIMALS) };
  }
}
export const exactOrNull = (exact: Fraction | null): ExactNumber | null => (exact === null ? null : ExactNumber.of(exact));

@ObjectType({ description: 'A figure that went into an ingredient (要素指标).' })
export class AssessedFigure {
  @Field(() => String, { description: 'Its name, as in Figure: it opens into its requests (指标).' }) figure!: string;
  @Field(() => Int, { description: 'The count, or over how many cases a time was measured (数量).' }) n!: number;
}

@ObjectType({ description: 'One ingredient of a score, with everything it came out of (考核要素).' })
export class AssessedIngredient {
  @Field(() => ID, { description: 'Its key within the formula (要素编号).' }) key!: string;
  @Field(() => String, { description: 'Its name (要素名称).' }) name!: string;
  @Field(() => IngredientKind, { description: 'How its raw value comes about (要素类型).' }) kind!: keyof typeof IngredientKind;
  @Field(() => String, { nullable: true, description: 'Of a time: MEAN, P50, P90, P95 or MAX (统计量).' }) statistic!: string | null;
  @Field(() => [AssessedFigure], { description: 'Their sum is the numerator; of RATING_MEAN each counts times its score, 1 to 5 (分子指标).' }) numerator!: AssessedFigure[];
  @Field(() => [AssessedFigure], { description: 'Their sum is the denominator (分母指标).' }) denominator!: AssessedFigure[];
  @Field(() => ExactNumber, { nullable: true, description: 'The raw value, of a time in milliseconds; null where it is missing (原始值).' }) raw!: ExactNumber | null;
  @Field(() => ExactNumber, { description: 'Worth nothing from here on (最差值).' }) worst!: ExactNumber;
  @Field(() => ExactNumber, { description: 'Worth everything from here on (最优值).' }) best!: ExactNumber;
  @Field(() => Boolean, { description: 'best lies below worst (越低越好).' }) lessIsBetter!: boolean;
  @Field(() => ExactNumber, { description: 'Its weight in the formula (权重).' }) weight!: ExactNumber;
  @Field(() => ExactNumber, { nullable: true, description: '(raw - worst) / (best - worst), cut to 0 … 1 (归一化值).' }) normalised!: ExactNumber | null;
  @Field(() => ExactNumber, { nullable: true, description: '100 × normalised × weight / weightSum (得分贡献).' }) contribution!: ExactNumber | null;
}

@ObjectType({ description: 'A department’s score (考核得分).' })
export class Assessment {
  @Field(() => ID, { nullable: true, description: 'The department; null for all together (部门).' }) departmentId!: string | null;
  @Field(() => String, { nullable: true, description: 'Its name in the reference data (部门名称).' }) departmentName!: string | null;
  @Field(() => ExactNumber, { nullable: true, description: 'Sum of the contributions, 0 to 100; null when every ingredient is missing (得分).' }) score!: ExactNumber | null;
  @Field(() => ExactNumber, { description: 'Weights of the ingredients that are not missing (有效权重和).' }) weightSum!: ExactNumber;
  @Field(() => [AssessedIngredient], { description: 'Every ingredient, missing ones too (考核要素).' }) ingredients!: AssessedIngredient[];
}

@ObjectType({ description: 'Scores of all departments by one formula, with everything they are made of (考核结果).' })
export class AssessmentReport {
  @Field(() => PositionScalar, { nullable: true, description: 'The log up to here is in every figure; null for an empty log (日志位置).' }) position!: bigint | null;
  @Field(() => InstantScalar, { description: 'The instant open requests are judged at (判定时刻).' }) at!: number;
  @Field(() => ID, { description: 'The formula (考核公式).' }) formulaId!: string;
  @Field(() => String, { description: 'Its name (公式名称).' }) formulaName!: string;
  @Field(() => Int, { description: 'Its version (公式版本).' }) formulaVersion!: number;
  @Field(() => Assessment, { description: 'All departments of the filter together, by the same formula (合计).' }) total!: Assessment;
  @Field(() => [Assessment], { description: 'Every department that ever held a request, by id (各部门).' }) departments!: Assessment[];
}
