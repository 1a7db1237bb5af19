import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppConfig } from './config.js';
import type { Lifecycle } from './lifecycle.js';

const IDLE_SWEEP_MS = 50;

export interface Stoppable {
  readonly server: Server;
  readonly lifecycle: Lifecycle;
  readonly config: Pick<AppConfig, 'drainMs' | 'shutdownMsMax'>;
  /** Runs the modules' shutdown hooks: projections first, the store last. */
  readonly closeModules: () => Promise<void>;
  readonly say: (sentence: string) => void;
}

/** Not ready, then no new requests, then those under way to their end, then the modules. Resolves to the exit code, in bounded time. */
export async function stop(app: Stoppable): Promise<0 | 1> {
  const deadline = new AbortController();
  const tooLate = sleep(app.config.drainMs + app.config.shutdownMsMax, 1 as const, { signal: deadline.signal, ref: false }).catch(() => 1 as const);
  const code = await Promise.race([stopInOrder(app), tooLate]);
  deadline.abort();
  app.say(code === 0 ? 'Stopped.' : 'Stopped before everything had ended; what was acknowledged is safe.');
  return code;
}

async function stopInOrder({ server, lifecycle, config, closeModules, say }: Stoppable): Promise<0 | 1> {
  lifecycle.drain();
  say('Stopping: not ready any more, finishing what is under way.');
  await sleep(config.drainMs);
  lifecycle.stop();
  try {
    await closeServer(server);
    await closeModules();
    return 0;
  } catch (error) {
    say(`A part did not stop cleanly: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

/** A kept-alive connection that falls idle after close() would hold the server open until its timeout. */
async function closeServer(server: Server): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  clearInterval(sweep);
}
