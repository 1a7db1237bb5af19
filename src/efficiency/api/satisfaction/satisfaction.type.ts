import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { DurationDistribution } from '../duration.type.js';

@ObjectType({ description: 'How many closures got a score (评分分布).' })
export class ScoreCount {
  @Field(() => Int, { description: '1 very dissatisfied … 5 very satisfied (分值).' }) score!: number;
  @Field(() => Int, { description: 'Closures with that score (数量).' }) n!: number;
}

@ObjectType({ description: 'One aspect that was scored with the ratings (分项满意度).' })
export class DimensionRating {
  @Field(() => String, { description: 'The aspect, e.g. attitude (评价维度).' }) name!: string;
  @Field(() => Int, { description: 'Closures it was scored for (数量).' }) n!: number;
  @Field(() => Float, { description: 'Sum of the scores: with n the mean is exact (总分).' }) scoreSum!: number;
  @Field(() => Float, { description: 'scoreSum / n (平均分).' }) mean!: number;
}

@ObjectType({ description: 'Ratings of the closures of the period, however late they were given; an unrated closure is unrated, never satisfied (满意度).' })
export class Satisfaction {
  @Field(() => Int, { description: 'Closures of the period: rated and unrated (办结).' }) closures!: number;
  @Field(() => Int, { description: 'Of these rated (已评价).' }) rated!: number;
  @Field(() => Int, { description: 'Of these not rated (未评价).' }) unrated!: number;
  @Field(() => Float, { nullable: true, description: 'rated / closures; null for no closure (评价率).' }) ratedShare!: number | null;
  @Field(() => Int, { description: 'Rated 1 or 2 (差评).' }) bad!: number;
  @Field(() => Float, { nullable: true, description: 'bad / rated; null for no rating (差评率).' }) badShare!: number | null;
  @Field(() => Int, { description: 'Sum of the scores: with rated the mean is exact (总分).' }) scoreSum!: number;
  @Field(() => Float, { nullable: true, description: 'scoreSum / rated; null for no rating (平均分).' }) mean!: number | null;
  @Field(() => [ScoreCount], { description: 'From 1 to 5, also zeros (评分分布).' }) distribution!: ScoreCount[];
  @Field(() => [DimensionRating], { description: 'Each aspect that was scored, by name (分项满意度).' }) dimensions!: DimensionRating[];
}

@ObjectType({ description: 'Rectifications opened in the period, by where they stand at the question’s instant (整改).' })
export class RectificationCounts {
  @Field(() => Int, { description: 'Opened by bad ratings (应整改).' }) opened!: number;
  @Field(() => Int, { description: 'Of these completed no later than due (按时完成).' }) doneOnTime!: number;
  @Field(() => Int, { description: 'Of these completed after they were due (逾期完成).' }) doneLate!: number;
  @Field(() => Int, { description: 'Of these not completed and past due (逾期未完成).' }) overdue!: number;
  @Field(() => Int, { description: 'Of these not completed, not past due (整改中).' }) underWay!: number;
  @Field(() => DurationDistribution, { description: 'Wall clock from opening to completion, over those completed (整改用时).' }) time!: DurationDistribution;
}

@ObjectType({ description: 'Rulings of the period on what a department sent; of several on one transfer the last one stands (裁定).' })
export class RulingCounts {
  @Field(() => Int, { description: 'Rulings that stand (有效裁定).' }) standing!: number;
  @Field(() => Int, { description: 'Of these the transfer was justified (正当).' }) justified!: number;
  @Field(() => Int, { description: 'Of these it was buck-passing (推诿).' }) buckPassing!: number;
}
