import { Field, InputType, Int } from '@nestjs/graphql';
import { IsInt, Max, Min } from 'class-validator';
import { TextField, WordField } from '../../../platform/graphql/checked-fields.js';
import { Verdict } from '../../../platform/graphql/enums.js';
import type { Verdict as VerdictWord } from '../../domain/events.js';
import { CommandEnvelope } from './command-envelope.js';

const REASON = { description: 'Free text; stored encrypted (理由).', charsMax: 2000, optional: true };
const REVISION_MAX = 1_000_000;

@InputType({ description: 'A supervisor reminds the holder (催办).' })
export class IssueReminderInput extends CommandEnvelope {
  @TextField({ description: 'Free text; stored encrypted (催办内容).', charsMax: 2000, optional: true })
  text?: string;
}

@InputType({ description: 'A supervisor rules on a transfer or refusal; the last ruling counts (流转裁定).' })
export class RuleTransferInput extends CommandEnvelope {
  @Field(() => Int, { description: 'The revision of the transfer or refusal in the request’s stream, from 0 (流内序号).' })
  @IsInt()
  @Min(0)
  @Max(REVISION_MAX)
  revision!: number;

  @WordField(Verdict, { description: 'The verdict (裁定结果).' })
  verdict!: VerdictWord;

  @TextField(REASON)
  reason?: string;
}

@InputType({ description: 'A supervisor voids a request recorded by mistake; it leaves every figure (作废).' })
export class VoidRequestInput extends CommandEnvelope {
  @TextField(REASON)
  reason?: string;
}
