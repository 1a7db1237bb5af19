import { Field, Int, ObjectType } from '@nestjs/graphql';
import { AGE_BANDS, type Backlog as Counted, type LimitState } from '../read-model/figures/backlog-figure.js';

@ObjectType({ description: 'Open requests by age (按积压时长).' })
export class AgeBandCount {
  @Field(() => String, { description: 'Working days since the receipt: 0-1, 2-5, 6-10, 11-20 or >20 (工作日).' }) band!: string;
  @Field(() => Int, { description: 'Open requests of that age (数量).' }) open!: number;
}

@ObjectType({ description: 'Open requests by their state against a limit (按预警状态).' })
export class LimitStateCounts {
  @Field(() => Int, { description: 'Within the limit (正常).' }) green!: number;
  @Field(() => Int, { description: 'The warning share of the budget is used (预警).' }) yellow!: number;
  @Field(() => Int, { description: 'Past the due instant (超时).' }) red!: number;
  @Field(() => Int, { description: 'The clock stands still (暂停).' }) suspended!: number;
  @Field(() => Int, { description: 'No such limit (无时限).' }) withoutLimit!: number;

  static of(counts: ReadonlyMap<LimitState, number> | undefined): LimitStateCounts {
    const of = (state: LimitState): number => counts?.get(state) ?? 0;
    return { green: of('GREEN'), yellow: of('YELLOW'), red: of('RED'), suspended: of('SUSPENDED'), withoutLimit: of('NO_LIMIT') };
  }
}

@ObjectType({ description: 'What is open at the question’s instant, whatever the period (积压).' })
export class Backlog {
  @Field(() => Int, { description: 'Open requests (未办结).' }) open!: number;
  @Field(() => [AgeBandCount], { description: 'By age in working days (按积压时长).' }) byAge!: AgeBandCount[];
  @Field(() => LimitStateCounts, { description: 'Against the promised limit (按承诺时限).' }) promised!: LimitStateCounts;
  @Field(() => LimitStateCounts, { description: 'Against the statutory limit (按法定时限).' }) statutory!: LimitStateCounts;

  static of(counted: Counted | undefined): Backlog {
    return {
      open: counted?.open ?? 0,
      byAge: AGE_BANDS.map((band) => ({ band, open: counted?.byAge.get(band) ?? 0 })),
      promised: LimitStateCounts.of(counted?.promised),
      statutory: LimitStateCounts.of(counted?.statutory),
    };
  }
}
