import { initialState, type ServiceRequestState } from '../../service-request/domain/state.js';
import { evolve } from '../../service-request/domain/evolve.js';
import type { Row } from '../../efficiency/projections/facts.js';
import { beginHistory, foldHistory } from '../../efficiency/projections/fold-history.js';
import type { RequestHistory } from '../../efficiency/projections/history.js';
import { rectificationFact } from '../../efficiency/projections/rectification-facts.js';
import { warningFact } from '../../efficiency/projections/warning-facts.js';
import type { Recorded, StreamKind, Untaken } from './recorded.js';

/** A request as it stood between two events of the log. */
export interface Standing {
  readonly state: ServiceRequestState;
  /** Null before the receipt. */
  readonly history: RequestHistory | null;
  readonly warnings: readonly Row<'warnings'>[];
  readonly rectifications: readonly Row<'rectifications'>[];
  readonly completions: readonly Row<'rectificationCompletions'>[];
  /** The log up to here was known: it says which calendar an open request is measured with. */
  readonly knownAt: bigint;
}
export const NOTHING: Standing = { state: initialState, history: null, warnings: [], rectifications: [], completions: [], knownAt: -1n };

/** One event with what it changed. */
export interface Step {
  readonly recorded: Recorded;
  /** Which event of the history it is; the first is 1. */
  readonly place: number;
  readonly before: Standing;
  readonly after: Standing;
  /** Null where the event was taken. */
  readonly untaken: Untaken | null;
}

/**
 * Folds events in the order of the log, one at a time: of a long history only the steps that are asked for are kept. What cannot
 * be taken changes nothing, like all that comes behind it in its stream: the request stands as it stood before, as in the figures.
 * @param codeOf names what a fold has thrown.
 */
export function* walk(events: Iterable<Recorded>, codeOf: (error: unknown) => string): Generator<Step> {
  const stopped = new Map<StreamKind, bigint>();
  let standing = NOTHING;
  let place = 0;
  for (const recorded of events) {
    const { from, position } = recorded;
    const before: Standing = { ...standing, knownAt: position - 1n };
    let after: Standing = { ...standing, knownAt: position };
    const behind = stopped.get(from);
    let untaken: Untaken | null = behind === undefined ? null : { code: 'BEHIND', behind };
    if (untaken === null && recorded.meaning.kind === 'UNTAKEN') untaken = recorded.meaning.why;
    try {
      if (untaken === null) after = taken(after, recorded);
    } catch (error) {
      untaken = { code: codeOf(error), behind: null };
    }
    if (untaken !== null && behind === undefined) stopped.set(from, position);
    place += 1;
    yield { recorded, place, before, after, untaken };
    standing = after;
  }
}

/** @throws what the folds throw: ImpossibleHistory, or an Error for what no rule would have let happen. */
function taken(standing: Standing, { position, revision, meaning }: Recorded): Standing {
  switch (meaning.kind) {
    case 'REQUEST': {
      const { event } = meaning;
      const state = evolve(standing.state, event, revision);
      const place = { position, revision };
      if (event.type === 'RequestReceived') return { ...standing, state, history: beginHistory(event, place) };
      if (standing.history === null) throw new Error(`${event.type} at position ${position} has no receipt before it`);
      return { ...standing, state, history: foldHistory(standing.history, event, place) };
    }
    case 'WARNING':
      return { ...standing, warnings: [...standing.warnings, warningFact(meaning.event)] };
    case 'RECTIFICATION':
      return withRectification(standing, rectificationFact(meaning.event, revision));
    default:
      return standing;
  }
}

function withRectification(standing: Standing, { kind, row }: ReturnType<typeof rectificationFact>): Standing {
  if (kind === 'rectifications') return { ...standing, rectifications: [...standing.rectifications, row as Row<'rectifications'>] };
  return { ...standing, completions: [...standing.completions, row as Row<'rectificationCompletions'>] };
}
