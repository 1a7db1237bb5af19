import { hopsOf } from '../../src/demo/hops.js';
import type { SimulatedRequest } from '../../src/demo/plan.js';

export interface PlantedItem {
  requests: number;
  /** [count, of] of what was passed on, held by strays, untouched, and came back. */
  readonly parts: readonly [number, number][];
}

const HOT_POTATO_MS = 30 * 60_000;

/** What the score of each service item is made of, by the plan alone. */
export function vacuumOf(requests: Iterable<Pick<SimulatedRequest, 'truth'>>): Readonly<Record<string, PlantedItem>> {
  const items: Record<string, PlantedItem> = {};
  for (const { truth } of requests) {
    if (truth.voided) continue;
    const { requests: _, parts } = (items[truth.serviceItemCode] ??= { requests: 0, parts: [[0, 0], [0, 0], [0, 0], [0, 0]] });
    items[truth.serviceItemCode]!.requests += 1;
    for (const [index, [count, of]] of sharesOf(truth).entries()) {
      parts[index]![0] += count;
      parts[index]![1] += of;
    }
  }
  return items;
}

function sharesOf(truth: SimulatedRequest['truth']): readonly [number, number][] {
  const hops = hopsOf(truth);
  const first = truth.stays[0]!.departmentId;
  const holders = new Set([first, ...hops.map(({ to }) => to)]);
  const closures = truth.stays.filter(({ end }) => end?.kind === 'CLOSURE').length;
  const strays = [...holders].filter((id) => id !== first && !truth.route.includes(id)).length;
  const passedOn = hops.filter(({ buckPassAfterRulings }) => buckPassAfterRulings).length;
  const untouched = hops.length > 0 && hops.every(({ buckPass }) => buckPass) && sentOn(truth).every(({ workingMs, progress }) => workingMs < HOT_POTATO_MS && !progress);
  return [[passedOn, hops.length + closures], [strays, holders.size], [Number(untouched), 1], [Number(hops.some(({ isReturn }) => isReturn)), 1]];
}

/** Stays that a transfer or refusal ended, without the recalled ones. */
const sentOn = ({ stays }: SimulatedRequest['truth']): SimulatedRequest['truth']['stays'] =>
  stays.filter(({ end }, index) => (end?.kind === 'TRANSFER' || end?.kind === 'REFUSAL') && stays[index + 1]?.end?.kind !== 'RECALL');
