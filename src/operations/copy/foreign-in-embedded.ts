import type { RecordedEvent } from '../../event-store/event-store.port.js';
import { failure } from '../exit-codes.js';

/** Nobody else writes to an embedded log: a stream this program does not know was written by a newer one, and is not dropped. */
export const foreignInEmbedded = ({ stream, position }: RecordedEvent): Error =>
  failure(
    'UNKNOWN_STREAM',
    `The embedded log has a stream that this program does not know: ${stream} (position ${position}). Use the program that wrote it.`,
    `内嵌日志中有本程序不认识的流 ${stream}（位置 ${position}）。请使用写入它的程序版本。`,
  );
