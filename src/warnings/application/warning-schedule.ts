import type { Position } from '../../event-store/event-store.port.js';
import type { EpochMs } from '../../kernel/instant.js';
import { nextWarningAt, type Told } from '../domain/decide-warnings.js';
import type { WatchedRequest } from '../domain/watched-request.js';
import type { RequestIds } from './warning-recorder.js';

/** An open request with a limit, as the read model knows it. */
export interface OpenRequest {
  readonly request: bigint;
  readonly watched: WatchedRequest;
  readonly told: Told;
}
/** What changed since a position: requests, or so much that everything is to be looked at anew. */
export interface Changes {
  readonly position: Position;
  readonly requests: readonly bigint[] | 'all';
}
export interface OpenRequests {
  /** `since` null: never looked. Null while the read model cannot be asked or is empty. */
  changes(since: Position | null, requestsMax: number): Promise<Changes | null>;
  /** Page by page, of all or only these; those that are not open any more are left out. */
  read(position: Position, requests: readonly bigint[] | 'all'): AsyncIterable<readonly OpenRequest[]>;
}

interface Entry extends RequestIds {
  readonly request: bigint;
  readonly atMs: EpochMs;
}

/** What turns later than this is looked for again in half that time: the list stays short, however much is open. */
const HORIZON_MS = 24 * 3_600_000;
const ENTRIES_MAX = 100_000;
const CHANGES_MAX = 5_000;
/** After a warning, until the read model has it; a change of the request is taken in at once. */
const REST_MS = 60_000;
/** When nothing came of it: the request's own stream says otherwise than the read model. */
const LONG_REST_MS = 3_600_000;

/**
 * When which open request needs its next warning. All open requests are gone through at the start and twice a day; in
 * between only those that changed, so that a tick costs what happened since the one before, not years of requests.
 */
export class WarningSchedule {
  private entries = new Map<bigint, Entry>();
  private position: Position | null = null;
  private reloadAtMs = -Infinity;

  constructor(
    private readonly open: OpenRequests,
    private readonly entriesMax = ENTRIES_MAX,
  ) {}

  /** Takes in what was projected since the last time. */
  async refresh(nowMs: EpochMs): Promise<void> {
    const reload = nowMs >= this.reloadAtMs || nowMs < this.reloadAtMs - HORIZON_MS;
    const changes = await this.open.changes(reload ? null : this.position, CHANGES_MAX);
    if (changes === null) return;
    if (changes.requests === 'all') await this.loadAll(changes.position, nowMs);
    else await this.loadChanged(changes.position, changes.requests, nowMs);
    this.position = changes.position;
  }

  /** Those whose warning is due, the longest due first. */
  due(nowMs: EpochMs, count: number): readonly Entry[] {
    const due = [...this.entries.values()].filter(({ atMs }) => atMs <= nowMs);
    return due.sort((a, b) => a.atMs - b.atMs).slice(0, count);
  }

  /** How many are due, and for how long the oldest has been, as far as it is known here. */
  lag(nowMs: EpochMs): { readonly due: number; readonly ms: number } {
    let [due, ms] = [0, 0];
    for (const { atMs } of this.entries.values()) {
      if (atMs > nowMs) continue;
      due += 1;
      ms = Math.max(ms, nowMs - atMs);
    }
    return { due, ms };
  }

  get size(): number {
    return this.entries.size;
  }

  /** It was tried, with so many raised: not again at once. */
  rest({ request }: Pick<Entry, 'request'>, nowMs: EpochMs, raised: number): void {
    const entry = this.entries.get(request);
    if (entry !== undefined) this.entries.set(request, { ...entry, atMs: nowMs + (raised > 0 ? REST_MS : LONG_REST_MS) });
  }

  private async loadAll(position: Position, nowMs: EpochMs): Promise<void> {
    let [found, endMs] = [[] as Entry[], nowMs + HORIZON_MS];
    for await (const page of this.open.read(position, 'all')) {
      found.push(...page.flatMap((one) => entryOf(one, nowMs, endMs)));
      if (found.length <= 2 * this.entriesMax) continue;
      ({ found, endMs } = this.soonest(found, endMs));
    }
    ({ found, endMs } = this.soonest(found, endMs));
    this.entries = new Map(found.map((entry) => [entry.request, entry]));
    this.reloadAtMs = Math.min(nowMs + HORIZON_MS / 2, endMs);
  }

  private soonest(found: readonly Entry[], endMs: EpochMs): { found: Entry[]; endMs: EpochMs } {
    const kept = found.toSorted((a, b) => a.atMs - b.atMs).slice(0, this.entriesMax);
    return { found: kept, endMs: kept.length < found.length ? kept.at(-1)!.atMs : endMs };
  }

  private async loadChanged(position: Position, requests: readonly bigint[], nowMs: EpochMs): Promise<void> {
    if (requests.length === 0) return;
    for (const request of requests) this.entries.delete(request);
    for await (const page of this.open.read(position, requests)) {
      for (const one of page) for (const entry of entryOf(one, nowMs, nowMs + HORIZON_MS)) this.entries.set(entry.request, entry);
    }
    // More than there is room for: the next look goes through everything and keeps the soonest.
    if (this.entries.size > 2 * this.entriesMax) this.reloadAtMs = -Infinity;
  }
}

function entryOf({ request, watched, told }: OpenRequest, nowMs: EpochMs, endMs: EpochMs): readonly Entry[] {
  const atMs = nextWarningAt(told, watched, nowMs);
  const { hallId, requestId } = watched;
  return atMs === null || atMs > endMs ? [] : [{ request, hallId, requestId, atMs }];
}
