import { ArgsType, Field, InputType } from '@nestjs/graphql';
import { IsOptional, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import type { Actor } from '../../kernel/actor.js';
import { toMs } from '../../kernel/instant.js';
import { knowsPeople } from '../../platform/auth/policy/field-classes.js';
import { InstantScalar, MillisecondsScalar, PositionScalar } from '../../platform/graphql/scalars.js';
import type { FigureQuestion } from '../read-model/scope-of.js';
import { checkArgs } from './check-args.js';
import { FigureFilterInput, PeriodInput } from './figure-filter.input.js';
import { filterOf, instantOf, rangeOf, checkSize } from './filter-of.js';

export { FigureFilterInput, PeriodInput } from './figure-filter.input.js';

export const HOT_POTATO_MS = 30 * 60_000;

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

/** Who asks, as far as it matters to what the answer may hold. */
export type Asker = Pick<Actor, 'scope' | 'role'>;

/** The question in the read model's terms, within what the asker may see. @throws QuestionRefused for a filter that is too large or not well formed. */
export function questionOf(args: FigureQuestionArgs, { scope, role }: Asker): FigureQuestion {
  const { period, filter, at, asKnownAt, hotPotatoThreshold } = args;
  if (filter != null) checkSize(filter);
  checkArgs(FigureQuestionArgs, args);
  return {
    ...rangeOf(period),
    atMs: at == null ? null : instantOf(at),
    asKnownAt: knownAtOf(asKnownAt ?? null),
    hotPotatoMs: hotPotatoThreshold ?? HOT_POTATO_MS,
    filter: filterOf(filter ?? {}),
    within: scope, pseudonymous: !knowsPeople(role),
  };
}

function knownAtOf(asKnownAt: AsKnownAtInput | null): FigureQuestion['asKnownAt'] {
  if (asKnownAt?.position != null) return { position: asKnownAt.position };
  return asKnownAt?.instant == null ? null : { recordedAtMs: toMs(asKnownAt.instant) };
}
