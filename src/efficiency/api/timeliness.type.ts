import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export const Credit = { CLOSING_DEPARTMENT: 'CLOSING_DEPARTMENT', FIRST_INQUIRY_DEPARTMENT: 'FIRST_INQUIRY_DEPARTMENT' } as const;
export type Credit = keyof typeof Credit;
registerEnumType(Credit, {
  name: 'Credit',
  description: 'Whom timeliness is credited to (归属).',
  valuesMap: {
    CLOSING_DEPARTMENT: { description: 'The department that closed it, or that holds it while open (办结部门).' },
    FIRST_INQUIRY_DEPARTMENT: { description: 'The department that took the request first (首问部门).' },
  },
});

@ObjectType({ description: 'Closures in the period, by whether they kept the limit (按办结计).' })
export class TimelinessByClosure {
  @Field(() => Int, { description: 'Closed no later than the due instant (按时).' }) onTime!: number;
  @Field(() => Int, { description: 'Closed after the due instant (超时).' }) late!: number;
  @Field(() => Int, { description: 'Closures of requests without such a limit; never counted as on time (无时限).' }) withoutLimit!: number;
  @Field(() => Float, { nullable: true, description: 'onTime / (onTime + late); null without any (按时率).' }) onTimeShare!: number | null;
}

@ObjectType({ description: 'Requests whose due instant fell in the period, by what became of them (按到期计).' })
export class TimelinessByDueDate {
  @Field(() => Int, { description: 'The last closure kept the limit (按时办结).' }) doneOnTime!: number;
  @Field(() => Int, { description: 'The last closure was late, or it is open and overdue (未按时).' }) failed!: number;
  @Field(() => Int, { description: 'Open, the due instant not past: counted apart (未到期).' }) notYetDue!: number;
  @Field(() => Int, { description: 'Open with the clock stopped, so without a due instant now, whatever the period: counted apart (暂停中).' }) suspended!: number;
  @Field(() => Float, { nullable: true, description: 'doneOnTime / (doneOnTime + failed); null without any (按时率).' }) onTimeShare!: number | null;
}

@ObjectType({ description: 'Timeliness against one of the two limits; the two ways of counting are never mixed (时效).' })
export class Timeliness {
  @Field(() => TimelinessByClosure, { description: 'Counted by the closure’s instant (按办结计).' }) byClosure!: TimelinessByClosure;
  @Field(() => TimelinessByDueDate, { description: 'Counted by the due instant (按到期计).' }) byDueDate!: TimelinessByDueDate;
  @Field(() => Float, { nullable: true, description: 'Mean of (budget - used) / budget over on-time closures (提速率).' })
  earlyShareMean!: number | null;
}
