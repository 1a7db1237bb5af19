import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { RecordedEvent } from '../../event-store/event-store.port.js';
import { foreignInEmbedded } from '../copy/foreign-in-embedded.js';
import { syncToDisk } from '../durable-files.js';
import { refusal, stopIfAborted } from '../exit-codes.js';
import { ChainWalk } from '../logs/chain-walk.js';
import type { OpenedLog } from '../logs/log-address.js';
import { pageLog, shareOf } from '../logs/page-log.js';
import { readOne } from '../logs/verify-log.js';
import { isOurs } from '../our-categories.js';
import type { Progress } from '../progress.js';
import { LineHash, writeLines } from './dump-file.js';
import { beginLine, type DumpEnd, endLine, eventLine, headOf } from './dump-format.js';

export interface DumpOptions {
  readonly source: OpenedLog;
  /** Must not be there yet; compressed when it ends in `.gz`. */
  readonly to: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}
export interface DumpedLog extends DumpEnd {
  /** Events of other applications' streams, left out. */
  readonly foreign: number;
}

/**
 * Writes what the log held at the start, every chain checked on the way, into a file that has its name once it is whole.
 * @throws OperationEnded; BrokenLog for a log whose chains do not hold.
 */
export async function dumpLog({ source, to, progress, signal }: DumpOptions): Promise<DumpedLog> {
  if (existsSync(to)) throw refusal('FILE_EXISTS', `${to} is there already: name another file.`, `${to} 已存在，请另选文件名。`);
  const part = `${to}.part-${process.pid}`;
  rmSync(part, { force: true });
  const written = new Written();
  try {
    progress.begin('dumping 转储');
    await writeLines(part, to, linesOf(source, written, progress, signal));
    progress.end();
    renameSync(part, to);
    syncToDisk(dirname(resolve(to)));
  } finally {
    rmSync(part, { force: true });
  }
  return written.ended();
}

/** What the dump came to, once its last line was made. */
class Written {
  foreign = 0;
  end: DumpEnd | null = null;

  ended(): DumpedLog {
    if (this.end === null) throw new Error('The dump has no end');
    return { ...this.end, foreign: this.foreign };
  }
}

async function* linesOf(source: OpenedLog, written: Written, progress: Progress, signal: AbortSignal): AsyncGenerator<string> {
  const { store, shared } = source;
  const end = await store.head();
  const walk = new ChainWalk((stream, revision) => readOne(store, stream, revision));
  const hash = new LineHash();
  const hashed = (line: string): string => {
    hash.add(line);
    return line;
  };
  yield hashed(beginLine());
  for await (const event of pageLog(store, end)) {
    stopIfAborted(signal);
    if (!takes(event, shared)) {
      written.foreign += 1;
      continue;
    }
    await walk.take(event);
    yield hashed(eventLine(event));
    if (walk.events % 100 === 0) progress.at(shareOf(event.position, end ?? 0n), walk.events);
  }
  written.end = { events: walk.events, head: headOf(walk.head), digest: walk.digest(), sha256: hash.digest() };
  yield endLine(written.end);
}

function takes(event: RecordedEvent, shared: boolean): boolean {
  if (isOurs(event.stream)) return true;
  if (!shared) throw foreignInEmbedded(event);
  return false;
}
