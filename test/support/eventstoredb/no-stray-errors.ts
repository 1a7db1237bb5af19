import { runInThisContext } from 'node:vm';

const KINDS = ['unhandledRejection', 'uncaughtException'] as const;
/** The runner gives tests a copy of `process` that hears nothing of this; the process itself is in the main context. */
const realProcess = runInThisContext('process') as NodeJS.Process;

/** What nobody waited for or caught would end the service's process: here it fails the test after which it was seen. */
export function forbidStrayErrors(): void {
  const seen: unknown[] = [];
  const listen = (error: unknown): void => void seen.push(error);
  const failIfAny = (): void => {
    const strays = seen.splice(0);
    if (strays.length > 0) throw new AggregateError(strays, `Nobody caught: ${strays.map(String).join('; ')}`);
  };
  // A rejection counts as unhandled only after the tasks that are waiting already.
  const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
  beforeAll(() => {
    for (const kind of KINDS) realProcess.on(kind, listen);
  });
  afterEach(async () => {
    await settle();
    failIfAny();
  });
  afterAll(async () => {
    await settle();
    for (const kind of KINDS) realProcess.off(kind, listen);
    failIfAny();
  });
}
