import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { LimitKind } from '../../../platform/graphql/enums.js';
import { InstantScalar, PositionScalar } from '../../../platform/graphql/scalars.js';
import type { Comparison } from '../../read-model/what-if/comparison.js';
import type { Flips } from '../../read-model/what-if/flips.js';
import { FLIP_SUBJECTS, type FlipSubject as SubjectName, type LimitVerdict as VerdictName, VERDICTS } from '../../read-model/what-if/verdicts.js';
import { WHAT_IF_STATES, type WhatIfJob, type WhatIfState as StateName } from '../../read-model/what-if/what-if-job.js';
import { DepartmentEfficiency } from '../department-efficiency.type.js';
import { Duration } from '../duration.type.js';
import { PageInfo } from '../service-requests.type.js';

const wordsOf = <W extends string>(words: readonly W[]) => Object.fromEntries(words.map((word) => [word, word])) as { readonly [K in W]: K };
export const WhatIfState = wordsOf(WHAT_IF_STATES);
export const LimitVerdict = wordsOf(VERDICTS);
export const FlipSubject = wordsOf(FLIP_SUBJECTS);
registerEnumType(WhatIfState, {
  name: 'WhatIfState',
  description: 'Where a what-if stands: QUEUED 排队, BUILDING 重放中, DONE 完成, FAILED 失败, CANCELLED 已取消, EXPIRED 已过期, start it again (假设分析状态).',
});
registerEnumType(LimitVerdict, {
  name: 'LimitVerdict',
  description: 'What a limit says: of a closure ON_TIME 按时, LATE 超时, NO_LIMIT 无时限; of an open request GREEN 正常, YELLOW 预警, RED 超时, SUSPENDED 暂停, NO_LIMIT; NOT_MEASURED: under the rules it cannot be measured 无法计算 (时效结论).',
});
registerEnumType(FlipSubject, { name: 'FlipSubject', description: 'What is judged: a CLOSURE of the period 办结, or a request OPEN at the instant 未办结 (结论对象).' });

@ObjectType({ description: 'One limit of one closure or open request that the rules judge otherwise (结论变化).' })
export class WhatIfFlip {
  @Field(() => ID, { description: 'hallId.requestId (办件编号).' }) id!: string;
  @Field(() => ID, { description: 'The hall (大厅).' }) hallId!: string;
  @Field(() => ID, { description: 'The request’s id within its hall (办件号).' }) requestId!: string;
  @Field(() => ID, { description: 'The service item (事项).' }) serviceItemCode!: string;
  @Field(() => FlipSubject, { description: 'What is judged (结论对象).' }) subject!: SubjectName;
  @Field(() => LimitKind, { description: 'By which limit (时限种类).' }) limit!: keyof typeof LimitKind;
  @Field(() => ID, { description: 'The department that closed it, or holds it (部门).' }) departmentId!: string;
  @Field(() => ID, { nullable: true, description: 'The officer it is charged to, where known (经办人).' }) officerId!: string | null;
  @Field(() => InstantScalar, { description: 'The receipt (收件时刻).' }) receivedAt!: number;
  @Field(() => InstantScalar, { nullable: true, description: 'The closure; null of an open request (办结时刻).' }) closedAt!: number | null;
  @Field(() => LimitVerdict, { description: 'As it is (实际结论).' }) actual!: VerdictName;
  @Field(() => InstantScalar, { nullable: true, description: 'The due instant as it is; null while the clock stands still, or without the limit (实际到期时刻).' }) actualDueAt!: number | null;
  @Field(() => LimitVerdict, { description: 'Under the rules (假设结论).' }) underRules!: VerdictName;
  @Field(() => InstantScalar, { nullable: true, description: 'The due instant under the rules (假设到期时刻).' }) underRulesDueAt!: number | null;
}

@ObjectType({ description: 'One flip in a page (连接边).' })
export class WhatIfFlipEdge {
  @Field(() => String, { description: 'Where a next page starts after (游标).' }) cursor!: string;
  @Field(() => WhatIfFlip, { description: 'The flip (结论变化).' }) node!: WhatIfFlip;
}

@ObjectType({ description: 'The requests whose verdict flips (结论变化的办件).' })
export class WhatIfFlipConnection {
  @Field(() => Int, { description: 'Flips over all pages (变化总数).' }) totalCount!: number;
  @Field(() => Int, { description: 'Different requests among them (涉及办件数).' }) requests!: number;
  @Field(() => [WhatIfFlipEdge], { description: 'This page, in order of the receipts (本页).' }) edges!: WhatIfFlipEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}

