import type { Json, ReadSide } from './read-side.js';

/** How long one was waited for, and whether it was over then. */
export interface Waited {
  readonly ms: number;
  readonly done: boolean;
}

/** Share still open after each time at which something was done, by the textbook's product, one factor after the other. */
export function openShares(waited: readonly Waited[]): ReadonlyMap<number, number> {
  const sorted = waited.toSorted((a, b) => a.ms - b.ms);
  const shares = new Map<number, number>();
  let open = 1;
  for (let index = 0; index < sorted.length;) {
    const { ms } = sorted[index]!;
    const atRisk = sorted.length - index;
    let done = 0;
    for (; sorted[index]?.ms === ms; index += 1) done += Number(sorted[index]!.done);
    open *= (atRisk - done) / atRisk;
    if (done > 0) shares.set(ms, open);
  }
  return shares;
}

/** The first time after which less than a half is open, of shares none of which is a half. */
export const medianOf = (shares: ReadonlyMap<number, number>): number | null => [...shares].find(([, open]) => open < 0.5)?.[0] ?? null;

const LEADS = `SELECT coalesce(c.at_ms, $at) - r.at_ms AS ms, c.at_ms IS NOT NULL AS done
  FROM live_receipts($p) r LEFT JOIN (SELECT * FROM live_closures($p) WHERE fact_key = 0 AND at_ms <= $at) c ON c.request = r.request
  WHERE r.at_ms <= $at AND r.at_ms >= $from`;

/** How long everybody waited until the first closure or until `at`, straight from the facts. */
export async function leadsOf({ readModel }: ReadSide, at: string, from = '1970-01-02T00:00:00Z'): Promise<readonly Waited[]> {
  const params = { p: readModel.position() ?? 0n, at: BigInt(Date.parse(at)), from: BigInt(Date.parse(from)) };
  const rows = await readModel.query<{ ms: bigint; done: boolean }>(LEADS, params);
  return rows.map(({ ms, done }) => ({ ms: Number(ms), done }));
}

const CURVES = `query Curves($by: [Dimension!], $time: TimeAxis, $period: PeriodInput, $filter: FigureFilterInput, $at: Instant) {
  completionCurves(by: $by, time: $time, period: $period, filter: $filter, at: $at, first: 100) { total { ...c } edges { node { ...c } } } }
  fragment c on CompletionCurve { received closed open median { ms } p90 { ms } closedOnly { n p50 { ms } p90 { ms } } points(max: 500) { time { ms } open } }`;
export const askCurves = async (side: ReadSide, variables: object): Promise<Json> => (await side.ask(CURVES, variables)).completionCurves;
