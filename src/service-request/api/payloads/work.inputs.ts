import { Field, Float, InputType } from '@nestjs/graphql';
import { IsNumber, IsOptional, IsPositive, Max } from 'class-validator';
import { InstantField, TextField, WordField } from '../../../platform/graphql/checked-fields.js';
import { LimitKind, SuspensionCause } from '../../../platform/graphql/enums.js';
import type { LimitKind as LimitKindWord, SuspensionCause as SuspensionCauseWord } from '../../domain/events.js';
import { CommandEnvelope } from './command-envelope.js';
import { IdField } from './fields.js';

const AMOUNT_MAX = 10_000;

@InputType({ description: 'The holder names the officer who handles it (指派经办人).' })
export class AssignOfficerInput extends CommandEnvelope {
  @IdField({ description: 'The officer assigned; officerId is the one who assigns (被指派经办人编号).' })
  assignedOfficerId!: string;
}

@InputType({ description: 'A step of the work is recorded (办理进展).' })
export class RecordProgressInput extends CommandEnvelope {
  @TextField({ description: 'What was done, as a short code or phrase (环节).', charsMax: 128 })
  step!: string;

  @TextField({ description: 'Free text; stored encrypted (备注).', charsMax: 2000, optional: true })
  note?: string;
}

@InputType({ description: 'The clock stops (暂停计时).' })
export class SuspendRequestInput extends CommandEnvelope {
  @WordField(SuspensionCause, { description: 'For the applicant or for a statutory procedure (暂停原因).' })
  cause!: SuspensionCauseWord;

  @TextField({ description: 'The provision that allows it (法律依据).', charsMax: 500, optional: true })
  legalBasis?: string;
}

@InputType({ description: 'The clock runs again (恢复计时).' })
export class ResumeRequestInput extends CommandEnvelope {}

@InputType({ description: 'A limit is extended before it has passed (延期).' })
export class ExtendLimitInput extends CommandEnvelope {
  @WordField(LimitKind, { description: 'Which limit (时限种类).' })
  limit!: LimitKindWord;

  @Field(() => Float, { nullable: true, description: 'How much more, in the limit’s own unit; not for an explicit instant (延长量).' })
  @IsOptional()
  @IsNumber({ allowInfinity: false, allowNaN: false, maxDecimalPlaces: 3 })
  @IsPositive()
  @Max(AMOUNT_MAX)
  amount?: number;

  @InstantField({ description: 'The new due instant, where the limit is an explicit instant (新的到期时刻).', optional: true })
  dueAt?: string;

  @IdField({ description: 'Who approved it (批准人编号).' })
  approver!: string;

  @TextField({ description: 'Free text; stored encrypted (理由).', charsMax: 2000, optional: true })
  reason?: string;
}
