import type { CatalogueLoaded } from '../../reference-data/application/load-catalogue.js';
import type { ImportMapping } from '../mapping/mapping.js';
import type { RawFigures } from '../derivation/raw-figures.js';
import type { RefusalCount, Tally } from './tally.js';

/** What an import did, as `--report` writes it. */
export interface ImportReport {
  readonly file: string;
  readonly source: string;
  readonly hall: string;
  readonly shape: string;
  /** True when the import ended before the file did. */
  readonly stopped: boolean;
  readonly cases: number;
  readonly rows: number;
  /** Rows from which no event was derived. */
  readonly unchangedRows: number;
  /** Rows that could not be read, by code. */
  readonly unreadableRows: Readonly<Record<string, number>>;
  readonly referenceData: { readonly recorded: number; readonly unchanged: number };
  readonly events: Tally['events'];
  readonly total: Tally['total'];
  readonly refusals: readonly RefusalCount[];
  /** What the rows say before any rule was applied. */
  readonly rawRows: RawFigures;
  readonly elapsedMs: number;
  /** Recorded and already recorded. */
  readonly eventsPerSecond: number;
  readonly recordedPerSecond: number;
  readonly peakMemoryBytes: number;
}

interface Parts {
  readonly file: string;
  readonly mapping: ImportMapping;
  readonly tally: Tally;
  readonly registered: CatalogueLoaded;
  readonly elapsedMs: number;
  readonly stopped: boolean;
}

const KIB = 1024;

export function reportOf({ file, mapping, tally, registered, elapsedMs, stopped }: Parts): ImportReport {
  const perSecond = (count: number): number => (elapsedMs > 0 ? Math.round((count * 1000) / elapsedMs) : 0);
  const { recorded, alreadyRecorded } = tally.total;
  return {
    file,
    source: mapping.source,
    hall: mapping.hallId,
    shape: mapping.shape,
    stopped,
    cases: tally.cases,
    rows: tally.rows,
    unchangedRows: tally.unchangedRows,
    unreadableRows: tally.problems,
    referenceData: { recorded: registered.recorded, unchanged: registered.unchanged },
    events: tally.events,
    total: { ...tally.total },
    refusals: tally.refusals,
    rawRows: tally.raw,
    elapsedMs,
    eventsPerSecond: perSecond(recorded + alreadyRecorded),
    recordedPerSecond: perSecond(recorded),
    peakMemoryBytes: process.resourceUsage().maxRSS * KIB,
  };
}
