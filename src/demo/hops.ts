import type { Verdict } from '../service-request/domain/events.js';
import type { RequestTruth } from './plan.js';

/** One change of holder that counts: recalled ones are left out. */
export interface Hop {
  readonly from: string;
  readonly to: string;
  readonly refusal: boolean;
  readonly planned: boolean;
  readonly buckPass: boolean;
  readonly buckPassAfterRulings: boolean;
  readonly isReturn: boolean;
  /** Straight back to the one it came from. */
  readonly pingPong: boolean;
  readonly hotPotato: boolean;
}

const HOT_POTATO_MS = 30 * 60_000;

export function hopsOf({ stays, route }: RequestTruth): readonly Hop[] {
  const holders: string[] = stays.slice(0, 1).map((stay) => stay.departmentId);
  const hops: Hop[] = [];
  for (const [index, stay] of stays.entries()) {
    const next = stays[index + 1];
    if (stay.end === null || stay.end.kind === 'CLOSURE' || stay.end.kind === 'RECALL' || !next || next.end?.kind === 'RECALL') continue;
    const [from, to, refusal] = [stay.departmentId, next.departmentId, stay.end.kind === 'REFUSAL'];
    const planned = !refusal && route.some((department, place) => department === from && route[place + 1] === to);
    hops.push({
      from, to, refusal, planned,
      buckPass: !planned,
      buckPassAfterRulings: ruled(stay.end.ruling, !planned),
      isReturn: holders.includes(to),
      pingPong: holders.at(-2) === to,
      hotPotato: !planned && !refusal && stay.workingMs < HOT_POTATO_MS && !stay.progress,
    });
    holders.push(to);
  }
  return hops;
}

function ruled(ruling: Verdict | null, buckPass: boolean): boolean {
  return ruling === null ? buckPass : ruling === 'BUCK_PASSING';
}
