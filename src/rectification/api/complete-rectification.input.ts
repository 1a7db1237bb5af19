import { Field, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { checkedText, type FieldOptions, InstantField, TextField } from '../../platform/graphql/checked-fields.js';
import { isHallId, isRequestId } from '../../service-request/domain/request-ids.js';

const CLOSURES_MAX = 5_000;
const IdField = (options: FieldOptions) => checkedText(options, '1 to 128 printable characters', isRequestId);
const isSource = (text: string): boolean => /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]{1,256}$/.test(text) && !/%(?![0-9A-Fa-f]{2})/.test(text);

@InputType({ description: 'A supervisor records that what a bad rating asked for was put right (整改完成).' })
export class CompleteRectificationInput {
  @checkedText({ description: 'Who sends it, as a URI reference; with the id it makes a resend recognisable (来源).' }, 'a URI reference of 1 to 256 characters', isSource)
  source!: string;

  @IdField({ description: 'The sender’s own id of this command; the same source and id again answers as the first time (幂等标识).' })
  id!: string;

  @checkedText({ description: 'The hall; the installation’s default hall where left out (大厅编号).', optional: true }, '1 to 64 letters, digits, "_" or "-"', isHallId)
  hallId?: string;

  @IdField({ description: 'The request’s id, unique within its hall (办件编号).' })
  requestId!: string;

  @Field(() => Int, { nullable: true, description: 'Which closure was rated badly, the first is 1; may be left out where only one rectification is open (第几次办结).' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(CLOSURES_MAX)
  closure?: number;

  @InstantField({ description: 'When it was put right (完成时刻).' })
  occurredAt!: string;

  @IdField({ description: 'The department that put it right (整改部门编号).' })
  departmentId!: string;

  @IdField({ description: 'The officer who did (经办人编号).', optional: true })
  officerId?: string;

  @TextField({ description: 'What was done; stored encrypted (整改措施).', charsMax: 2000, optional: true })
  measures?: string;
}
