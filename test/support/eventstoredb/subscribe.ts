import { setImmediate as turn } from 'node:timers/promises';
import { ReadResp, type ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { matcher, placeOf, sourceOf } from './read-source.js';
import type { ServerLog, StoredEvent } from './server-log.js';
import { readResponse } from './wire.js';

const WINDOW = 32;
const TURN_EVERY = 512;
const confirmation = () => new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId('stub'));
const checkpoint = ({ position }: StoredEvent): ReadResp =>
  new ReadResp().setCheckpoint(new ReadResp.Checkpoint().setCommitPosition(String(position)).setPreparePosition(String(position)));

/** The answers that one event of the log gives: itself where it matches, and a checkpoint after every so many events. */
function answersOf(options: ReadReq.Options): (event: StoredEvent, seen: number) => readonly ReadResp[] {
  const matches = matcher(options);
  const filter = options.getFilter();
  const every = filter ? (filter.hasMax() ? filter.getMax() : WINDOW) * filter.getCheckpointintervalmultiplier() : Infinity;
  return (event, seen) => [...(matches(event) ? [readResponse(event)] : []), ...(seen % every === 0 ? [checkpoint(event)] : [])];
}

/** Exclusive of the place asked for: history, then one `caughtUp` (servers from 23.10 on), then what comes. */
export async function* subscribe(
  log: ServerLog,
  options: ReadReq.Options,
  signal: AbortSignal,
  tellsCaughtUp: boolean,
): AsyncGenerator<ReadResp> {
  const source = sourceOf(log, options);
  const place = placeOf(log, options);
  const answers = answersOf(options);
  let index = place === null ? source.length : place.index + (place.exact ? 1 : 0);
  let told = !tellsCaughtUp;
  let seen = 0;
  yield confirmation();
  while (!signal.aborted) {
    if (index < source.length) {
      const event = source.at(index);
      index += 1;
      seen += 1;
      yield* answers(event, seen);
      if (seen % TURN_EVERY === 0) await turn();
    } else if (!told) {
      told = true;
      yield new ReadResp().setCaughtUp(new ReadResp.CaughtUp());
    } else await log.changed(signal);
  }
}
