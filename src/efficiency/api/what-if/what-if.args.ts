import { ArgsType, Field, Int } from '@nestjs/graphql';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { LimitKind } from '../../../platform/graphql/enums.js';
import type { FlipSubject as SubjectName } from '../../read-model/what-if/verdicts.js';
import { FlipSubject } from './what-if.types.js';

const PAGE_MAX = 500;

@ArgsType()
export class WhatIfFlipsArgs {
  @Field(() => Int, { defaultValue: 50, description: `Page size, 1 to ${PAGE_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(PAGE_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' }) @IsOptional() @Matches(/^\d{1,18}$/) after?: string | null;
  @Field(() => LimitKind, { nullable: true, description: 'Only by this limit (时限种类).' }) @IsOptional() limit?: keyof typeof LimitKind | null;
  @Field(() => FlipSubject, { nullable: true, description: 'Only closures, or only open requests (结论对象).' }) @IsOptional() subject?: SubjectName | null;
}
