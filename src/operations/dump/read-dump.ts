import type { RecordedEvent, Revision } from '../../event-store/event-store.port.js';
import { failure, stopIfAborted } from '../exit-codes.js';
import { BrokenLog, ChainWalk, STREAMS_REMEMBERED_MAX } from '../logs/chain-walk.js';
import { isOurs } from '../our-categories.js';
import { damaged, LineHash, readLines } from './dump-file.js';
import { DUMP_FORMAT, type DumpEnd, headOf, readBeginLine, readEndLine, readEventLine } from './dump-format.js';

export interface ReadDumpOptions {
  readonly signal: AbortSignal;
  readonly onBytes?: (bytes: number) => void;
  /** Reads the event at a revision, for a stream that was not met for long. Default: its link is taken as the line says it. */
  readonly predecessor?: (stream: string, revision: Revision) => Promise<RecordedEvent | null>;
}

/**
 * The events of a dump in its order. Everything is held: the form of each line, each event's hash and its link to the one before,
 * growing positions, and in the end the count, the digest and the hash over all lines, so that a generator that ends without an
 * error has given the dump whole.
 * @returns what the last line says.
 * @throws OperationEnded DUMP_DAMAGED | DUMP_FORMAT_UNKNOWN | NOT_A_DUMP, naming the line.
 */
export async function* readDump(file: string, options: ReadDumpOptions): AsyncGenerator<RecordedEvent, DumpEnd, undefined> {
  const { signal, onBytes, predecessor } = options;
  const state: Reading = { number: 0, current: null, streams: 0, end: null };
  const walk = new ChainWalk(predecessor ?? (() => Promise.resolve(linkAsSaid(state))));
  const hash = new LineHash();
  for await (const { line, whole } of readLines(file, onBytes)) {
    stopIfAborted(signal);
    state.number += 1;
    if (state.end !== null) throw damaged(state.number, 'something follows the last line', '末行之后仍有内容');
    if (!whole) throw damaged(state.number, 'it breaks off: the file is incomplete', '该行不完整，文件被截断');
    if (state.number === 1) checkBegin(line);
    else state.end = readEndLine(line);
    if (state.end === null) hash.add(line);
    if (state.number === 1 || state.end !== null) continue;
    yield await take(line, state, walk);
  }
  const { end } = state;
  if (end === null) throw damaged(state.number + 1, 'the file ends before its last line: it was cut off', '缺少末行，文件被截断');
  checkEnd(end, walk, hash, state.number);
  return end;
}

interface Reading {
  number: number;
  /** The event of this line, or of the one before while this one is read. */
  current: RecordedEvent | null;
  /** Begun so far. */
  streams: number;
  end: DumpEnd | null;
}

function checkBegin(line: string): void {
  const format = readBeginLine(line);
  if (format === null) throw failure('NOT_A_DUMP', 'The file is not a dump of a log: its first line is not that of one.', '该文件不是事件日志的转储：首行不符。');
  if (format !== DUMP_FORMAT) throw failure('DUMP_FORMAT_UNKNOWN', `The dump has format ${format}; this program reads ${DUMP_FORMAT}. Use the program that wrote it.`, `转储格式为 ${format}，本程序只能读取 ${DUMP_FORMAT}，请使用写出它的程序版本。`);
}

async function take(line: string, state: Reading, walk: ChainWalk): Promise<RecordedEvent> {
  const { number, current } = state;
  const event = readEventLine(line);
  if (event === null) throw damaged(number, 'it is not an event as a dump writes it', '不是转储所写的事件');
  if (!isOurs(event.stream)) throw failure('UNKNOWN_STREAM', `Line ${number} of the dump: this program does not know streams such as ${event.stream}. Use the program that wrote it.`, `转储文件第 ${number} 行：本程序不认识流 ${event.stream}，请使用写出它的程序版本。`);
  if (current !== null && event.position <= current.position) throw damaged(number, 'its position does not follow that of the line before: lines were moved', '位置未递增，行次序被改动');
  state.current = event;
  state.streams += event.revision === 0n ? 1 : 0;
  try {
    await walk.take(event);
  } catch (error) {
    if (error instanceof BrokenLog) throw damaged(number, error.message, error.zh);
    throw error;
  }
  return event;
}

function checkEnd(end: DumpEnd, walk: ChainWalk, hash: LineHash, line: number): void {
  if (end.events !== walk.events) throw damaged(line, `it counts ${end.events} events, and ${walk.events} stand before it: lines are missing or were added`, `末行记 ${end.events} 个事件，实有 ${walk.events} 个`);
  const same = end.head === headOf(walk.head) && end.digest === walk.digest() && end.sha256 === hash.digest();
  if (!same) throw damaged(line, 'its hashes are not those of the lines before it: lines were changed, moved or exchanged', '末行的散列值与前面各行不符');
}

/**
 * The link as the event itself says it, once more streams were begun than the walk remembers: a first look over a dump cannot ask
 * a store. The second, which writes, can.
 */
function linkAsSaid({ current, streams }: Reading): RecordedEvent | null {
  if (current === null || streams <= STREAMS_REMEMBERED_MAX) return null;
  return { ...current, revision: current.revision - 1n, metadata: { hash: current.metadata['previousHash'] } };
}
