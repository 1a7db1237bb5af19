import { type Categories, categoryOf, type Position } from '../event-store.port.js';

/** A stretch of the log, `after` exclusive, that holds nothing but what this process wrote. */
interface Stretch {
  readonly after: Position;
  upTo: Position;
  readonly categories: ReadonlySet<string>;
}
const STRETCHES_MAX = 64;

/**
 * What this process has just written: whoever follows some categories need not read it to know that nothing of it is theirs.
 * What one transaction wrote has nobody else's in between.
 */
export class OwnAppends {
  private readonly stretches: Stretch[] = [];

  /** The last position known of; null before the first append. */
  get upTo(): Position | null {
    return this.stretches.at(-1)?.upTo ?? null;
  }

  /** Takes in one transaction: the positions it gave away, and the streams it may have written to. */
  note(first: Position, upTo: Position, streams: readonly string[]): void {
    const categories = categoriesOf(streams);
    const latest = this.stretches.at(-1);
    if (latest?.upTo === first - 1n && [...categories].every((category) => latest.categories.has(category))) {
      latest.upTo = upTo;
      return;
    }
    this.stretches.push({ after: first - 1n, upTo, categories });
    if (this.stretches.length > STRETCHES_MAX) this.stretches.shift();
  }

  /** The furthest position up to which nothing of the categories follows `after`, by what is known here. */
  passed(after: Position, categories: Categories): Position {
    let at = after;
    for (const stretch of this.stretches) {
      if (at < stretch.after || at >= stretch.upTo) continue;
      if (categories.some((category) => stretch.categories.has(category))) return at;
      at = stretch.upTo;
    }
    return at;
  }
}

function categoriesOf(streams: readonly string[]): ReadonlySet<string> {
  const categories = new Set<string>();
  let latest = '';
  for (const stream of streams) {
    if (latest !== '' && stream.startsWith(latest)) continue;
    categories.add(categoryOf(stream));
    latest = `${categoryOf(stream)}-`;
  }
  return categories;
}
