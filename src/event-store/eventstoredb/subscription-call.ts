import { excludeSystemEvents, type Filter, type ResolvedEvent, START, streamNameFilter } from '@eventstore/db-client';
import type { Categories, Position } from '../event-store.port.js';
import type { Client } from './client.js';
import { StreamReader } from './stream-reader.js';

/** In the order in which the server sent them. `checked`: everything up to there was sent, or is left out by the filter. */
export type Sent = ResolvedEvent | { readonly checked: Position } | { readonly live: boolean } | { readonly confirmed: true };

/** A checkpoint after so many times 32 records: what a resume has to look through again at most. */
const CHECKPOINT_INTERVAL = 4;

export interface SubscriptionCall {
  readonly reader: StreamReader<Sent>;
  end(): void;
}

/**
 * One subscription call. What the client tells by listeners it tells on arrival, ahead of the events that nobody has read
 * yet; put into the stream itself, it keeps its place behind them.
 */
export function openSubscription(client: Client, after: Position | null, categories?: Categories): SubscriptionCall {
  const add = (sent: Sent): void => reader.add(sent);
  const subscription = client.subscribeToAll({
    fromPosition: after === null ? START : { commit: after, prepare: after },
    filter: filterFor(categories, (position) => add({ checked: position })),
  });
  const reader = new StreamReader<Sent>(subscription);
  subscription.on('confirmation', () => add({ confirmed: true }));
  subscription.on('caughtUp', () => add({ live: true }));
  subscription.on('fellBehind', () => add({ live: false }));
  return { reader, end: () => void subscription.unsubscribe().catch(() => undefined) };
}

function filterFor(categories: Categories | undefined, checked: (position: Position) => void): Filter {
  const common = { checkpointInterval: CHECKPOINT_INTERVAL, checkpointReached: (_: unknown, { commit }: { commit: Position }) => checked(commit) };
  if (categories === undefined) return excludeSystemEvents(common);
  // No stream has an empty name, and an empty list of prefixes is refused.
  if (categories.length === 0) return streamNameFilter({ ...common, regex: '^$' });
  return streamNameFilter({ ...common, prefixes: categories.map((category) => `${category}-`) });
}
