import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsOptional, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { Outcome, Urgency } from '../../platform/graphql/enums.js';
import { InstantScalar } from '../../platform/graphql/scalars.js';

const IDS_MAX = 500;
const TRANSFERS_MAX = 1_000_000;

@InputType({ description: 'A period, from (inclusive) to (exclusive); without an end it is open there (时段).' })
export class PeriodInput {
  @Field(() => InstantScalar, { nullable: true, description: 'First instant of the period (起).' }) from?: string | null;
  @Field(() => InstantScalar, { nullable: true, description: 'First instant after the period (止).' }) to?: string | null;
}

@InputType({ description: 'A number from min to max, both inclusive; without an end it is open there (数量范围).' })
export class CountRangeInput {
  @Field(() => Int, { nullable: true, description: 'At least (不少于).' }) @IsOptional() @Min(0) @Max(TRANSFERS_MAX) min?: number | null;
  @Field(() => Int, { nullable: true, description: 'At most (不多于).' }) @IsOptional() @Min(0) @Max(TRANSFERS_MAX) max?: number | null;
}

@InputType({ description: 'Which requests and whose share. A list means "any of"; fields together mean "and"; and, or, not branch (筛选).' })
export class FigureFilterInput {
  @Field(() => [ID], { nullable: true, description: 'Departments charged or credited (部门).' })
  @IsOptional() @ArrayMaxSize(IDS_MAX) @MaxLength(128, { each: true }) departmentIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Departments charged or credited, with all below them in the reference data (部门及下级).' })
  @IsOptional() @ArrayMaxSize(IDS_MAX) @MaxLength(128, { each: true }) departmentTreeIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Officers charged or credited (经办人).' })
  @IsOptional() @ArrayMaxSize(IDS_MAX) @MaxLength(128, { each: true }) officerIds?: string[] | null;
  @Field(() => Boolean, { nullable: true, description: 'true: only what no officer is known for; false: only what one is known for (经办人未知).' })
  @IsOptional() officerUnknown?: boolean | null;
  @Field(() => [ID], { nullable: true, description: 'Halls (大厅).' })
  @IsOptional() @ArrayMaxSize(IDS_MAX) @MaxLength(64, { each: true }) hallIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Service items (事项).' })
  @IsOptional() @ArrayMaxSize(IDS_MAX) @MaxLength(128, { each: true }) serviceItemCodes?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'Channels of receipt (渠道).' })
  @IsOptional() @ArrayMaxSize(IDS_MAX) @MaxLength(128, { each: true }) channels?: string[] | null;
  @Field(() => [Urgency], { nullable: true, description: 'Urgencies (紧急程度).' })
  @IsOptional() @ArrayMaxSize(2) urgencies?: string[] | null;
  @Field(() => [Outcome], { nullable: true, description: 'Outcomes of the request’s latest closure, also when it was reopened since (办理结果).' })
  @IsOptional() @ArrayMaxSize(10) outcomes?: string[] | null;
  @Field(() => PeriodInput, { nullable: true, description: 'When the request was received (收件时刻).' })
  @IsOptional() receivedAt?: PeriodInput | null;
  @Field(() => PeriodInput, { nullable: true, description: 'Its promised due instant as known last; a stopped clock has none (承诺到期时刻).' })
  @IsOptional() promisedDueAt?: PeriodInput | null;
  @Field(() => PeriodInput, { nullable: true, description: 'Its statutory due instant as known last; a stopped clock has none (法定到期时刻).' })
  @IsOptional() statutoryDueAt?: PeriodInput | null;
  @Field(() => CountRangeInput, { nullable: true, description: 'How often the request was transferred in all, refusals included (流转次数).' })
  @IsOptional() @ValidateNested() @Type(() => CountRangeInput) transfers?: CountRangeInput | null;
  @Field(() => [FigureFilterInput], { nullable: true, description: 'All of these too (且).' })
  @IsOptional() @ValidateNested({ each: true }) @Type(() => FigureFilterInput) and?: FigureFilterInput[] | null;
  @Field(() => [FigureFilterInput], { nullable: true, description: 'At least one of these; of an empty list nothing (或).' })
  @IsOptional() @ValidateNested({ each: true }) @Type(() => FigureFilterInput) or?: FigureFilterInput[] | null;
  @Field(() => FigureFilterInput, { nullable: true, description: 'Not this: what it says is unknown of counts as not fulfilled, so it is in (非).' })
  @IsOptional() @ValidateNested() @Type(() => FigureFilterInput) not?: FigureFilterInput | null;
}
