import { Field, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, ValidateNested } from 'class-validator';
import { Weekday } from '../../platform/graphql/enums.js';
import { checkedText, TextField, WordField } from '../../platform/graphql/checked-fields.js';
import type { Weekday as WeekdayWord } from '../../working-time/calendar.js';
import { CodeField } from './code-field.js';

const SPANS_MAX = 12;
const OVERRIDES_MAX = 5000;

const isTimeOfDay = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text);
const isZone = (text: string): boolean => /^[A-Za-z0-9_+\-/]{1,64}$/.test(text);
const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

@InputType({ description: 'Opening times within one day (开放时段).' })
export class SpanInput {
  @checkedText({ description: 'HH:MM (起).' }, 'a time of day, HH:MM', isTimeOfDay)
  from!: string;

  @checkedText({ description: 'HH:MM, up to 24:00 (止).' }, 'a time of day, HH:MM', isTimeOfDay)
  until!: string;
}

@InputType({ description: 'A day of the week that is open (每周开放日).' })
export class WeekdayInput {
  @WordField(Weekday, { description: 'Which day (星期).' })
  day!: WeekdayWord;

  @Field(() => [SpanInput], { description: 'Its opening times, ascending (开放时段).' })
  @IsArray()
  @ArrayMaxSize(SPANS_MAX)
  @ValidateNested({ each: true })
  @Type(() => SpanInput)
  spans!: SpanInput[];
}

@InputType({ description: 'One date that differs from its weekday (特殊日期).' })
export class DateOverrideInput {
  @checkedText({ description: 'YYYY-MM-DD (日期).' }, 'a date, YYYY-MM-DD', isDate)
  date!: string;

  @Field(() => [SpanInput], { description: 'No spans: closed, a holiday; spans: open, a make-up workday (开放时段，空为休息).' })
  @IsArray()
  @ArrayMaxSize(SPANS_MAX)
  @ValidateNested({ each: true })
  @Type(() => SpanInput)
  spans!: SpanInput[];

  @TextField({ description: 'Why (名称).', charsMax: 100, optional: true })
  name?: string;
}

@InputType({ description: 'A calendar as it should be; a change takes effect from today on, never earlier (日历).' })
export class CalendarInput {
  @CodeField({ description: 'The institution’s own code (日历编号).' })
  calendarId!: string;

  @checkedText({ description: 'IANA zone, e.g. Asia/Shanghai (时区).' }, 'an IANA time zone', isZone)
  zone!: string;

  @Field(() => [WeekdayInput], { description: 'The open days of the week; days left out are closed (每周开放时间).' })
  @IsArray()
  @ArrayMaxSize(7)
  @ArrayUnique((one: WeekdayInput) => one.day)
  @ValidateNested({ each: true })
  @Type(() => WeekdayInput)
  week!: WeekdayInput[];

  @Field(() => [DateOverrideInput], { description: 'All dates that differ (特殊日期).' })
  @IsArray()
  @ArrayMaxSize(OVERRIDES_MAX)
  @ArrayUnique((one: DateOverrideInput) => one.date)
  @ValidateNested({ each: true })
  @Type(() => DateOverrideInput)
  overrides!: DateOverrideInput[];

  @IsOptional()
  @checkedText({ description: 'Last date whose holidays are announced; due instants after it are provisional (节假日公布至).', optional: true }, 'a date, YYYY-MM-DD', isDate)
  announcedThrough?: string;
}
