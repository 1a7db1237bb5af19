import type { ServiceRequestEvent } from '../../service-request/domain/events.js';
import { evolve } from '../../service-request/domain/evolve.js';
import { initialState, type ServiceRequestState } from '../../service-request/domain/state.js';
import type { CalendarVersions } from './calendars.js';
import { FACT_COLUMNS, FACT_KINDS, NO_FACTS, type FactKind, type Facts } from './facts.js';
import { factsOf } from './facts-of.js';
import { beginHistory, foldHistory, type Place } from './fold-history.js';
import { isCompleted, type RequestHistory } from './history.js';

export interface FactAppended {
  readonly kind: FactKind;
  readonly position: bigint;
  readonly request: bigint;
  readonly key: number;
  readonly row: Readonly<Record<string, string | number | boolean | null>>;
}
export interface FactRetracted {
  readonly kind: FactKind;
  readonly position: bigint;
  readonly request: bigint;
  readonly key: number;
  /** Position of the row that is no longer true. */
  readonly factPosition: bigint;
}
export interface Change {
  readonly appended: readonly FactAppended[];
  readonly retracted: readonly FactRetracted[];
}

/** One request as projected so far: its history, the facts that are true now, and since which position each is. */
export interface ProjectedRequest {
  /** As the rules see it: they notice a history that they would never have let happen. */
  readonly state: ServiceRequestState;
  readonly history: RequestHistory;
  readonly facts: Facts;
  readonly since: { readonly [K in FactKind]: readonly bigint[] };
  readonly upTo: bigint;
}
export interface Projected extends Change {
  readonly request: ProjectedRequest;
}

/**
 * Folds one event of a request; `before` is null for the receipt only.
 * @throws ImpossibleHistory when the rules would never have accepted it here.
 */
export function projectEvent(before: ProjectedRequest | null, event: ServiceRequestEvent, place: Place, versions: CalendarVersions): Projected {
  const state = evolve(before?.state ?? initialState, event, place.revision);
  const { position } = place;
  if (event.type === 'RequestReceived') return change({ before: null, state, history: beginHistory(event, place) }, versions, position);
  if (before === null) throw new Error(`${event.type} at position ${position} has no receipt before it`);
  return change({ before, state, history: foldHistory(before.history, event, place) }, versions, position);
}

/** A change of the calendar touches requests that are open; closures are never restated. */
export function projectCalendarChange(before: ProjectedRequest, position: bigint, versions: CalendarVersions): Projected {
  if (isCompleted(before.history)) return { request: { ...before, upTo: position }, appended: [], retracted: [] };
  return change({ before, state: before.state, history: before.history }, versions, position);
}

interface Next {
  readonly before: ProjectedRequest | null;
  readonly state: ServiceRequestState;
  readonly history: RequestHistory;
}

function change({ before, state, history }: Next, versions: CalendarVersions, position: bigint): Projected {
  const facts = factsOf(history, versions, position);
  const appended: FactAppended[] = [];
  const retracted: FactRetracted[] = [];
  const since = Object.fromEntries(FACT_KINDS.map((kind) => {
    const old: Facts[FactKind] = (before?.facts ?? NO_FACTS)[kind];
    const next: Facts[FactKind] = facts[kind];
    const oldSince = before?.since[kind] ?? [];
    const base = { kind, position, request: history.request };
    const positions = next.map((row, key) => {
      if (key < old.length && sameRow(kind, old[key]!, row)) return oldSince[key]!;
      appended.push({ ...base, key, row });
      return position;
    });
    for (let key = 0; key < old.length; key += 1) {
      const gone = key >= next.length || positions[key] === position;
      if (gone && retracts(kind, history)) retracted.push({ ...base, key, factPosition: oldSince[key]! });
    }
    return [kind, positions];
  })) as unknown as ProjectedRequest['since'];
  return { request: { state, history, facts, since, upTo: position }, appended, retracted };
}

/** A newer tail supersedes the older one by its position alone; only a voided request retracts it. */
const retracts = (kind: FactKind, history: RequestHistory): boolean => kind !== 'tails' || history.voided;

function sameRow(kind: FactKind, a: object, b: object): boolean {
  for (const column in FACT_COLUMNS[kind]) {
    if (a[column as never] !== b[column as never]) return false;
  }
  return true;
}
