import { basename } from 'node:path';
import type { CatalogueLoaded } from '../../reference-data/application/load-catalogue.js';
import { interpretStates, readyBatches } from '../preparing/ready-case.js';
import { readLog } from '../reading/read-log.js';
import { catalogueOf } from './catalogue-of.js';
import { importEventLog } from './import-event-log.js';
import type { ImportRun } from './import-run.js';
import type { ImportReport } from './import-report.js';
import { reportOf } from './import-report.js';
import { newEntries } from './new-entries.js';
import { CaseRecorder } from './record-cases.js';
import { readColumnsOnly } from './read-columns-only.js';
import { readNames } from './read-names.js';
import { refusedReference } from './refused-reference.js';
import { Tally } from './tally.js';

export type { ImportPorts, ImportRun } from './import-run.js';

const NOTHING_LOADED: CatalogueLoaded = { recorded: 0, unchanged: 0, refused: [] };

/** `error` is what stopped the import; what was recorded before it stays recorded and is in the report. */
export interface ImportResult {
  readonly report: ImportReport;
  readonly error: Error | null;
}

/** Reads the file twice: for the names to register, then for the cases. A file that is damaged is found before anything is recorded. */
export async function runImport(asked: ImportRun): Promise<ImportResult> {
  const run: ImportRun = { ...asked, rejects: readColumnsOnly(asked.rejects, asked.mapping) };
  const startedMs = run.clock.nowMs();
  const tally = new Tally();
  let registered = NOTHING_LOADED;
  let error: Error | null = null;
  try {
    const logWasEmpty = await run.ports.logIsEmpty();
    const { eventLog } = run.mapping;
    if (eventLog === null) {
      registered = await register(run);
      await record(run, tally, logWasEmpty);
    } else registered = await importEventLog(run, eventLog, tally, logWasEmpty);
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

async function register(run: ImportRun): Promise<CatalogueLoaded> {
  const { mapping, ports, signal } = run;
  const names = await readNames(run);
  if (signal.aborted) return NOTHING_LOADED;
  const loaded = await ports.loadCatalogue(newEntries(catalogueOf(mapping, names), await ports.registered()));
  if (loaded.refused.length === 0) return loaded;
  throw refusedReference(loaded.refused);
}

async function record(run: ImportRun, tally: Tally, logWasEmpty: boolean): Promise<void> {
  const { file, mapping, ports, actor, correlationId, rejects, progress, signal } = run;
  progress.begin('recording');
  const onSettled = (): void => progress.events(tally.total.recorded + tally.total.alreadyRecorded);
  const recorder = new CaseRecorder({
    sender: { writeSide: ports, actor, correlationId },
    tally,
    rejects,
    logWasEmpty,
    signal,
    onSettled,
  });
  const batches = readLog(file, mapping, { onProgress: (share) => progress.at(share) });
  await recorder.recordAll(readyBatches(mapping, interpretStates(mapping), batches));
  progress.end();
}
