import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { PositionScalar } from '../../platform/graphql/scalars.js';
import type { RectificationResult } from '../application/rectification-recorder.js';
import {
  RECTIFICATION_REFUSAL_CODES, RECTIFICATION_REFUSALS, rectificationRefusalText, type RectificationRefusalCode,
} from '../domain/refusal.js';

const Code = Object.fromEntries(RECTIFICATION_REFUSAL_CODES.map((code) => [code, code])) as { readonly [C in RectificationRefusalCode]: C };
registerEnumType(Code, {
  name: 'RectificationRefusalCode',
  description: 'Why the completion was refused; {…} stands for a value that the reason spells out (拒绝代码).',
  valuesMap: Object.fromEntries(RECTIFICATION_REFUSAL_CODES.map((code) =>
    [code, { description: `${RECTIFICATION_REFUSALS[code].en} (${RECTIFICATION_REFUSALS[code].zh})` }])),
});

@ObjectType({ description: 'The completion is recorded (整改已记录).' })
export class RectificationRecorded {
  @Field(() => PositionScalar, { description: 'The event’s place in the whole log (日志位置).' }) position!: bigint;
  @Field(() => Int, { description: 'The event’s place in the rectifications of its request, from 0 (流内序号).' }) revision!: number;
  @Field(() => ID, { description: 'The event’s own id (事件编号).' }) eventId!: string;
  @Field(() => Boolean, { description: 'The same source and id was recorded before: the first result again (此前已记录).' }) before!: boolean;
}

@ObjectType({ description: 'The completion was refused and nothing was written (已拒绝).' })
export class RectificationRefused {
  @Field(() => Code, { description: 'Why, for programs (拒绝代码).' }) code!: RectificationRefusalCode;
  @Field(() => String, { description: 'Why, and what to do, in English (英文原因).' }) reason!: string;
  @Field(() => String, { description: 'Why, and what to do, in Chinese (中文原因).' }) reasonZh!: string;
  @Field(() => Boolean, { description: 'The same command, unchanged, may be accepted later (可否重试).' }) retryable!: boolean;
}

export const RectificationOutcome = createUnionType({
  name: 'RectificationOutcome',
  description: 'What became of the completion of a rectification (整改记录结果).',
  types: () => [RectificationRecorded, RectificationRefused] as const,
  resolveType: (value: RectificationRecorded | RectificationRefused) => value.constructor as typeof RectificationRecorded | typeof RectificationRefused,
});

export function rectificationOutcome(result: RectificationResult): typeof RectificationOutcome {
  if (result.status === 'refused') {
    const { refusal } = result;
    const { retryable } = RECTIFICATION_REFUSALS[refusal.code];
    return Object.assign(new RectificationRefused(), {
      code: refusal.code, retryable, reason: rectificationRefusalText(refusal, 'en'), reasonZh: rectificationRefusalText(refusal, 'zh'),
    });
  }
  const { position, revision, eventId, status } = result;
  return Object.assign(new RectificationRecorded(), { position, revision: Number(revision), eventId, before: status === 'already-recorded' });
}
