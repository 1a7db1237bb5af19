import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerLog, StoredEvent } from './server-log.js';
import { streamOf } from './wire.js';

/** What a read goes through: the whole log, or one stream. */
export interface Source {
  readonly length: number;
  at(index: number): StoredEvent;
}

export function sourceOf(log: ServerLog, options: ReadReq.Options): Source {
  if (options.hasAll()) return log;
  const name = streamOf(options.getStream()?.getStreamIdentifier());
  const at = (index: number): StoredEvent => {
    const event = log.stream(name)[index];
    if (!event) throw new RangeError(`${name} has no event ${index}`);
    return event;
  };
  return {
    at,
    get length() {
      return log.stream(name).length;
    },
  };
}

/** Index of the first event not before the place that is asked for; `null` is the end. */
export function placeOf(log: ServerLog, options: ReadReq.Options): { readonly index: number; readonly exact: boolean } | null {
  const all = options.getAll();
  const stream = options.getStream();
  if (all?.hasEnd() || stream?.hasEnd()) return null;
  const position = all?.getPosition();
  if (position) {
    const index = log.indexFrom(BigInt(position.getCommitPosition()));
    return { index, exact: index < log.length && log.at(index).position === BigInt(position.getCommitPosition()) };
  }
  if (stream?.hasRevision()) return { index: Number(stream.getRevision()), exact: true };
  return { index: 0, exact: false };
}

export function matcher(options: ReadReq.Options): (event: StoredEvent) => boolean {
  const filter = options.getFilter();
  const expression = filter?.getStreamIdentifier() ?? filter?.getEventType();
  if (!expression) return () => true;
  const byStream = filter?.hasStreamIdentifier() ?? false;
  const prefixes = expression.getPrefixList();
  const pattern = expression.getRegex() === '' ? null : new RegExp(expression.getRegex());
  return ({ stream, type }) => {
    const name = byStream ? stream : type;
    return pattern?.test(name) ?? prefixes.some((prefix) => name.startsWith(prefix));
  };
}
