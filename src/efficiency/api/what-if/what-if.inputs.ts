import { Field, Float, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsInt, IsNumber, IsOptional, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { checkedText, WordField } from '../../../platform/graphql/checked-fields.js';
import { ClockStart, LimitUnit, Urgency } from '../../../platform/graphql/enums.js';
import { MillisecondsScalar } from '../../../platform/graphql/scalars.js';

const RULES_MAX = 200;
const CODES_MAX = 500;
const ROUTE_MAX = 100;
const OVERRIDES_MAX = 2_000;
const AMOUNT_MAX = 10_000;
const WEEK_CHARACTERS_MAX = 1_000;
const THRESHOLD_MS_MAX = 2_592_000_000;

const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

@InputType({ description: 'What becomes of a limit: another one (unit and amount), more or less of it (unit and by), or none; one of the three (时限规则).' })
export class WhatIfLimitInput {
  @WordField(LimitUnit, { description: 'What it is counted in; of a change: only limits pinned in this unit are changed (时限单位).', optional: true })
  unit?: keyof typeof LimitUnit;
  @Field(() => Float, { nullable: true, description: 'The limit is so much of the unit; 0 working days is done on the spot (时限数值).' })
  @IsOptional() @IsNumber({ allowInfinity: false, allowNaN: false, maxDecimalPlaces: 3 }) @Min(0) @Max(AMOUNT_MAX) amount?: number | null;
  @Field(() => Float, { nullable: true, description: 'The limit is so much longer, or shorter when negative, never below nothing (增减).' })
  @IsOptional() @IsNumber({ allowInfinity: false, allowNaN: false, maxDecimalPlaces: 3 }) @Min(-AMOUNT_MAX) @Max(AMOUNT_MAX) by?: number | null;
  @Field(() => Boolean, { nullable: true, description: 'No such limit at all (取消时限).' }) @IsOptional() @IsBoolean() none?: boolean | null;
}

@InputType({ description: 'Other terms for the receipts of some service items; what is left out stays as it was pinned (事项规则).' })
export class WhatIfItemInput {
  @Field(() => [ID], { nullable: true, description: 'Service items it is for; left out: all (事项).' })
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(CODES_MAX) @MaxLength(128, { each: true }) codes?: string[] | null;
  @WordField(Urgency, { description: 'Only this variant; left out: both (紧急程度).', optional: true }) urgency?: keyof typeof Urgency;
  @Field(() => WhatIfLimitInput, { nullable: true, description: 'The promised limit (承诺时限).' })
  @IsOptional() @ValidateNested() @Type(() => WhatIfLimitInput) promised?: WhatIfLimitInput | null;
  @Field(() => WhatIfLimitInput, { nullable: true, description: 'The statutory limit (法定时限).' })
  @IsOptional() @ValidateNested() @Type(() => WhatIfLimitInput) statutory?: WhatIfLimitInput | null;
  @Field(() => Boolean, { nullable: true, description: 'Another limit, or none, also where the receipt gave a due instant of its own; such an instant stays otherwise (含明定到期时刻).' })
  @IsOptional() @IsBoolean() explicitToo?: boolean | null;
  @Field(() => [ID], { nullable: true, description: 'The planned order of departments; empty for none (流转路线).' })
  @IsOptional() @IsArray() @ArrayMaxSize(ROUTE_MAX) @MaxLength(128, { each: true }) route?: string[] | null;
  @Field(() => ID, { nullable: true, description: 'The calendar it is measured with, as if it had been defined before the first receipt (日历).' })
  @IsOptional() @MaxLength(128) calendarId?: string | null;
  @WordField(ClockStart, { description: 'Where the clock starts (计时起点).', optional: true }) clockStart?: keyof typeof ClockStart;
  @Field(() => Float, { nullable: true, description: 'Share of the budget from which an open request is YELLOW, above 0 (预警比例).' })
  @IsOptional() @IsNumber({ allowInfinity: false, allowNaN: false }) @Min(0.000_001) @Max(1) warningShare?: number | null;
}

@InputType({ description: 'One date of a calendar (特殊日期).' })
export class WhatIfDateInput {
  @checkedText({ description: 'YYYY-MM-DD (日期).' }, 'a date, YYYY-MM-DD', isDate) date!: string;
  @Field(() => String, { description: 'closed: a holiday; weekday: as its day of the week, whatever was recorded; or opening times such as "09:00-12:00 13:30-17:00" (开放时间).' })
  @MaxLength(WEEK_CHARACTERS_MAX) hours!: string;
}

@InputType({ description: 'A calendar as if it had always been so (日历规则).' })
export class WhatIfCalendarInput {
  @Field(() => ID, { description: 'One that is recorded, or a new one for items of this rule set (日历编号).' }) @MaxLength(128) calendarId!: string;
  @Field(() => String, { nullable: true, description: 'IANA zone; needed of a new calendar only (时区).' }) @IsOptional() @MaxLength(64) zone?: string | null;
  @Field(() => String, { nullable: true, description: 'Weekly opening times, e.g. "Mon-Fri 09:00-12:00 13:30-17:00"; left out: as recorded (每周开放时间).' })
  @IsOptional() @MaxLength(WEEK_CHARACTERS_MAX) week?: string | null;
  @Field(() => [WhatIfDateInput], { nullable: true, description: 'Dates that differ from what is recorded (特殊日期).' })
  @IsOptional() @IsArray() @ArrayMaxSize(OVERRIDES_MAX) @ValidateNested({ each: true }) @Type(() => WhatIfDateInput) dates?: WhatIfDateInput[] | null;
}

@InputType({ description: 'Another rule set for the history as it was recorded (假设规则).' })
export class WhatIfRulesInput {
  @Field(() => [WhatIfItemInput], { nullable: true, description: 'All that fit a receipt apply, in order (事项规则).' })
  @IsOptional() @IsArray() @ArrayMaxSize(RULES_MAX) @ValidateNested({ each: true }) @Type(() => WhatIfItemInput) items?: WhatIfItemInput[] | null;
  @Field(() => [WhatIfCalendarInput], { nullable: true, description: 'Calendars (日历规则).' })
  @IsOptional() @IsArray() @ArrayMaxSize(RULES_MAX) @ValidateNested({ each: true }) @Type(() => WhatIfCalendarInput) calendars?: WhatIfCalendarInput[] | null;
  @Field(() => MillisecondsScalar, { nullable: true, description: 'Hot potato under the rules: passed on after less working time than this (烫手山芋阈值).' })
  @IsOptional() @IsInt() @Min(0) @Max(THRESHOLD_MS_MAX) hotPotatoThreshold?: number | null;
}
