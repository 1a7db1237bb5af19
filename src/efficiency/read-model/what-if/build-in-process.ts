import { fork } from 'node:child_process';
import type { EventStoreDbAddress } from '../../../event-store/event-store-address.js';
import { removeModel } from '../read-model-files.js';
import type { RuleSet } from '../../projections/what-if/rule-set.js';
import type { RuledBuilder } from './build-ruled.js';

/** Where the child finds the log. */
export type DurableLog = { readonly kind: 'sqlite'; readonly file: string } | EventStoreDbAddress;
/** What the child is told, once. By message and not by argument: an address may hold a password. */
export interface BuildTask {
  readonly log: DurableLog;
  readonly file: string;
  readonly rules: RuleSet;
  readonly upTo: string;
  readonly memoryMb: number;
}
export type BuildMessage = { readonly position: string } | { readonly done: true } | { readonly failed: string };

const HEAP_MB_MAX = 384;

/** A program of its own folds the log, so that neither this thread nor its memory is taken; it ends with its parent. */
export const builderInProcess = (program: string, log: DurableLog): RuledBuilder => ({ file, rules, upTo, memoryMb }, { signal, onProgress }) =>
  new Promise<void>((resolve, reject) => {
    const child = fork(program, [], { execArgv: [`--max-old-space-size=${HEAP_MB_MAX}`], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    let end: () => void = () => reject(new Error('The program that replays the log ended before it had finished'));
    const stop = (): void => {
      end = () => reject(signal.reason as Error);
      child.kill('SIGKILL');
    };
    child.on('message', (message: BuildMessage) => {
      if ('position' in message) onProgress(BigInt(message.position));
      else if ('failed' in message) end = () => reject(new Error(message.failed));
      else end = resolve;
    });
    child.once('error', (error) => { end = () => reject(error); end(); });
    child.once('exit', () => {
      signal.removeEventListener('abort', stop);
      if (end !== resolve) removeModel(file);
      end();
    });
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const task: BuildTask = { log, file, rules, upTo: String(upTo), memoryMb };
    child.send(task, () => undefined);
  });
