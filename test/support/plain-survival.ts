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
    const together = sorted.slice(index).findIndex((one) => one.ms !== ms);
    const here = sorted.slice(index, together < 0 ? sorted.length : index + together);
    const done = here.filter((one) => one.done).length;
    const atRisk = sorted.length - index;
    open *= (atRisk - done) / atRisk;
    if (done > 0) shares.set(ms, open);
    index += here.length;
  }
  return shares;
}

/** The first time after which less than a half is open, of shares none of which is a half. */
export const medianOf = (shares: ReadonlyMap<number, number>): number | null => [...shares].find(([, open]) => open < 0.5)?.[0] ?? null;
