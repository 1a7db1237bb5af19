import { Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { TextField, WordField } from '../../../platform/graphql/checked-fields.js';
import { Outcome } from '../../../platform/graphql/enums.js';
import type { Outcome as OutcomeWord } from '../../domain/events.js';
import { CommandEnvelope } from './command-envelope.js';

const DIMENSIONS_MAX = 20;

@InputType({ description: 'The request is completed (办结).' })
export class CompleteRequestInput extends CommandEnvelope {
  @WordField(Outcome, { description: 'How it ended (办理结果).' })
  outcome!: OutcomeWord;
}

@InputType({ description: 'A completed request is opened again (重新办理).' })
export class ReopenRequestInput extends CommandEnvelope {
  @TextField({ description: 'Why, as a code (原因代码).', charsMax: 64, optional: true })
  reasonCode?: string;
}

@InputType({ description: 'The score of one aspect of the service (分项评分).' })
export class RatingDimensionInput {
  @TextField({ description: 'The aspect, e.g. attitude (评价维度).', charsMax: 64 })
  name!: string;

  @Field(() => Int, { description: '1 very dissatisfied … 5 very satisfied (分值).' })
  @IsInt()
  @Min(1)
  @Max(5)
  score!: number;
}

@InputType({ description: 'The applicant rates the latest closure (满意度评价).' })
export class RateRequestInput extends CommandEnvelope {
  @Field(() => Int, { description: '1 very dissatisfied … 5 very satisfied (满意度).' })
  @IsInt()
  @Min(1)
  @Max(5)
  score!: 1 | 2 | 3 | 4 | 5;

  @Field(() => [RatingDimensionInput], { nullable: true, description: 'Scores of single aspects; in an event’s data also { "attitude": 5 } (分项评分).' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(DIMENSIONS_MAX)
  @ArrayUnique((one: RatingDimensionInput) => one.name)
  @ValidateNested({ each: true })
  @Type(() => RatingDimensionInput)
  dimensions?: RatingDimensionInput[];

  @TextField({ description: 'The applicant’s words; stored encrypted (评价内容).', charsMax: 2000, optional: true })
  comment?: string;
}
