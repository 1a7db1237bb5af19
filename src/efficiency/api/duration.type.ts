import { Field, Int, ObjectType } from '@nestjs/graphql';
import { MillisecondsScalar } from '../../platform/graphql/scalars.js';
import type { Distribution } from '../read-model/figures/measure-figures.js';

const HOUR_MS = 3_600_000;

@ObjectType({ description: 'A length of time, exact and readable (时长).' })
export class Duration {
  @Field(() => MillisecondsScalar, { description: 'Exact milliseconds; a mean or percentile may have a fraction (毫秒).' })
  readonly ms: bigint | number;

  constructor(ms: bigint | number) {
    this.ms = ms;
  }

  @Field(() => String, { description: 'In hours, minutes and seconds, cut to whole seconds; hours because a working day has not 24 of them (小时、分、秒).' })
  get text(): string {
    const total = typeof this.ms === 'bigint' ? this.ms : BigInt(Math.trunc(this.ms));
    const size = total < 0n ? -total : total;
    const hours = size / BigInt(HOUR_MS);
    const seconds = Number(size % BigInt(HOUR_MS)) / 1000;
    return `${total < 0n ? '-' : ''}${hours} h ${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  }
}

@ObjectType({ description: 'How a length of time is spread over n cases; percentiles interpolate linearly between closest ranks (时长分布).' })
export class DurationDistribution {
  @Field(() => Int, { description: 'Number of cases (数量).' }) readonly n!: number;
  @Field(() => Duration, { description: 'Sum over all cases (合计).' }) readonly total!: Duration;
  @Field(() => Duration, { nullable: true, description: 'Total divided by n; null for no case (平均).' }) readonly mean!: Duration | null;
  @Field(() => Duration, { nullable: true, description: 'Median (中位数).' }) readonly p50!: Duration | null;
  @Field(() => Duration, { nullable: true, description: '90th percentile (90分位).' }) readonly p90!: Duration | null;
  @Field(() => Duration, { nullable: true, description: '95th percentile (95分位).' }) readonly p95!: Duration | null;
  @Field(() => Duration, { nullable: true, description: 'Longest case (最长).' }) readonly max!: Duration | null;

  static of(measured: Distribution | undefined): DurationDistribution {
    if (measured === undefined) return { n: 0, total: new Duration(0), mean: null, p50: null, p90: null, p95: null, max: null };
    const { n, totalMs, p50Ms, p90Ms, p95Ms, maxMs } = measured;
    return {
      n, total: new Duration(totalMs), mean: new Duration(meanOf(totalMs, n)), p50: new Duration(p50Ms), p90: new Duration(p90Ms),
      p95: new Duration(p95Ms), max: new Duration(maxMs),
    };
  }
}

/** Whole part by integers, so that a sum beyond 2^53 loses nothing. */
const meanOf = (total: bigint, n: number): number => Number(total / BigInt(n)) + Number(total % BigInt(n)) / n;
