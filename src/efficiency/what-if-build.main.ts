import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { openEventStore } from '../event-store/event-store.module.js';
import type { BuildMessage, BuildTask } from './read-model/what-if/build-in-process.js';
import { builderOver } from './read-model/what-if/build-ruled.js';

/** Whoever waits for an answer of the service goes first. */
const NICE = 10;
const PROGRESS_MS = 200;

/** Replays the log under other rules into a file of its own: one task, told by the process that began this one. */
async function build({ log, file, rules, upTo, memoryMb }: BuildTask): Promise<void> {
  if (log.kind === 'sqlite' && !existsSync(log.file)) throw new Error('The log is not where it was');
  const store = await openEventStore(log);
  let toldMs = 0;
  const onProgress = (position: bigint): void => {
    if (Date.now() - toldMs < PROGRESS_MS) return;
    toldMs = Date.now();
    say({ position: String(position) });
  };
  try {
    await builderOver(store)({ file, rules, upTo: BigInt(upTo), memoryMb }, { signal: new AbortController().signal, onProgress });
  } finally {
    await store.close();
  }
}

const say = (message: BuildMessage, then: () => void = () => undefined): void => void process.send?.(message, then);

process.once('disconnect', () => process.exit(1));
process.once('message', (task) => {
  setPriority(NICE);
  void build(task as BuildTask)
    .then((): BuildMessage => ({ done: true }), (error: unknown): BuildMessage => ({ failed: error instanceof Error ? error.message : String(error) }))
    .then((told) => say(told, () => process.exit(0)));
});
