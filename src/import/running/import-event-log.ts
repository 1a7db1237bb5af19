import type { CatalogueLoaded } from '../../reference-data/application/load-catalogue.js';
import { ReferenceState } from '../../reference-data/domain/reference-state.js';
import type { ReferenceView } from '../../reference-data/domain/reference-view.js';
import { ImportError } from '../import-error.js';
import type { EventLogReading } from '../mapping/mapping.js';
import { readyEvents } from '../preparing/ready-events.js';
import { readLog } from '../reading/read-log.js';
import { catalogueOf } from './catalogue-of.js';
import { checkReference } from './check-reference.js';
import { inOrder, type PlannedPass, planPasses } from './event-log-passes.js';
import { newEntries, type Registered } from './new-entries.js';
import type { Progress } from './progress.js';
import { CaseRecorder } from './record-cases.js';
import { type PlacedReference, readReference } from './reference-file.js';
import { readNames } from './read-names.js';
import { refusedReference } from './refused-reference.js';
import type { ImportRun } from './import-run.js';
import { SeenCases } from './seen-cases.js';
import type { Tally } from './tally.js';

/**
 * Records an event log: each row through the same rules, in the order the log had them, with the reference data of the export as it
 * changed in between. Everything is read once before anything is recorded.
 */
export async function importEventLog(run: ImportRun, reading: EventLogReading, tally: Tally, logWasEmpty: boolean): Promise<CatalogueLoaded> {
  const passes = run.reference == null ? await withoutReference(run) : await plan(run, reading, await readReference(run.reference));
  const seen = new SeenCases();
  const loaded = { recorded: 0, unchanged: 0, refused: [] };
  const known = run.reference == null ? null : new ReferenceState();
  for (const [index, pass] of passes.entries()) {
    if (run.signal.aborted) break;
    const { recorded, unchanged, refused } = await register(run, pass);
    for (const { event } of pass.reference) known?.apply(event);
    if (refused.length > 0) throw refusedReference(refused);
    loaded.recorded += recorded;
    loaded.unchanged += unchanged;
    if (pass.rows !== null) await record(run, { pass, known, seen, tally, logWasEmpty, from: index / passes.length, share: 1 / passes.length });
  }
  return loaded;
}

async function plan({ file, mapping, ports, progress, signal }: ImportRun, reading: EventLogReading, reference: readonly PlacedReference[]): Promise<readonly Pass[]> {
  progress.begin('reading');
  const planned = await planPasses(reference, readLog(file, mapping, { gather: false, onProgress: (share) => progress.at(share) }), reading, signal);
  progress.end();
  checkReference(inOrder(reference));
  const { refused } = await ports.loadReference(reference, true);
  if (refused.length > 0) throw refusedReference(refused);
  return planned.map((pass) => ({ ...pass, catalogue: null }));
}

/** A log without reference data of its own: what it names is registered as for any other log, on the mapping's calendar. */
async function withoutReference(run: ImportRun): Promise<readonly Pass[]> {
  const { mapping, ports } = run;
  if (mapping.calendarId === '') throw new ImportError('REFERENCE_MISSING', "an event log needs the reference data of its export (--reference FILE), or a calendar in the mapping for the service items it names");
  const names = await readNames(run);
  return [{ catalogue: newEntries(catalogueOf(mapping, names), await ports.registered()), reference: [], rows: { after: null, upTo: null } }];
}

interface Pass extends PlannedPass {
  readonly catalogue: ReturnType<typeof newEntries> | null;
}

async function register({ ports }: ImportRun, { catalogue, reference }: Pass): Promise<CatalogueLoaded> {
  if (catalogue !== null) return ports.loadCatalogue(catalogue);
  return ports.loadReference(reference);
}

interface Recording {
  readonly pass: Pass;
  /** The reference data of the file so far. */
  readonly known: ReferenceState | null;
  readonly seen: SeenCases;
  readonly tally: Tally;
  readonly logWasEmpty: boolean;
  /** Of all the work, for the progress. */
  readonly from: number;
  readonly share: number;
}

async function record(run: ImportRun, { pass, known, seen, tally, logWasEmpty, from, share }: Recording): Promise<void> {
  const { file, mapping, ports, actor, correlationId, rejects, signal } = run;
  const progress: Progress = run.progress;
  progress.begin('recording');
  const reference = known && viewOf(known);
  const overtaken = known !== null && isAhead(await ports.registered(), known);
  const recorder = new CaseRecorder({
    tally, rejects, logWasEmpty, signal, seen,
    // Rulings, reminders and voidings are a supervisor's; whoever may write to the log's folder may take them over.
    sender: { writeSide: ports, actor: { ...actor, role: 'supervisor' }, correlationId },
    onSettled: () => progress.events(tally.total.recorded + tally.total.alreadyRecorded),
  });
  const cases = readLog(file, mapping, { onProgress: (done) => progress.at(from + share * done) });
  await recorder.recordAll(readyEvents(mapping, cases, { after: pass.rows?.after ?? null, upTo: pass.rows?.upTo ?? null, reference, overtaken }));
  progress.end();
}

/** Whether an earlier run came further in the reference data than this one is now. */
function isAhead({ serviceItems, calendars }: Registered, known: ReferenceState): boolean {
  const later = (versions: ReadonlyMap<string, { readonly version?: number }>, than: ReadonlyMap<string, { readonly version: number }>): boolean =>
    [...than].some(([id, { version }]) => (versions.get(id)?.version ?? 0) > version);
  return later(serviceItems, known.serviceItems) || later(calendars, known.calendars);
}

/** The reference data as a receipt pins it; the working time is not asked for. */
function viewOf(registered: ReferenceState): ReferenceView {
  return {
    hasDepartment: (id) => registered.departments.has(id),
    serviceItem: (code) => registered.serviceItems.get(code),
    calendar: (id) => {
      const definition = registered.calendars.get(id);
      return definition === undefined ? undefined : { definition, time: NO_TIME };
    },
  };
}

const NO_TIME: NonNullable<ReturnType<ReferenceView['calendar']>>['time'] = new Proxy({} as NonNullable<ReturnType<ReferenceView['calendar']>>['time'], {
  get: () => {
    throw new Error('A receipt asks for no working time');
  },
});
