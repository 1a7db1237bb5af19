import { setImmediate as turn } from 'node:timers/promises';
import { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { matcher, placeOf, sourceOf, type Source } from './read-source.js';
import type { ServerLog } from './server-log.js';
import { identifierOf, readResponse, streamOf } from './wire.js';

const TURN_EVERY = 512;

/** Backwards, a stream is read from the revision itself, $all from what stands before the position. */
function startOf(log: ServerLog, source: Source, options: ReadReq.Options, backwards: boolean): number {
  const place = placeOf(log, options);
  const from = place?.index ?? source.length;
  if (!backwards) return from;
  const inclusive = place !== null && options.hasStream();
  return Math.min(inclusive ? from : from - 1, source.length - 1);
}

export async function* read(log: ServerLog, options: ReadReq.Options): AsyncGenerator<ReadResp> {
  const source = sourceOf(log, options);
  if (options.hasStream() && source.length === 0) {
    const identifier = identifierOf(streamOf(options.getStream()?.getStreamIdentifier()));
    return yield new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(identifier));
  }
  const backwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  const matches = matcher(options);
  let left = Number(options.getCount());
  let index = startOf(log, source, options, backwards);
  for (let seen = 1; left > 0 && index >= 0 && index < source.length; index += backwards ? -1 : 1, seen += 1) {
    if (seen % TURN_EVERY === 0) await turn();
    const event = source.at(index);
    if (!matches(event)) continue;
    left -= 1;
    yield readResponse(event);
  }
}
