/** What nobody waited for or caught. In production it ends the process, so here it fails the suite. */
export interface StrayErrors {
  readonly seen: readonly unknown[];
}

const KINDS = ['unhandledRejection', 'uncaughtException'] as const;

/** Listens from the first test of the file to the last, and fails the test after which it saw something. */
export function forbidStrayErrors(): StrayErrors {
  const seen: unknown[] = [];
  const listen = (error: unknown): void => void seen.push(error);
  beforeAll(() => {
    for (const kind of KINDS) process.on(kind, listen);
  });
  afterEach(async () => {
    // Rejections are told apart from handled ones only after the tasks that are waiting.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const strays = seen.splice(0);
    if (strays.length > 0) throw new AggregateError(strays, `Nobody caught: ${strays.map(String).join('; ')}`);
  });
  afterAll(() => {
    for (const kind of KINDS) process.off(kind, listen);
  });
  return { seen };
}
