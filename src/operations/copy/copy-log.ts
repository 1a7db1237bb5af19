import type { RecordedEvent } from '../../event-store/event-store.port.js';
import { failure, stopIfAborted } from '../exit-codes.js';
import { ChainWalk } from '../logs/chain-walk.js';
import type { OpenedLog } from '../logs/log-address.js';
import { pageLog, shareOf } from '../logs/page-log.js';
import { readOne, verifyLog } from '../logs/verify-log.js';
import { isOurs } from '../our-categories.js';
import type { Progress } from '../progress.js';
import { AppendInOrder, RETRY_PAUSE_MS } from './append-in-order.js';
import { differs, TargetPrefix } from './target-prefix.js';
import { foreignInEmbedded } from './foreign-in-embedded.js';

export interface CopyOptions {
  readonly source: OpenedLog;
  readonly target: OpenedLog;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Before an append without an answer is sent again; doubled each time. */
  readonly retryPauseMs?: number;
}
export interface CopiedLog {
  readonly copied: number;
  /** Stood in the target already, the same at the same place. */
  readonly alreadyThere: number;
  /** Events of streams that are not this service's, left out of source and target. */
  readonly foreignInSource: number;
  readonly foreignInTarget: number;
  /** Over (stream, revision, hash) of every event in order: the same on both sides. */
  readonly digest: string;
}

/**
 * Copies what the source held at the start behind what the target holds already, which must be the beginning of the
 * same log. So it needs no note of its own to go on after a kill: the target is the note.
 * @throws OperationEnded when the target holds anything else, or in the end not the same; BrokenLog for a source whose
 *   chains do not hold.
 */
export async function copyLog(options: CopyOptions): Promise<CopiedLog> {
  const { progress } = options;
  progress.begin('copying 复制');
  const { walk, copied, foreign } = await copyEvents(options);
  progress.end();
  progress.begin('verifying 校验');
  const there = await verifyLog(options.target.store, { ...options, sharedLog: options.target.shared });
  progress.end();
  if (there.digest !== walk.digest() || there.events !== walk.events) throw unequal(walk, there);
  return { copied, alreadyThere: walk.events - copied, foreignInSource: foreign, foreignInTarget: there.foreign, digest: there.digest };
}

async function copyEvents({ source, target, progress, signal, retryPauseMs = RETRY_PAUSE_MS }: CopyOptions): Promise<{ walk: ChainWalk; copied: number; foreign: number }> {
  const end = await source.store.head();
  const walk = new ChainWalk((stream, revision) => readOne(source.store, stream, revision));
  const prefix = await TargetPrefix.open(target);
  const writer = new AppendInOrder(target, retryPauseMs);
  let copied = 0;
  let foreign = 0;
  for await (const event of pageLog(source.store, end)) {
    stopIfAborted(signal);
    if (!isOurs(event.stream)) {
      if (!source.shared) throw foreignInEmbedded(event);
      foreign += 1;
      continue;
    }
    await walk.take(event);
    const there = await prefix.next();
    if (there === null) {
      await writer.add(event);
      copied += 1;
    } else if (!isSame(event, there)) throw differs(event, there);
    if (walk.events % 100 === 0) progress.at(shareOf(event.position, end ?? 0n), walk.events);
  }
  await writer.flush();
  await prefix.expectEnd();
  return { walk, copied, foreign };
}

/** The content is under the hash, which the final check computes anew for every event of the target. */
const isSame = (event: RecordedEvent, there: RecordedEvent): boolean =>
  there.stream === event.stream &&
  there.revision === event.revision &&
  there.id === event.id &&
  there.metadata['hash'] === event.metadata['hash'];

const unequal = (source: ChainWalk, target: { readonly events: number; readonly digest: string }): Error =>
  failure(
    'LOGS_DIFFER',
    `After the copy the two logs differ: ${source.events} events with digest ${source.digest()} in the source, ${target.events} with ${target.digest} in the target. Do not use the target.`,
    `复制后两份日志不一致：源 ${source.events} 个事件，目标 ${target.events} 个事件。请勿使用目标日志。`,
  );
