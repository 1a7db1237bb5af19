import { hashOf } from '../../event-store/audit-hash.js';
import type { EventStore, Position, RecordedEvent } from '../../event-store/event-store.port.js';
import { stopIfAborted } from '../../operations/exit-codes.js';
import { pageLog } from '../../operations/logs/page-log.js';
import { isOurs } from '../../operations/our-categories.js';
import { leafOf } from '../domain/merkle.js';
import { exactly, type Finding, rewritten } from './findings.js';
import type { HeldHead } from './head-index.js';
import type { Witness } from './witness.js';

/** A leaf up to which all was as signed. */
export interface Good {
  readonly index: number;
  readonly position: Position;
}

export interface Search {
  readonly store: EventStore;
  readonly sharedLog: boolean;
  readonly signal: AbortSignal;
  readonly good: Good | null;
  /** Something up to here is not as it was under `head`. */
  readonly until: Position;
  readonly head: HeldHead;
}

/** Reads again from the last good place, and names the first leaf that is not the one that was signed; without the old leaves, the stretch it lies in. */
export async function locate(search: Search, witness: Witness | null): Promise<Finding> {
  const { store, sharedLog, signal, good, until, head } = search;
  let index = (good?.index ?? -1) + 1;
  for await (const event of pageLog(store, until, good?.position ?? null)) {
    stopIfAborted(signal);
    if (sharedLog && !isOurs(event.stream)) continue;
    const isSame = witness === null || (index < head.treeSize && isLeaf(event, witness.leaf(index)));
    if (!isSame) return named(event, index, witness.positionOf(index), index < head.treeSize);
    index += 1;
  }
  const place = { position: until, index: index - 1, event: null };
  return rewritten(good === null ? null : { ...good, event: null }, place, head.at);
}

/** Positions tell what happened: they only grow, and no two events ever had the same. */
function named(event: RecordedEvent, index: number, was: Position, wasThere: boolean): Finding {
  const { stream, revision, type, position } = event;
  if (!wasThere || position < was) return exactly('INSERTED', { position, index, event: { stream, revision, type } });
  if (position > was) return exactly('MISSING', { position: was, index, event: null });
  return exactly('EDITED', { position, index, event: { stream, revision, type } });
}

function isLeaf(event: RecordedEvent, leaf: Buffer): boolean {
  if (event.unreadable !== undefined) return false;
  try {
    return leafOf(hashOf(event)).equals(leaf);
  } catch {
    return false;
  }
}
