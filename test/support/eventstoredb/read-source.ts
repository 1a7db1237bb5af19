import { setImmediate as turn } from 'node:timers/promises';
import { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerLog, StoredEvent } from './server-log.js';
import { empty, identifierOf, readResponse, streamOf } from './wire.js';

/** What a read goes through: the whole log, or one stream. */
interface Source {
  readonly length: number;
  at(index: number): StoredEvent;
}
const WINDOW = 32;
const TURN_EVERY = 512;

function sourceOf(log: ServerLog, options: ReadReq.Options): Source {
  if (options.hasAll()) return log;
  const name = streamOf(options.getStream()?.getStreamIdentifier());
  const at = (index: number): StoredEvent => {
    const event = log.stream(name)[index];
    if (!event) throw new RangeError(`${name} has no event ${index}`);
    return event;
  };
  return { at, get length() { return log.stream(name).length; } };
}

/** Index of the first event not before the place that is asked for; `null` is the end. */
function placeOf(log: ServerLog, options: ReadReq.Options): { readonly index: number; readonly exact: boolean } | null {
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

function matcher(options: ReadReq.Options): (event: StoredEvent) => boolean {
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

/** A read from the place asked for, inclusive forwards; backwards $all starts before the position, a stream at the revision. */
export async function* read(log: ServerLog, options: ReadReq.Options): AsyncGenerator<ReadResp> {
  const source = sourceOf(log, options);
  if (options.hasStream() && source.length === 0) {
    const identifier = identifierOf(streamOf(options.getStream()?.getStreamIdentifier()));
    return yield new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(identifier));
  }
  const place = placeOf(log, options);
  const backwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  const matches = matcher(options);
  const step = backwards ? -1 : 1;
  const from = place?.index ?? source.length;
  let index = backwards ? Math.min(from - (place && options.hasStream() ? 0 : 1), source.length - 1) : from;
  let left = Number(options.getCount());
  for (let seen = 1; left > 0 && index >= 0 && index < source.length; index += step, seen += 1) {
    if (seen % TURN_EVERY === 0) await turn();
    const event = source.at(index);
    if (!matches(event)) continue;
    left -= 1;
    yield readResponse(event);
  }
}

const checkpoint = ({ position }: StoredEvent): ReadResp =>
  new ReadResp().setCheckpoint(new ReadResp.Checkpoint().setCommitPosition(String(position)).setPreparePosition(String(position)));

/** Exclusive of the place asked for: history, then one `caughtUp` (from 23.10 on), then what comes. */
export async function* subscribe(log: ServerLog, options: ReadReq.Options, signal: AbortSignal, tellsCaughtUp: boolean): AsyncGenerator<ReadResp> {
  const source = sourceOf(log, options);
  const place = placeOf(log, options);
  const matches = matcher(options);
  const filter = options.getFilter();
  const checkpointEvery = (filter?.hasMax() ? filter.getMax() : WINDOW) * (filter?.getCheckpointintervalmultiplier() ?? 1);
  let index = place === null ? source.length : place.index + (place.exact ? 1 : 0);
  let told = !tellsCaughtUp;
  let seen = 0;
  yield new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId('stub'));
  while (!signal.aborted) {
    if (index < source.length) {
      const event = source.at(index);
      index += 1;
      seen += 1;
      if (matches(event)) yield readResponse(event);
      if (filter && seen % checkpointEvery === 0) yield checkpoint(event);
      if (seen % TURN_EVERY === 0) await turn();
    } else if (!told) {
      told = true;
      yield new ReadResp().setCaughtUp(new ReadResp.CaughtUp());
    } else await log.changed(signal);
  }
}
