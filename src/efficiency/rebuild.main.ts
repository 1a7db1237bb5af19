import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { SqliteEventStore } from '../event-store/sqlite/sqlite.event-store.js';
import { readModelFolder } from './efficiency.module.js';
import { ReadModelFiles } from './read-model/read-model-files.js';
import { rebuild } from './read-model/rebuild.js';

const program = new Command('rebuild')
  .description('Builds the read model anew from the log, into a new file that is then swapped in; the service may run meanwhile.\n由事件日志重建读模型，完成后自动切换，服务无需停止。')
  .option('--data <dir>', 'data folder (数据目录)', process.env['DATA_DIR'] ?? './data')
  .option('--read-model <dir>', 'folder of the read model (读模型目录); default: READ_MODEL_DIR, else read-model in the data folder', process.env['READ_MODEL_DIR'])
  .option('--memory-mb <n>', 'memory limit of DuckDB in megabytes (内存上限)', Number, 200)
  .option('--quiet', 'no progress bar (不显示进度)', false)
  .parse();

const { data, readModel, memoryMb, quiet } = program.opts<{ data: string; readModel?: string; memoryMb: number; quiet: boolean }>();
const bar = new SingleBar({ format: '{bar} {percentage}% | position {value}/{total} | {speed} /s | {eta_formatted} left', noTTYOutput: true, notTTYSchedule: 2000 });
const startedMs = Date.now();
const store = await SqliteEventStore.open(join(data, 'events.sqlite'));
try {
  if (!quiet) bar.start(Number((await store.head()) ?? 0n), 0, { speed: 0 });
  const file = await rebuild(store, new ReadModelFiles(readModel || readModelFolder(data)), {
    memoryMb,
    nowMs: () => Date.now(),
    onProgress: (position) => { if (!quiet) bar.update(Number(position), { speed: Math.round((Number(position) * 1000) / (Date.now() - startedMs + 1)) }); },
  });
  if (!quiet) bar.stop();
  process.stdout.write(`Rebuilt and swapped in (重建完成): ${file}\n`);
} catch (error) {
  bar.stop();
  process.stderr.write(`The rebuild failed; the read model in use is unchanged (重建失败，现用读模型不变): ${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  await store.close();
}
