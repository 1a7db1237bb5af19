import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { PageInfo } from '../../platform/graphql/page-info.js';
import { Urgency } from '../../platform/graphql/enums.js';
import { InstantScalar } from '../../platform/graphql/scalars.js';
import { FIGURES, type Figure as FigureName } from '../read-model/figures/figure-relations.js';
import { FigureQuestionArgs } from './figure-question.args.js';

export { PageInfo };

export const Figure = Object.fromEntries(Object.keys(FIGURES).map((name) => [name, name])) as { readonly [F in FigureName]: F };
registerEnumType(Figure, {
  name: 'Figure',
  description: 'A figure that can be opened into the requests behind it (指标).',
  valuesMap: Object.fromEntries(Object.keys(Figure).map((name) => [name, { description: `${name.toLowerCase().replaceAll('_', ' ')} (指标).` }])),
});
export const RequestStatus = { OPEN: 'OPEN', SUSPENDED: 'SUSPENDED', COMPLETED: 'COMPLETED' } as const;
registerEnumType(RequestStatus, { name: 'RequestStatus', description: 'Where a request stands: OPEN 办理中, SUSPENDED 暂停, COMPLETED 办结 (状态).' });

const PAGE_MAX = 500;

@ArgsType()
export class ServiceRequestsArgs extends FigureQuestionArgs {
  @Field(() => Figure, { defaultValue: 'RECEIVED', description: 'The figure to open; period and filter as in departmentEfficiency (指标).' })
  figure!: FigureName;
  @Field(() => Int, { defaultValue: 50, description: `Page size, 1 to ${PAGE_MAX} (每页数量).` }) @IsInt() @Min(1) @Max(PAGE_MAX) first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge already seen (游标).' }) @IsOptional() @Matches(/^\d{1,19}$/)
  after?: string | null;
}

@ObjectType({ description: 'One request as it stands (办件概要).' })
export class ServiceRequestSummary {
  @Field(() => ID, { description: 'hallId.requestId (办件编号).' }) id!: string;
  @Field(() => ID, { description: 'The hall (大厅).' }) hallId!: string;
  @Field(() => ID, { description: 'The request’s id within its hall (办件号).' }) requestId!: string;
  @Field(() => RequestStatus, { description: 'Where it stands (状态).' }) status!: keyof typeof RequestStatus;
  @Field(() => InstantScalar, { description: 'The receipt (收件时刻).' }) receivedAt!: number;
  @Field(() => InstantScalar, { description: 'Since when it stands so (现状起始).' }) since!: number;
  @Field(() => ID, { description: 'The department responsible now, or that closed it (现持有部门).' }) departmentId!: string;
  @Field(() => ID, { nullable: true, description: 'The officer of now, where known (经办人).' }) officerId!: string | null;
  @Field(() => ID, { description: 'The department that took it first (首问部门).' }) firstDepartmentId!: string;
  @Field(() => ID, { description: 'The service item (事项).' }) serviceItemCode!: string;
  @Field(() => String, { description: 'Channel of receipt (渠道).' }) channel!: string;
  @Field(() => Urgency, { description: 'Urgency (紧急程度).' }) urgency!: string;
}

@ObjectType({ description: 'One request in a page (连接边).' })
export class ServiceRequestEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => Int, { description: 'How often the request counts in the figure (计次).' }) occurrences!: number;
  @Field(() => ServiceRequestSummary, { description: 'The request (办件).' }) node!: ServiceRequestSummary;
}

@ObjectType({ description: 'Requests behind a figure (指标背后的办件).' })
export class ServiceRequestConnection {
  @Field(() => Int, { description: 'Requests over all pages (办件总数).' }) totalCount!: number;
  @Field(() => Int, { description: 'The figure itself: the sum of occurrences over all pages (指标值).' }) occurrences!: number;
  @Field(() => [ServiceRequestEdge], { description: 'This page (本页).' }) edges!: ServiceRequestEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}
