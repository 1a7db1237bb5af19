import { COUNTED } from '../figure-relations.js';

/** What can be counted of the transfers from one department to another. TRANSFERS = PLANNED + UNPLANNED + REFUSALS. */
export const FLOW_KINDS = {
  TRANSFERS: COUNTED.TRANSFERS_OUT.where,
  PLANNED: COUNTED.PLANNED_TRANSFERS.where,
  UNPLANNED: 'NOT planned AND NOT is_refusal',
  REFUSALS: COUNTED.REFUSALS.where,
  RETURNS: COUNTED.RETURNS.where,
  PING_PONGS: COUNTED.PING_PONGS.where,
  HOT_POTATOES: COUNTED.HOT_POTATOES.where,
  BUCK_PASSES: COUNTED.BUCK_PASSES.where,
  BUCK_PASSES_BEFORE_RULINGS: COUNTED.BUCK_PASSES_BEFORE_RULINGS.where,
  RULED_JUSTIFIED: "ruling = 'JUSTIFIED'",
  RULED_BUCK_PASSING: "ruling = 'BUCK_PASSING'",
} as const;
export type FlowKind = keyof typeof FLOW_KINDS;
export const FLOW_KIND_NAMES = Object.keys(FLOW_KINDS) as readonly FlowKind[];
export type FlowCounts = Readonly<Record<FlowKind, number>>;

/** One column for each kind, by its name. */
export const FLOW_COUNTS = FLOW_KIND_NAMES.map((kind) => `count(*) FILTER (WHERE ${FLOW_KINDS[kind]}) AS "${kind}"`).join(', ');

export const flowCountsOf = (row: Readonly<Record<string, unknown>>): FlowCounts =>
  Object.fromEntries(FLOW_KIND_NAMES.map((kind) => [kind, Number(row[kind])])) as FlowCounts;
