/** The server said nothing in time. */
export class Silence extends Error {
  override readonly name = 'Silence';
}

/** Gives up waiting, not the work: what comes later, an error included, is dropped. @throws Silence */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Silence(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends early, without an error, when `signal` aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** Doubles with every failure, up to `msMax`; half of it is left to chance, so that replicas do not come back in step. */
export const backoffMs = (failures: number, firstMs: number, msMax: number, chance: number): number => {
  const full = Math.min(msMax, firstMs * 2 ** Math.min(failures, 30));
  return full / 2 + (full / 2) * chance;
};
