import type { Clock } from '../../kernel/clock.js';
import type { CatalogueLoaded, RecordedReference } from '../../reference-data/application/load-catalogue.js';
import type { Catalogue } from '../../reference-data/domain/catalogue.js';
import type { Actor } from '../../kernel/actor.js';
import type { ImportMapping } from '../mapping/mapping.js';
import type { Registered } from './new-entries.js';
import type { Progress } from './progress.js';
import type { RejectSink } from './rejects-file.js';
import type { WriteSide } from './send-case.js';

/** What an import needs of the product: the write side, and the reference data. */
export interface ImportPorts extends WriteSide {
  loadCatalogue(catalogue: Catalogue): Promise<CatalogueLoaded>;
  /** @param checkOnly records nothing: whether what is registered stands in the way. */
  loadReference(history: readonly RecordedReference[], checkOnly?: boolean): Promise<CatalogueLoaded>;
  /** As of now, whoever registered it. */
  registered(): Promise<Registered>;
  logIsEmpty(): Promise<boolean>;
}

export interface ImportRun {
  readonly file: string;
  readonly mapping: ImportMapping;
  /** Of an event log: the reference data of the same export. */
  readonly reference?: string | null;
  readonly ports: ImportPorts;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly rejects: RejectSink;
  readonly progress: Progress;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}
