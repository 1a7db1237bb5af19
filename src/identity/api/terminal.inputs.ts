import { Field, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, IsOptional, Max, Min, ValidateBy } from 'class-validator';
import { checkedText } from '../../platform/graphql/checked-fields.js';
import { isHallId, isRequestId } from '../../service-request/domain/request-ids.js';
import { isSigningKey } from '../domain/signing-key.js';
import { GRACE_MS_MAX } from '../domain/terminal.js';

export const DEPARTMENTS_MAX = 50;
const GRACE_MINUTES_MAX = GRACE_MS_MAX / 60_000;
const EachDepartmentId = () => ValidateBy({
  name: 'departmentIds',
  validator: { validate: (ids: unknown) => Array.isArray(ids) && ids.every((id) => typeof id === 'string' && isRequestId(id)), defaultMessage: () => 'departmentIds must be 1 to 128 printable characters each' },
});

const PublicKeyField = ({ description }: { readonly description: string }) =>
  checkedText({ description, optional: true }, 'the SPKI DER of an Ed25519 public key in base64, 60 characters', isSigningKey);

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
export class RegisterTerminalInput extends ActingTerminalInput {
  @PublicKeyField({ description: 'Its Ed25519 key (SPKI, base64): everything it posts must be signed by it; left out: nothing need be (签名公钥).' })
  publicKey?: string;
}

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

  @PublicKeyField({ description: 'Another Ed25519 key (SPKI, base64) for what the new credential posts; left out: the key it has, if any (签名公钥).' })
  publicKey?: string;
}

@InputType({ description: 'A terminal that is no longer to post events (撤销终端).' })
export class RevokeTerminalInput extends NamedTerminalInput {}
