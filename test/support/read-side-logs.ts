import { EVERYWHERE } from '../../src/kernel/actor.js';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMapping } from '../../src/import/mapping/load-mapping.js';
import type { ImportReport } from '../../src/import/running/import-report.js';
import { silentProgress } from '../../src/import/running/progress.js';
import { RejectsFile } from '../../src/import/running/rejects-file.js';
import { runImport } from '../../src/import/running/run-import.js';
import { mappingFile, openHall, realLog, StandingClock } from '../integration/import/support.js';
import { type Json, type ReadSide, startReadSide } from './read-side.js';

export interface Log {
  readonly file: string;
  readonly mapping: string;
}
export interface ImportedLogs {
  readonly side: ReadSide;
  readonly reports: readonly ImportReport[];
  /** Path of each log's rejects file. */
  readonly rejects: readonly string[];
  readonly stop: () => Promise<void>;
}

export const expectedOf = (name: string): Json => JSON.parse(readFileSync(realLog(`expected/${name}.json`), 'utf8'));

/** Records real logs in one new data folder, by the shipped mappings, then starts the service over it and waits for the figures. */
export async function serveLogs(...logs: readonly Log[]): Promise<ImportedLogs> {
  const dataDir = await mkdtemp(join(tmpdir(), 'real-logs-'));
  const reports: ImportReport[] = [];
  const rejects: string[] = [];
  for (const [index, log] of logs.entries()) {
    rejects.push(join(dataDir, 'import', `${index}.rejects.jsonl`));
    reports.push(await record(dataDir, log, rejects[index]!));
  }
  const side = await startReadSide({ clock: new StandingClock(), dataDir });
  await side.readModel.caughtUp();
  const stop = async (): Promise<void> => {
    await side.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { side, reports, rejects, stop };
}

async function record(dataDir: string, { file, mapping }: Log, rejectsFile: string): Promise<ImportReport> {
  const hall = await openHall(dataDir);
  const rejects = await RejectsFile.create(rejectsFile);
  try {
    const { report, error } = await runImport({
      file: realLog(file), mapping: await loadMapping(mappingFile(mapping)), ports: hall.ports, rejects, correlationId: 'real-logs',
      actor: { principal: 'import', role: 'administrator', scope: EVERYWHERE }, progress: silentProgress, clock: new StandingClock(), signal: new AbortController().signal,
    });
    if (error !== null) throw error;
    return report;
  } finally {
    await rejects.close();
    await hall.app.close();
  }
}
