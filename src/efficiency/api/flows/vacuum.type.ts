import { ArgsType, Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';
import { PositionScalar } from '../../../platform/graphql/scalars.js';
import type { VacuumIngredient as VacuumIngredientName } from '../../read-model/figures/flows/vacuum.js';
import { FigureQuestionArgs } from '../figure-question.args.js';
import { PageInfo } from '../service-requests.type.js';
import { VacuumIngredient } from './flow-enums.js';
import { LIST_CURSOR, LIST_ROWS_MAX } from './list-page.js';

const REQUESTS_MAX = 1_000_000_000;

@ArgsType()
export class ResponsibilityVacuumArgs extends FigureQuestionArgs {
  @Field(() => Int, { defaultValue: 1, description: 'Leaves out items of fewer requests, of which a score says little (最少办件数).' }) @IsInt() @Min(1) @Max(REQUESTS_MAX) minRequests!: number;
  @Field(() => Int, { defaultValue: 50, description: `Items on a page, 1 to ${LIST_ROWS_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(LIST_ROWS_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last item already seen (游标).' }) @IsOptional() @Matches(LIST_CURSOR) after?: string | null;
}

@ArgsType()
export class ResponsibilityVacuumRequestsArgs extends FigureQuestionArgs {
  @Field(() => ID, { description: 'The service item (事项).' }) @MaxLength(128) serviceItemCode!: string;
  @Field(() => VacuumIngredient, { description: 'Which ingredient to open (构成).' }) ingredient!: VacuumIngredientName;
  @Field(() => Int, { defaultValue: 50, description: `Requests on a page, 1 to ${LIST_ROWS_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(LIST_ROWS_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' }) @IsOptional() @Matches(/^\d{1,18}$/) after?: string | null;
}

@ObjectType({ description: 'One part of a score: share = count ÷ of (0 where of is 0), contribution = weight × share (得分构成).' })
export class VacuumPart {
  @Field(() => VacuumIngredient, { description: 'What it is (构成).' }) ingredient!: VacuumIngredientName;
  @Field(() => Int, { description: 'How many (数量).' }) count!: number;
  @Field(() => Int, { description: 'Out of how many (总数).' }) of!: number;
  @Field(() => Float, { description: 'count ÷ of, from 0 to 1 (占比).' }) share!: number;
  @Field(() => Float, { description: 'What a share of 1 would contribute (权重).' }) weight!: number;
  @Field(() => Float, { description: 'What it contributes to the score (得分).' }) contribution!: number;
}

@ObjectType({ description: 'A service item and how far nobody keeps it (责任真空事项).' })
export class VacuumItem {
  @Field(() => ID, { description: 'The service item (事项).' }) serviceItemCode!: string;
  @Field(() => String, { nullable: true, description: 'Its name in the reference data (事项名称).' }) serviceItemName!: string | null;
  @Field(() => Float, { description: 'Sum of the contributions, from 0 to 100: the higher, the less anybody keeps it (责任真空指数).' }) score!: number;
  @Field(() => Float, { description: 'The same before supervisors’ rulings (裁定前指数).' }) scoreBeforeRulings!: number;
  @Field(() => Int, { description: 'Requests of the item received in the period (办件数).' }) requests!: number;
  @Field(() => [VacuumPart], { description: 'What the score is made of (构成).' }) parts!: VacuumPart[];
  @Field(() => Int, { description: 'Transfers of these requests (流转).' }) transfers!: number;
  @Field(() => Int, { description: 'Buck-passes before rulings; after them they are the count of PASSED_ON (裁定前推诿).' }) buckPassesBeforeRulings!: number;
  @Field(() => Int, { description: 'Times a request came back to a department that had held it before (回流次数).' }) revisits!: number;
  @Field(() => Float, { description: 'Different departments that held a request, on average (平均经手部门数).' }) holdersPerRequest!: number;
}

@ObjectType({ description: 'One item in a page (连接边).' })
export class VacuumItemEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => VacuumItem, { description: 'The item (事项).' }) node!: VacuumItem;
}

@ObjectType({ description: 'Service items by how far nobody keeps them (责任真空).' })
export class VacuumItemConnection {
  @Field(() => PositionScalar, { nullable: true, description: 'The log up to here is in it; null for an empty log (日志位置).' }) position!: bigint | null;
  @Field(() => Int, { description: 'Items over all pages (事项总数).' }) totalCount!: number;
  @Field(() => [VacuumItemEdge], { description: 'This page (本页).' }) edges!: VacuumItemEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}
