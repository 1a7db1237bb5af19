import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { PositionScalar } from '../../../platform/graphql/scalars.js';
import type { RecordResult } from '../../application/record-commands.js';
import type { RejectionCode } from '../../domain/rejection.js';
import { REJECTION_CODES, REJECTION_TEXTS, rejectionText } from '../../domain/rejection-texts.js';

export const RejectionCodeWord = Object.fromEntries(REJECTION_CODES.map((code) => [code, code])) as { readonly [C in RejectionCode]: C };

registerEnumType(RejectionCodeWord, {
  name: 'RejectionCode',
  description: 'Why a command was refused; {…} stands for a value that the reason spells out (拒绝代码).',
  valuesMap: Object.fromEntries(
    REJECTION_CODES.map((code) => [code, { description: `${REJECTION_TEXTS[code].en} (${REJECTION_TEXTS[code].zh})` }]),
  ),
});

@ObjectType({ description: 'The command was recorded now (已记录).' })
export class Recorded {
  @Field(() => PositionScalar, { description: 'The event’s place in the whole log (日志位置).' })
  position!: bigint;

  @Field(() => Int, { description: 'The event’s place in its request’s stream, from 0 (流内序号).' })
  revision!: number;

  @Field(() => ID, { description: 'The event’s own id (事件编号).' })
  eventId!: string;
}

@ObjectType({ description: 'The same source and id was recorded before: the first result again (此前已记录).' })
export class AlreadyRecorded {
  @Field(() => PositionScalar, { description: 'The event’s place in the whole log (日志位置).' })
  position!: bigint;

  @Field(() => Int, { description: 'The event’s place in its request’s stream, from 0 (流内序号).' })
  revision!: number;

  @Field(() => ID, { description: 'The event’s own id (事件编号).' })
  eventId!: string;
}

@ObjectType({ description: 'The command was refused and nothing was written (已拒绝).' })
export class Refused {
  @Field(() => RejectionCodeWord, { description: 'Why, for programs (拒绝代码).' })
  code!: RejectionCode;

  @Field(() => String, { description: 'Why, and what to do, in English (英文原因).' })
  reason!: string;

  @Field(() => String, { description: 'Why, and what to do, in Chinese (中文原因).' })
  reasonZh!: string;

  @Field(() => Boolean, { description: 'The same command, unchanged, may be accepted later (可否重试).' })
  retryable!: boolean;
}

export const RecordOutcome = createUnionType({
  name: 'RecordOutcome',
  description: 'What became of a command (记录结果).',
  types: () => [Recorded, AlreadyRecorded, Refused] as const,
  resolveType: (value: Recorded | AlreadyRecorded | Refused) => value.constructor as typeof Recorded | typeof AlreadyRecorded | typeof Refused,
});

export function recordOutcome(result: RecordResult): typeof RecordOutcome {
  if (result.status === 'refused') {
    const { rejection } = result;
    const { code, retryable } = rejection;
    return Object.assign(new Refused(), { code, retryable, reason: rejectionText(rejection, 'en'), reasonZh: rejectionText(rejection, 'zh') });
  }
  const { position, revision, eventId } = result;
  const outcome = result.status === 'recorded' ? new Recorded() : new AlreadyRecorded();
  return Object.assign(outcome, { position, revision: Number(revision), eventId });
}
