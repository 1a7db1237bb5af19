import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { InstantScalar, PositionScalar } from '../../platform/graphql/scalars.js';
import type { ErasureResult } from '../application/erasures.js';
import { ERASURE_REFUSAL_CODES, ERASURE_REFUSALS, type ErasureRefusalCode } from '../domain/refusal.js';

const Code = Object.fromEntries(ERASURE_REFUSAL_CODES.map((code) => [code, code])) as { readonly [C in ErasureRefusalCode]: C };
registerEnumType(Code, {
  name: 'ErasureRefusalCode', description: 'Why an erasure was refused (拒绝代码).',
  valuesMap: Object.fromEntries(ERASURE_REFUSAL_CODES.map((code) => [code, { description: `${ERASURE_REFUSALS[code].en} (${ERASURE_REFUSALS[code].zh})` }])),
});

@ObjectType({ description: 'The applicant’s texts cannot be read any more (已删除).' })
export class ApplicantErased {
  @Field(() => ID, { description: 'The applicant’s pseudonym: ask for the certificate by it (申请人假名).' }) applicantPseudonym!: string;
  @Field(() => Int, { description: 'Requests that were received for the applicant (涉及办件数).' }) requests!: number;
  @Field(() => Int, { description: 'Texts that became unreadable (不可读文本数).' }) texts!: number;
  @Field(() => InstantScalar, { description: 'When it was done (完成时刻).' }) completedAt!: string;
  @Field(() => PositionScalar, { description: 'The place in the log of the event that says so (日志位置).' }) position!: bigint;
  @Field(() => Boolean, { description: 'It was done before, and nothing has come since: the first result again (此前已删除).' }) before!: boolean;
}

@ObjectType({ description: 'The erasure was refused, and nothing was destroyed (已拒绝).' })
export class ErasureRefused {
  @Field(() => Code, { description: 'Why, for programs (拒绝代码).' }) code!: ErasureRefusalCode;
  @Field(() => String, { description: 'Why, and what to do, in English (英文原因).' }) reason!: string;
  @Field(() => String, { description: 'Why, and what to do, in Chinese (中文原因).' }) reasonZh!: string;
  @Field(() => Boolean, { description: 'The same, unchanged, may be accepted later (可否重试).' }) retryable!: boolean;
}

export const ErasureOutcome = createUnionType({
  name: 'ErasureOutcome',
  description: 'What became of an erasure (删除结果).',
  types: () => [ApplicantErased, ErasureRefused] as const,
  resolveType: (value: ApplicantErased | ErasureRefused) => value.constructor as typeof ApplicantErased | typeof ErasureRefused,
});

export function erasureRefused(code: ErasureRefusalCode): ErasureRefused {
  const { en, zh, retryable } = ERASURE_REFUSALS[code];
  return Object.assign(new ErasureRefused(), { code, reason: en, reasonZh: zh, retryable });
}

export function erasureOutcome(result: ErasureResult): typeof ErasureOutcome {
  if (result.status === 'refused') return erasureRefused(result.code);
  const { data: { applicantKeyId: applicantPseudonym, requests, texts }, recordedAt: completedAt, position } = result.completion;
  return Object.assign(new ApplicantErased(), { applicantPseudonym, requests, texts, completedAt, position, before: result.status === 'already-erased' });
}
