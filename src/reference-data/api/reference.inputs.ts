import { Field, Float, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsDefined, IsNumber, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { ClockStart, LimitUnit } from '../../platform/graphql/enums.js';
import { TextField, WordField } from '../../platform/graphql/checked-fields.js';
import { CodeField } from './code-field.js';

const AMOUNT_MAX = 10_000;
const ROUTE_STOPS_MAX = 100;

@InputType({ description: 'A department as it should be; registered when new, renamed when it differs (部门).' })
export class DepartmentInput {
  @CodeField({ description: 'The institution’s own code (部门编号).' })
  departmentId!: string;

  @TextField({ description: 'Its name (部门名称).', charsMax: 200 })
  name!: string;

  @CodeField({ description: 'The department it belongs to (上级部门编号).', optional: true })
  parentId?: string;
}

@InputType({ description: 'An officer as it should be (经办人).' })
export class OfficerInput {
  @CodeField({ description: 'The institution’s own code (经办人编号).' })
  officerId!: string;

  @TextField({ description: 'The name (姓名).', charsMax: 200 })
  name!: string;
}

@InputType({ description: 'A limit (时限).' })
export class LimitInput {
  @WordField(LimitUnit, { description: 'What it is counted in (时限单位).' })
  unit!: 'WORKING_HOUR' | 'WORKING_DAY' | 'CALENDAR_DAY';

  @Field(() => Float, { description: 'How many; 0 working days is done on the spot (时限数值).' })
  @IsNumber({ allowInfinity: false, allowNaN: false, maxDecimalPlaces: 3 })
  @Min(0)
  @Max(AMOUNT_MAX)
  amount!: number;
}

@InputType({ description: 'The two limits of a service item; null is none (两类时限).' })
export class ItemLimitsInput {
  @Field(() => LimitInput, { nullable: true, description: 'The promised limit (承诺时限).' })
  @IsOptional()
  @ValidateNested()
  @Type(() => LimitInput)
  promised?: LimitInput;

  @Field(() => LimitInput, { nullable: true, description: 'The statutory limit (法定时限).' })
  @IsOptional()
  @ValidateNested()
  @Type(() => LimitInput)
  statutory?: LimitInput;
}

@InputType({ description: 'A service item as it should be; what differs becomes a new version, for requests received from then on (事项).' })
export class ServiceItemInput {
  @CodeField({ description: 'The institution’s own code (事项编码).' })
  code!: string;

  @TextField({ description: 'Its name (事项名称).', charsMax: 200 })
  name!: string;

  @Field(() => ItemLimitsInput, { description: 'The ordinary limits (普通时限).' })
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => ItemLimitsInput)
  limits!: ItemLimitsInput;

  @Field(() => ItemLimitsInput, { nullable: true, description: 'The limits of the urgent variant (加急时限).' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ItemLimitsInput)
  urgentLimits?: ItemLimitsInput;

  @Field(() => [String], { description: 'The planned order of departments; empty for none (流转路线).' })
  @IsArray()
  @ArrayMaxSize(ROUTE_STOPS_MAX)
  route!: string[];

  @CodeField({ description: 'The calendar its limits are counted on (日历编号).' })
  calendarId!: string;

  @WordField(ClockStart, { description: 'Where the clock starts; RECEIPT where left out (计时起点).', optional: true })
  clockStart?: 'RECEIPT' | 'ACCEPTANCE';

  @Field(() => Float, { nullable: true, description: 'Share of the budget from which an open request is YELLOW; 0.9 where left out (预警比例).' })
  @IsOptional()
  @IsNumber({ allowInfinity: false, allowNaN: false })
  @Min(0)
  @Max(1)
  warningShare?: number;
}
