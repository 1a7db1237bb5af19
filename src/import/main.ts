import { printableLines } from '../kernel/printable.js';
import { EVERYWHERE } from '../kernel/actor.js';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { EventStoreUnavailable } from '../event-store/errors.js';
import { EventStoreAddressRefused, eventStoreSettingOf } from '../event-store/event-store-address.js';
import { logSchema } from '../event-store/sqlite/schema.js';
import { Clock } from '../kernel/clock.js';
import { keyringSettingOf } from '../privacy/keyring-address.js';
import { KeyringRefused } from '../privacy/keyring-refused.js';
import { nodeVersionProblem } from '../platform/node-version.js';
import { benchInserts } from './bench-inserts.js';
import { EXIT, parseCommandLine, type ImportOptions } from './command-line.js';
import { ImportError } from './import-error.js';
import { IMPORT_PRINCIPAL, ImportModule, WriteSidePorts } from './import.module.js';
import { loadMapping } from './mapping/load-mapping.js';
import type { ImportMapping } from './mapping/mapping.js';
import { sizeOf } from './reading/open-source.js';
import type { ImportReport } from './running/import-report.js';
import { reportText } from './running/print-report.js';
import { barProgress, lineProgress, silentProgress, type Progress } from './running/progress.js';
import { RejectsFile } from './running/rejects-file.js';
import { runImport } from './running/run-import.js';

const say = (text: string): void => void process.stdout.write(`${printableLines(text)}\n`);
const complain = (text: string): void => void process.stderr.write(`${printableLines(text)}\n`);

async function main(): Promise<number> {
  const problem = nodeVersionProblem(process.versions.node);
  if (problem !== null) throw new ImportError('FILE_UNREADABLE', problem);
  const options = parseCommandLine(process.argv.slice(2), process.env);
  const mapping = await loadMapping(options.mapping);
  await sizeOf(options.file); // A wrong path is told before a store is opened or made.
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const [store, keyring] = [eventStoreSettingOf(process.env), keyringSettingOf(process.env, options.dataDir)];
  const app = await NestFactory.createApplicationContext(ImportModule.forRoot({ dataDir: options.dataDir, store, keyring, cataloguePath: null }), {
    logger: ['error', 'fatal'],
    abortOnError: false,
  });
  try {
    return await importFile(options, mapping, {
      ports: app.get(WriteSidePorts),
      clock: app.get(Clock, { strict: false }),
      signal: stop.signal,
    });
  } finally {
    await app.close();
  }
}

interface Context {
  readonly ports: WriteSidePorts;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

async function importFile(options: ImportOptions, mapping: ImportMapping, { ports, clock, signal }: Context): Promise<number> {
  const rejects = await RejectsFile.create(options.rejects);
  const before = await ports.head();
  const actor = { principal: IMPORT_PRINCIPAL, role: 'administrator', scope: EVERYWHERE } as const;
  const { file, reference } = options;
  const run = { file, reference, mapping, ports, actor, correlationId: randomUUID(), rejects, progress: progressOf(options, clock), clock, signal };
  const { report, error } = await runImport(run);
  await rejects.close();
  if (options.report !== null) writeReport(options.report, report);
  if (!options.quiet) say(reportText(report, mapping));
  if (rejects.count > 0 && !options.quiet) say(`  ${rejects.count} lines were not recorded: ${options.rejects}`);
  if (error !== null) throw error;
  if (signal.aborted) {
    complain('Interrupted. What was recorded stays; run the same command again to continue. 已中断，重新运行同一命令即可继续。');
    return EXIT.interrupted;
  }
  if (options.bench) await bench(report, ports.requestRows(mapping.hallId, before), options.dataDir);
  return EXIT.done;
}

function progressOf({ quiet }: ImportOptions, clock: Clock): Progress {
  if (quiet) return silentProgress;
  return process.stderr.isTTY ? barProgress(clock, process.stderr) : lineProgress(clock, complain);
}

function writeReport(file: string, report: ImportReport): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

async function bench(report: ImportReport, pages: ReturnType<WriteSidePorts['requestRows']>, dataDir: string): Promise<void> {
  if (report.total.recorded === 0) return say('  bench: this run recorded nothing, so there is nothing to compare');
  const bare = await benchInserts(pages, logSchema.sql, dataDir);
  const ratio = report.recordedPerSecond / bare.rowsPerSecond;
  say(`  bare SQLite inserts: ${bare.rows} rows in ${(bare.elapsedMs / 1000).toFixed(1)} s, ${Math.round(bare.rowsPerSecond)} a second`);
  say(`  import ÷ bare inserts: ${ratio.toFixed(2)}`);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof EventStoreUnavailable) return EXIT.store;
  if (error instanceof EventStoreAddressRefused || error instanceof KeyringRefused) return EXIT.usage;
  if (!(error instanceof ImportError)) return EXIT.failed;
  return error.code === 'MAPPING_INVALID' || error.code === 'MAPPING_UNREADABLE' ? EXIT.usage : EXIT.input;
}

function sentenceOf(error: unknown): string {
  if (error instanceof ImportError) return `${error.code}: ${error.message}`;
  if (error instanceof EventStoreUnavailable) return `${error.name}: ${error.message}`;
  if (error instanceof EventStoreAddressRefused || error instanceof KeyringRefused) return error.message;
  if (!(error instanceof Error)) return String(error);
  const named = 'code' in error && typeof error.code === 'string'; // ENOSPC and the like: the sentence says it all
  return named ? `${String(error.code)}: ${error.message}` : (error.stack ?? error.message);
}

// Should the process ever run out of things to wait for, that is not a success.
process.exitCode = EXIT.failed;
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    complain(sentenceOf(error));
    process.exitCode = exitCodeOf(error);
  },
);
