import { basename } from 'node:path';
import type { Catalogue } from '../../reference-data/domain/catalogue.js';
import type { CatalogueLoaded } from '../../reference-data/application/load-catalogue.js';
import type { Actor } from '../../service-request/application/record-commands.js';
import type { Clock } from '../../kernel/clock.js';
import { ImportError } from '../import-error.js';
import type { ImportMapping } from '../mapping/mapping.js';
import { readLog } from '../reading/read-log.js';
import { catalogueOf } from './catalogue-of.js';
import { collectNames } from './collect-names.js';
import type { ImportReport } from './import-report.js';
import { reportOf } from './import-report.js';
import { newEntries, type Registered } from './new-entries.js';
import type { Progress } from './progress.js';
import { CaseRecorder } from './record-cases.js';
import type { RejectSink } from './rejects-file.js';
import type { WriteSide } from './send-case.js';
import { Tally } from './tally.js';

/** What an import needs of the product: the write side, and the reference data. */
export interface ImportPorts extends WriteSide {
  loadCatalogue(catalogue: Catalogue): Promise<CatalogueLoaded>;
  /** As of now, whoever registered it. */
  registered(): Promise<Registered>;
  logIsEmpty(): Promise<boolean>;
}

export interface ImportRun {
  readonly file: string;
  readonly mapping: ImportMapping;
  readonly ports: ImportPorts;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly rejects: RejectSink;
  readonly progress: Progress;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const NOTHING_LOADED: CatalogueLoaded = { recorded: 0, unchanged: 0, refused: [] };

/** `error` is what stopped the import; what was recorded before it stays recorded and is in the report. */
export interface ImportResult {
  readonly report: ImportReport;
  readonly error: Error | null;
}

/** Reads the file twice: for the names to register, then for the cases. A file that is damaged is found before anything is recorded. */
export async function runImport(run: ImportRun): Promise<ImportResult> {
  const startedMs = run.clock.nowMs();
  const tally = new Tally();
  let registered = NOTHING_LOADED;
  let error: Error | null = null;
  try {
    const logWasEmpty = await run.ports.logIsEmpty();
    registered = await register(run);
    await record(run, tally, logWasEmpty);
  } catch (thrown) {
    error = isError(thrown) ? thrown : new Error('The import failed', { cause: thrown });
  }
  const elapsedMs = run.clock.nowMs() - startedMs;
  const { mapping, file, signal } = run;
  return {
    report: reportOf({ file: basename(file), mapping, tally, registered, elapsedMs, stopped: signal.aborted || error !== null }),
    error,
  };
}

const isError = (thrown: unknown): thrown is Error => typeof thrown === 'object' && thrown !== null && 'message' in thrown;

async function register({ file, mapping, ports, progress, signal }: ImportRun): Promise<CatalogueLoaded> {
  progress.begin('reading names');
  const names = await collectNames(readLog(file, mapping, { gather: false, onProgress: (share) => progress.at(share) }), mapping, signal);
  progress.end();
  if (signal.aborted) return NOTHING_LOADED;
  const loaded = await ports.loadCatalogue(newEntries(catalogueOf(mapping, names), await ports.registered()));
  if (loaded.refused.length === 0) return loaded;
  const list = loaded.refused.slice(0, 20).map(({ entry, code, message }) => `  - ${entry}: ${message} (${code})`);
  throw new ImportError(
    'REFERENCE_REFUSED',
    `${loaded.refused.length} entries of the reference data were refused; nothing was imported:\n${list.join('\n')}`,
  );
}

async function record(run: ImportRun, tally: Tally, logWasEmpty: boolean): Promise<void> {
  const { file, mapping, ports, actor, correlationId, rejects, progress, signal } = run;
  progress.begin('recording');
  const onSettled = (): void => progress.events(tally.total.recorded + tally.total.alreadyRecorded);
  const recorder = new CaseRecorder({
    mapping,
    sender: { writeSide: ports, actor, correlationId },
    tally,
    rejects,
    logWasEmpty,
    signal,
    onSettled,
  });
  await recorder.recordAll(readLog(file, mapping, { onProgress: (share) => progress.at(share) }));
  progress.end();
}
