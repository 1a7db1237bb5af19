/** Doubles with every failure, up to `msMax`; half of it is left to chance (0 to 1), so that replicas do not come back in step. */
export const backoffMs = (failures: number, firstMs: number, msMax: number, chance: number): number => {
  const full = Math.min(msMax, firstMs * 2 ** Math.min(failures, 30));
  return full / 2 + (full / 2) * chance;
};
