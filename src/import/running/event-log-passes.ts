import { positionOf } from '../derivation/derive-event-log.js';
import { ImportError } from '../import-error.js';
import type { EventLogReading } from '../mapping/mapping.js';
import type { CaseBatches } from '../reading/source-case.js';
import type { PlacedReference } from './reference-file.js';

/** What is registered first, then the rows of the file between the two positions. */
export interface PlannedPass {
  readonly reference: readonly PlacedReference[];
  readonly rows: { readonly after: bigint | null; readonly upTo: bigint | null } | null;
}

const PASSES_MAX = 200;
/** What changes how a later receipt or closure counts; all else may be known early without harm. */
const CHANGES: ReadonlySet<string> = new Set(['ServiceItemRevised', 'CalendarRevised']);

/**
 * A change of a calendar or a service item counts for what the log took after it, so it must come between the same events again: the
 * file is read once for each stretch between two changes in which something happened.
 * @throws ImportError POSITIONS_MISSING | TOO_MANY_CHANGES
 */
export async function planPasses(reference: readonly PlacedReference[], batches: CaseBatches, reading: EventLogReading, signal: AbortSignal): Promise<readonly PlannedPass[]> {
  const changes = reference.filter(({ event }) => CHANGES.has(event.type));
  const used = await usedStretches(changes, batches, reading, signal);
  if (used.length > PASSES_MAX) throw new ImportError('TOO_MANY_CHANGES', `calendars or service items change more than ${PASSES_MAX} times between the events: restore the log from a dump instead (npm run log:load)`);
  const passes = used.map((stretch, index): PlannedPass => ({
    reference: changes.slice(used[index - 1] ?? 0, stretch),
    rows: { after: changes[stretch - 1]?.position ?? null, upTo: changes[stretch]?.position ?? null },
  }));
  return [{ reference: reference.filter(({ event }) => !CHANGES.has(event.type)), rows: null }, ...passes, { reference: changes.slice(used.at(-1) ?? 0), rows: null }];
}

/** As it will be recorded: what changes nothing first. */
export const inOrder = (reference: readonly PlacedReference[]): readonly PlacedReference[] =>
  [...reference.filter(({ event }) => !CHANGES.has(event.type)), ...reference.filter(({ event }) => CHANGES.has(event.type))];

/** Of the stretches before, between and after the changes, by number, those with a row; ascending. */
async function usedStretches(changes: readonly PlacedReference[], batches: CaseBatches, reading: EventLogReading, signal: AbortSignal): Promise<readonly number[]> {
  const used = new Set<number>();
  for await (const batch of batches) {
    if (signal.aborted) break;
    for (const { rows } of batch) for (const row of rows) used.add(stretchOf(changes, positionOf(row, reading), row.line));
  }
  return [...used].sort((a, b) => a - b);
}

function stretchOf(changes: readonly PlacedReference[], position: bigint | null, line: number): number {
  if (changes.length === 0) return 0;
  if (position === null) throw new ImportError('POSITIONS_MISSING', 'calendars or service items change in between, and the row does not say its position among them (event.position)', line);
  let stretch = 0;
  while (stretch < changes.length && (changes[stretch]?.position ?? position) < position) stretch += 1;
  return stretch;
}
