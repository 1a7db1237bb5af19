import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { RecordedEvent } from '../../event-store/event-store.port.js';
import { AppendInOrder, RETRY_PAUSE_MS } from '../copy/append-in-order.js';
import { differs, TargetPrefix } from '../copy/target-prefix.js';
import { failure, usage } from '../exit-codes.js';
import type { OpenedLog } from '../logs/log-address.js';
import { readOne, verifyLog } from '../logs/verify-log.js';
import type { Progress } from '../progress.js';
import type { DumpEnd } from './dump-format.js';
import { readDump } from './read-dump.js';

export interface LoadOptions {
  readonly from: string;
  readonly target: OpenedLog;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly retryPauseMs?: number;
}
export interface LoadedLog extends DumpEnd {
  readonly loaded: number;
  /** Stood in the target already: an earlier load was interrupted. */
  readonly alreadyThere: number;
  /** Every event stands where it stood, so that positions named before mean the same. */
  readonly positionsKept: boolean;
}

/**
 * Reads the whole dump before the first event is written: a damaged one changes nothing. Then writes what the target does not
 * hold yet; what it holds must be the beginning of the same dump. In the end the target is read from the first event to the last.
 * @throws OperationEnded.
 */
export async function loadLog(options: LoadOptions): Promise<LoadedLog> {
  const { from, target, progress, signal } = options;
  const bytes = sizeOf(from);
  const positions = new PositionsHash();
  progress.begin('checking 校验文件');
  const end = await drain(readDump(from, { signal, onBytes: shown(progress, bytes) }), (event) => positions.add(event));
  progress.end();
  progress.begin('loading 载入');
  const { loaded, alreadyThere } = await write(options, bytes);
  progress.end();
  progress.begin('verifying 校验');
  const there = new PositionsHash();
  const held = await verifyLog(target.store, { progress, signal, sharedLog: target.shared, onEvent: (event) => there.add(event) });
  progress.end();
  if (held.digest !== end.digest || held.events !== end.events) throw unequal(end, held);
  return { ...end, loaded, alreadyThere, positionsKept: there.digest() === positions.digest() };
}

async function write({ from, target, progress, signal, retryPauseMs = RETRY_PAUSE_MS }: LoadOptions, bytes: number): Promise<{ loaded: number; alreadyThere: number }> {
  const prefix = await TargetPrefix.open(target);
  const writer = new AppendInOrder(target, retryPauseMs);
  const predecessor = (stream: string, revision: bigint): Promise<RecordedEvent | null> => readOne(target.store, stream, revision);
  let [loaded, alreadyThere] = [0, 0];
  for await (const event of readDump(from, { signal, onBytes: shown(progress, bytes), predecessor })) {
    const there = await prefix.next();
    if (there === null) {
      await writer.add(event);
      loaded += 1;
    } else if (isSame(event, there)) alreadyThere += 1;
    else throw differs(event, there);
  }
  await writer.flush();
  await prefix.expectEnd();
  return { loaded, alreadyThere };
}

const isSame = (event: RecordedEvent, there: RecordedEvent): boolean =>
  there.stream === event.stream && there.revision === event.revision && there.id === event.id && there.metadata['hash'] === event.metadata['hash'];

async function drain(events: AsyncGenerator<RecordedEvent, DumpEnd, undefined>, onEvent: (event: RecordedEvent) => void): Promise<DumpEnd> {
  for (;;) {
    const next = await events.next();
    if (next.done === true) return next.value;
    onEvent(next.value);
  }
}

class PositionsHash {
  private readonly running = createHash('sha256');

  add({ position }: RecordedEvent): void {
    this.running.update(`${position}\n`);
  }

  digest(): string {
    return this.running.copy().digest('hex');
  }
}

function shown(progress: Progress, bytes: number): (read: number) => void {
  let seen = 0;
  return (read) => progress.at((seen += read) / Math.max(1, bytes));
}

/** @throws OperationEnded FILE_NOT_FOUND: a wrong path is told before a log is opened or made. */
export function sizeOf(file: string): number {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile() !== true) throw usage('FILE_NOT_FOUND', `There is no file ${file}.`, `没有文件 ${file}。`);
  return found.size;
}

const unequal = (dump: DumpEnd, target: { readonly events: number; readonly digest: string }): Error =>
  failure(
    'LOGS_DIFFER',
    `After the load the log is not that of the dump: ${dump.events} events with digest ${dump.digest} in the file, ${target.events} with ${target.digest} in the log. Do not use the log.`,
    `载入后日志与转储不一致：文件 ${dump.events} 个事件，日志 ${target.events} 个。请勿使用该日志。`,
  );