@ObjectType({ description: 'How many flips there are of one kind (各类变化合计).' })
export class WhatIfFlipTotal {
  @Field(() => FlipSubject, { description: 'What is judged (结论对象).' }) subject!: SubjectName;
  @Field(() => LimitKind, { description: 'By which limit (时限种类).' }) limit!: keyof typeof LimitKind;
  @Field(() => LimitVerdict, { description: 'As it is (实际结论).' }) actual!: VerdictName;
  @Field(() => LimitVerdict, { description: 'Under the rules (假设结论).' }) underRules!: VerdictName;
  @Field(() => Int, { description: 'Flips of this kind (变化数).' }) flips!: number;
  @Field(() => Int, { description: 'Different requests among them (涉及办件数).' }) requests!: number;
}

@ObjectType({ description: 'A figure’s value in its own unit: one of the three, or none where there is no such value (指标值).' })
export class FigureAmount {
  @Field(() => Int, { nullable: true, description: 'Of a figure that is a count (数量).' }) count!: number | null;
  @Field(() => Duration, { nullable: true, description: 'Of a figure that is a length of time (时长).' }) duration!: Duration | null;
  @Field(() => Float, { nullable: true, description: 'Of a figure that is a share (比例).' }) share!: number | null;
}

@ObjectType({ description: 'One figure as it is and under the rules (指标差异).' })
export class FigureDifference {
  @Field(() => String, { description: 'A Figure, or a part of one after a dot: CLOSED_LATE_PROMISED, PROCESSING_TIME.p50, LEDGER.HOLDING, BACKLOG.PROMISED_RED (指标).' }) figure!: string;
  @Field(() => FigureAmount, { description: 'As it is (实际).' }) actual!: FigureAmount;
  @Field(() => FigureAmount, { description: 'Under the rules (假设).' }) underRules!: FigureAmount;
  @Field(() => FigureAmount, { description: 'Under the rules less actual (差值).' }) difference!: FigureAmount;
}

@ObjectType({ description: 'One department, or all together: as it is and under the rules (部门对比).' })
export class WhatIfDepartment {
  @Field(() => ID, { nullable: true, description: 'The department; null for the total (部门).' }) departmentId!: string | null;
  @Field(() => String, { nullable: true, description: 'Its name in the reference data (部门名称).' }) departmentName!: string | null;
  @Field(() => DepartmentEfficiency, { description: 'Every figure as it is (实际指标).' }) actual!: DepartmentEfficiency;
  @Field(() => DepartmentEfficiency, { description: 'Every figure under the rules (假设指标).' }) underRules!: DepartmentEfficiency;
}

/** Its flips are fields of their own, resolved when asked for. */
@ObjectType({ description: 'One question, answered by the history as it is and under the rules, at the same position and instant (假设对比).' })
export class WhatIfReport {
  @Field(() => PositionScalar, { nullable: true, description: 'The log up to here is in every figure; null for an empty log (日志位置).' }) position!: bigint | null;
  @Field(() => InstantScalar, { description: 'The instant open requests are judged at (判定时刻).' }) at!: number;
  @Field(() => WhatIfDepartment, { description: 'All departments of the filter together (合计).' }) total!: WhatIfDepartment;
  @Field(() => [WhatIfDepartment], { description: 'Every department that ever held a request, by id (各部门).' }) departments!: WhatIfDepartment[];
  comparison!: Comparison;
  findFlips!: () => Promise<Flips>;
}

@ObjectType({ description: 'A replay of the history under another rule set; the log is not touched (假设分析).' })
export class WhatIf {
  @Field(() => ID, { description: 'To ask for it again (编号).' }) id!: string;
  @Field(() => WhatIfState, { description: 'Where it stands (状态).' }) state!: StateName;
  @Field(() => Float, { description: 'How much of the log is replayed, 0 to 1 (进度).' }) progress!: number;
  @Field(() => PositionScalar, { nullable: true, description: 'The log up to here is replayed; null for an empty log (日志位置).' }) position!: bigint | null;
  @Field(() => InstantScalar, { description: 'When it was started; open requests are judged then unless asked otherwise (发起时刻).' }) startedAt!: number;
  @Field(() => String, { nullable: true, description: 'Why it failed: WHAT_IF_TIMED_OUT or WHAT_IF_FAILED (失败原因).' }) failure!: string | null;
  @Field(() => Int, { nullable: true, description: 'Requests that the rules cannot measure, such as with a due instant after 2100; in no figure under the rules (无法计算的办件数).' })
  unmeasured!: number | null;
  job!: WhatIfJob;
}
