import { Field, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, IsOptional, Max, Min, ValidateBy } from 'class-validator';
import { checkedText } from '../../platform/graphql/checked-fields.js';
import { isHallId, isRequestId } from '../../service-request/domain/request-ids.js';
import { GRACE_MS_MAX } from '../domain/terminal.js';

export const DEPARTMENTS_MAX = 50;
const GRACE_MINUTES_MAX = GRACE_MS_MAX / 60_000;
const EachDepartmentId = () => ValidateBy({
  name: 'departmentIds',
  validator: { validate: (ids: unknown) => Array.isArray(ids) && ids.every((id) => typeof id === 'string' && isRequestId(id)), defaultMessage: () => 'departmentIds must be 1 to 128 printable characters each' },
});

@InputType({ isAbstract: true })
abstract class NamedTerminalInput {
  @checkedText({ description: 'The hall; the installation’s default hall where left out (大厅编号).', optional: true }, '1 to 64 letters, digits, "_" or "-"', isHallId)
  hallId?: string;

  @checkedText({ description: 'The terminal’s own id, unique within its hall (终端编号).' }, '1 to 128 printable characters', isRequestId)
  terminalId!: string;
}

@InputType({ isAbstract: true })
abstract class ActingTerminalInput extends NamedTerminalInput {
  @Field(() => [String], { description: 'The departments it may act for, each with everything below it (可代表的部门及其下级).' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(DEPARTMENTS_MAX)
  @ArrayUnique()
  @EachDepartmentId()
  departmentIds!: string[];
}

@InputType({ description: 'A terminal that is to post events (登记终端).' })
export class RegisterTerminalInput extends ActingTerminalInput {}

@InputType({ description: 'A terminal that goes to other departments; its credential stays (调整终端所属部门).' })
export class MoveTerminalInput extends ActingTerminalInput {}

@InputType({ description: 'A terminal that is to have a new credential (更换终端凭据).' })
export class RotateTerminalCredentialInput extends NamedTerminalInput {
  @Field(() => Int, { nullable: true, description: 'Minutes the old credential stays good, up to a day; without them every older one ends at once (旧凭据宽限分钟数).' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(GRACE_MINUTES_MAX)
  graceMinutes?: number;
}

@InputType({ description: 'A terminal that is no longer to post events (撤销终端).' })
export class RevokeTerminalInput extends NamedTerminalInput {}
