import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional, MaxLength, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { toMs } from '../../kernel/instant.js';
import { Urgency } from '../../platform/graphql/enums.js';
import { InstantScalar, MillisecondsScalar, PositionScalar } from '../../platform/graphql/scalars.js';
import { EARLIEST_MS, LATEST_MS } from '../read-model/facts-span.js';
import type { FigureQuestion } from '../read-model/scope-of.js';

const IDS_MAX = 500;
export const HOT_POTATO_MS = 30 * 60_000;

@InputType({ description: 'A period, from (inclusive) to (exclusive); without an end it is open there (时段).' })
export class PeriodInput {
  @Field(() => InstantScalar, { nullable: true, description: 'First instant of the period (起).' }) from?: string | null;
  @Field(() => InstantScalar, { nullable: true, description: 'First instant after the period (止).' }) to?: string | null;
}

@InputType({ description: 'Which requests and whose share; every list means "any of", together they mean "and" (筛选).' })
export class FigureFilterInput {
  @Field(() => [ID], { nullable: true, description: 'Departments charged or credited (部门).' })
  @IsOptional() @ArrayMaxSize(IDS_MAX) @MaxLength(128, { each: true }) departmentIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Officers charged or credited (经办人).' })
  @IsOptional() @ArrayMaxSize(IDS_MAX) @MaxLength(128, { each: true }) officerIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Halls (大厅).' })
  @IsOptional() @ArrayMaxSize(IDS_MAX) @MaxLength(64, { each: true }) hallIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Service items (事项).' })
  @IsOptional() @ArrayMaxSize(IDS_MAX) @MaxLength(128, { each: true }) serviceItemCodes?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'Channels of receipt (渠道).' })
  @IsOptional() @ArrayMaxSize(IDS_MAX) @MaxLength(128, { each: true }) channels?: string[] | null;
  @Field(() => [Urgency], { nullable: true, description: 'Urgencies (紧急程度).' })
  @IsOptional() @ArrayMaxSize(2) urgencies?: string[] | null;
}

@InputType({ description: 'What the log contained then: a position or an instant, not both (截至当时所知).' })
export class AsKnownAtInput {
  @Field(() => PositionScalar, { nullable: true, description: 'Up to and including this position (日志位置).' }) position?: bigint | null;
  @Field(() => InstantScalar, { nullable: true, description: 'What was recorded up to this instant (记录时刻).' }) instant?: string | null;
}

@ArgsType()
export class FigureQuestionArgs {
  @Field(() => PeriodInput, { nullable: true, description: 'When things occurred; default: all time (时段).' })
  @IsOptional() period?: PeriodInput | null;
  @Field(() => FigureFilterInput, { nullable: true, description: 'Which requests; default: all (筛选).' })
  @IsOptional() @ValidateNested() @Type(() => FigureFilterInput) filter?: FigureFilterInput | null;
  @Field(() => InstantScalar, { nullable: true, description: 'The instant open requests are judged at; default: now, or the instant of asKnownAt (判定时刻).' })
  at?: string | null;
  @Field(() => AsKnownAtInput, { nullable: true, description: 'The figure as it was known then; default: everything recorded (截至当时所知).' })
  @IsOptional() asKnownAt?: AsKnownAtInput | null;
  @Field(() => MillisecondsScalar, { nullable: true, description: 'Hot potato: passed on after less working time than this; default 30 minutes (烫手山芋阈值).' })
  hotPotatoThreshold?: number | null;
}

export const clampToCalendars = (ms: number): number => Math.min(LATEST_MS, Math.max(EARLIEST_MS, ms));

/** The question in the read model's terms. */
export function questionOf({ period, filter, at, asKnownAt, hotPotatoThreshold }: FigureQuestionArgs): FigureQuestion {
  return {
    fromMs: period?.from == null ? EARLIEST_MS : clampToCalendars(toMs(period.from)),
    toMs: period?.to == null ? LATEST_MS : clampToCalendars(toMs(period.to)),
    atMs: at == null ? null : clampToCalendars(toMs(at)),
    asKnownAt: knownAtOf(asKnownAt ?? null),
    hotPotatoMs: hotPotatoThreshold ?? HOT_POTATO_MS,
    filter: Object.fromEntries(Object.entries(filter ?? {}).filter(([, list]) => list !== null && list !== undefined)),
  };
}

function knownAtOf(asKnownAt: AsKnownAtInput | null): FigureQuestion['asKnownAt'] {
  if (asKnownAt?.position != null) return { position: asKnownAt.position };
  return asKnownAt?.instant == null ? null : { recordedAtMs: toMs(asKnownAt.instant) };
}
