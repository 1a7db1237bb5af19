import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsInt, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';
import { InstantScalar, PositionScalar } from '../../../platform/graphql/scalars.js';
import type { PairFigure as PairFigureName } from '../../read-model/figures/flows/pairs.js';
import { SortDirection } from '../efficiency.args.js';
import { FigureQuestionArgs } from '../figure-question.args.js';
import { PageInfo, ServiceRequestSummary } from '../service-requests.type.js';
import { PairFigure } from './flow-enums.js';
import { LIST_CURSOR, LIST_ROWS_MAX } from './list-page.js';

const HOLDERS_MAX = 5_001;
export const EPISODE_CURSOR = /^\d{1,9}:\d{1,18}:\d{1,9}$/;

@ArgsType()
export class PingPongPairsArgs extends FigureQuestionArgs {
  @Field(() => PairFigure, { defaultValue: 'PING_PONGS', description: 'What pairs are sorted by; equal ones by the departments’ ids (排序).' }) orderBy!: PairFigureName;
  @Field(() => SortDirection, { defaultValue: 'DESC', description: 'Largest first, or smallest first (方向).' }) direction!: keyof typeof SortDirection;
  @Field(() => Int, { defaultValue: 50, description: `Pairs on a page, 1 to ${LIST_ROWS_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(LIST_ROWS_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last pair already seen (游标).' }) @IsOptional() @Matches(LIST_CURSOR) after?: string | null;
}

@ArgsType()
export class PingPongEpisodesArgs extends FigureQuestionArgs {
  @Field(() => [ID], { nullable: true, description: 'Only between these two departments, in either order (部门对).' })
  @IsOptional() @ArrayMinSize(2) @ArrayMaxSize(2) @ArrayUnique() @MaxLength(128, { each: true }) between?: string[] | null;
  @Field(() => Int, { defaultValue: 3, description: 'Only runs of at least so many holders (最少持有次数).' }) @IsInt() @Min(3) @Max(HOLDERS_MAX) minHolders!: number;
  @Field(() => Int, { defaultValue: 50, description: `Episodes on a page, 1 to ${LIST_ROWS_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(LIST_ROWS_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last episode already seen (游标).' }) @IsOptional() @Matches(EPISODE_CURSOR) after?: string | null;
}

@ObjectType({ description: 'Two departments and what went to and fro between them, whoever began (部门对).' })
export class PingPongPair {
  @Field(() => ID, { description: 'The one whose id comes first (甲方).' }) departmentA!: string;
  @Field(() => String, { nullable: true, description: 'Its name in the reference data (甲方名称).' }) departmentAName!: string | null;
  @Field(() => ID, { description: 'The other (乙方).' }) departmentB!: string;
  @Field(() => String, { nullable: true, description: 'Its name in the reference data (乙方名称).' }) departmentBName!: string | null;
  @Field(() => Int, { description: 'Ping-pongs between them: sentBackByA + sentBackByB (来回推).' }) pingPongs!: number;
  @Field(() => Int, { description: 'Ping-pongs charged to A, which sent it straight back to B (甲方退回).' }) sentBackByA!: number;
  @Field(() => Int, { description: 'Ping-pongs charged to B (乙方退回).' }) sentBackByB!: number;
  @Field(() => Int, { description: 'Episodes: runs of at least three holders that alternate between the two (拉锯).' }) episodes!: number;
  @Field(() => Int, { description: 'Rounds of all their episodes (拉锯回合).' }) rounds!: number;
  @Field(() => Int, { description: 'Holders of their longest episode; 0 without one (最长拉锯).' }) longestEpisode!: number;
  @Field(() => Int, { description: 'Transfers between them, either way, refusals included (流转).' }) transfers!: number;
}

@ObjectType({ description: 'One pair in a page (连接边).' })
export class PingPongPairEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => PingPongPair, { description: 'The pair (部门对).' }) node!: PingPongPair;
}

@ObjectType({ description: 'Pairs of departments with a ping-pong or an episode (来回推部门对).' })
export class PingPongPairConnection {
  @Field(() => PositionScalar, { nullable: true, description: 'The log up to here is in it; null for an empty log (日志位置).' }) position!: bigint | null;
  @Field(() => Int, { description: 'Ping-pongs of all pairs (来回推合计).' }) pingPongs!: number;
  @Field(() => Int, { description: 'Episodes of all pairs (拉锯合计).' }) episodes!: number;
  @Field(() => Int, { description: 'Rounds of all episodes (拉锯回合合计).' }) rounds!: number;
  @Field(() => Int, { description: 'Pairs over all pages (部门对总数).' }) totalCount!: number;
  @Field(() => [PingPongPairEdge], { description: 'This page (本页).' }) edges!: PingPongPairEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}

@ObjectType({ description: 'One run to and fro in one request (连接边).' })
export class PingPongEpisodeEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => ID, { description: 'The department of the pair whose id comes first (甲方).' }) departmentA!: string;
  @Field(() => ID, { description: 'The other (乙方).' }) departmentB!: string;
  @Field(() => Int, { description: 'Holders in the run, at least 3 (持有次数).' }) holders!: number;
  @Field(() => Int, { description: 'Rounds: half of the holders less one, rounded down (回合).' }) rounds!: number;
  @Field(() => InstantScalar, { description: 'Its first transfer (起).' }) from!: number;
  @Field(() => InstantScalar, { description: 'Its last transfer, by which it belongs to a period (止).' }) until!: number;
  @Field(() => ServiceRequestSummary, { description: 'The request (办件).' }) node!: ServiceRequestSummary;
}

@ObjectType({ description: 'Episodes, the longest first (拉锯列表).' })
export class PingPongEpisodeConnection {
  @Field(() => Int, { description: 'Episodes over all pages (拉锯总数).' }) totalCount!: number;
  @Field(() => Int, { description: 'Rounds of all of them (拉锯回合合计).' }) rounds!: number;
  @Field(() => Int, { description: 'Holders of the longest; 0 for none (最长拉锯).' }) longest!: number;
  @Field(() => [PingPongEpisodeEdge], { description: 'This page (本页).' }) edges!: PingPongEpisodeEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}
