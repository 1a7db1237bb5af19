import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from 'commander';
import { eventStoreSettingOf } from '../event-store/event-store-address.js';
import { openEventStore } from '../event-store/event-store.module.js';
import type { EventStore } from '../event-store/event-store.port.js';
import { operation } from '../operations/command-line.js';
import { EXIT, interruption, OperationEnded, refusal, usage } from '../operations/exit-codes.js';
import { type CommandContext, runCommand } from '../operations/run-command.js';
import { type ExportArguments, ExportArgumentsRefused, FACT_TABLES, plannedFiles, questionOf } from './read-model/exports/export-arguments.js';
import { exportOf } from './read-model/exports/export-kinds.js';
import { countRequests } from './read-model/exports/request-events.js';
import { writeExport } from './read-model/exports/write-export.js';
import { ReadModelInUse, ReadModelRebuilding } from './read-model/facts.js';
import { ReadModelFiles, readModelFolder } from './read-model/read-model-files.js';
import { ReadModelService } from './read-model/read-model.service.js';
import { scopeOf } from './read-model/scope-of.js';

const ALIVE_MS = 1_000;
const HELP = `
Without --facts: the histories, every event with its fields; csv and xes come with FILE.reference.jsonl, which an import needs. A name that
ends in .gz is compressed. While the service runs, ask it instead: GET /exports/histories.xes and so on, with an analyst's key.
不加 --facts 时导出办件历史；csv 与 xes 另附导入所需的 FILE.reference.jsonl。服务运行期间请改用 GET /exports/…（分析员密钥）。

Facts 事实表: ${FACT_TABLES.join(', ')}

Examples 示例:
  npm run export -- --format xes --to histories.xes.gz
  npm run export -- --format parquet --facts closures --from 2026-01-01T00:00:00+08:00 --department licensing --to closures.parquet
  npm run export -- --format csv --facts all --to facts-2026
`;

const program = operation('export', 'Writes facts as CSV or Parquet, or histories as CSV, XES or CloudEvents, for any filter and as known at any time.', '按任意筛选与任意时点，将事实导出为 CSV 或 Parquet，将办件历史导出为 CSV、XES 或 CloudEvents。', HELP)
  .addOption(new Option('--format <format>', 'of the file 格式').choices(['csv', 'parquet', 'xes', 'jsonl']).makeOptionMandatory())
  .requiredOption('--to <file>', 'a file that is not there yet; with --facts all a folder 目标文件（--facts all 时为目录）')
  .option('--facts <table>', 'a table of facts, or all 事实表，或 all')
  .option('--from <instant>', 'when things occurred, from (inclusive) 时段起（含）')
  .option('--until <instant>', 'and to (exclusive) 时段止（不含）')
  .option('--as-known-at <what>', 'a position or an instant: what the log contained then 截至当时所知：日志位置或时刻')
  .option('--department <ids...>', 'only of these departments 部门')
  .option('--officer <ids...>', 'officers 经办人')
  .option('--hall <ids...>', 'halls 大厅')
  .option('--service-item <codes...>', 'service items 事项')
  .option('--channel <names...>', 'channels 渠道')
  .addOption(new Option('--urgency <urgency...>', 'NORMAL or URGENT 紧急程度').choices(['NORMAL', 'URGENT']))
  .option('-d, --data <dir>', 'data folder 数据目录', process.env['DATA_DIR']?.trim() || './data')
  .option('--read-model <dir>', 'folder of the read model 读模型目录', process.env['READ_MODEL_DIR']?.trim() || undefined)
  .option('--memory-mb <n>', 'memory limit of DuckDB in megabytes 内存上限', Number, 200)
  .parse();

interface Given extends Pick<ExportArguments, 'format' | 'to'> {
  readonly facts?: string;
  readonly from?: string;
  readonly until?: string;
  readonly asKnownAt?: string;
  readonly department?: string[];
  readonly officer?: string[];
  readonly hall?: string[];
  readonly serviceItem?: string[];
  readonly channel?: string[];
  readonly urgency?: string[];
  readonly data: string;
  readonly readModel?: string;
  readonly memoryMb: number;
  readonly quiet: boolean;
}
const given = program.opts<Given>();

function argumentsOf({ format, facts, to, from, until, asKnownAt, ...lists }: Given): ExportArguments {
  const { department, officer, hall, serviceItem, channel, urgency } = lists;
  const named = { departmentIds: department, officerIds: officer, hallIds: hall, serviceItemCodes: serviceItem, channels: channel, urgencies: urgency };
  const filter = Object.fromEntries(Object.entries(named).filter(([, list]) => list !== undefined));
  return { format, to, filter, facts: facts ?? null, from: from ?? null, until: until ?? null, asKnownAt: asKnownAt ?? null };
}

async function openStore(): Promise<EventStore> {
  const setting = eventStoreSettingOf(process.env);
  const file = join(given.data, 'events.sqlite');
  if (setting === 'sqlite' && !existsSync(file)) throw usage('LOG_NOT_FOUND', `There is no log at ${file}.`, `${file} 处没有事件日志。`);
  return openEventStore(setting === 'sqlite' ? { kind: 'sqlite', file } : setting);
}

async function openModel(store: EventStore, { complain, progress, signal }: CommandContext): Promise<ReadModelService> {
  const options = { memoryMb: given.memoryMb, nowMs: () => Date.now(), onError: (error: unknown) => complain(String(error)) };
  const model = new ReadModelService(store, new ReadModelFiles(given.readModel ?? readModelFolder(given.data)), options);
  const head = Number((await store.head()) ?? 1n);
  progress.begin('figures 统计');
  const timer = setInterval(() => progress.at(Number(model.position() ?? 0n) / head), 500);
  try {
    await model.onModuleInit();
    await Promise.race([model.caughtUp(), new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))]);
  } finally {
    clearInterval(timer);
    progress.end();
  }
  if (signal.aborted) throw interruption();
  return model;
}

async function write(store: EventStore, readModel: ReadModelService, asked: ExportArguments, { say, progress, signal }: CommandContext): Promise<void> {
  const scope = await scopeOf(readModel, questionOf(asked), Date.now());
  const requests = asked.facts === null ? await countRequests(readModel, scope) : 0;
  for (const { name, to } of plannedFiles(asked)) {
    let done = 0;
    progress.begin(name);
    const found = exportOf(name, scope, { facts: readModel, store, onRequest: () => progress.at((done += 1) / Math.max(1, requests), done) });
    if (found === null) throw new Error(`${name} was planned and is not there`);
    await writeExport(found.pieces, to, signal);
    progress.end();
    say(`${name} -> ${to}`);
  }
  say(`As of position ${scope.position < 0n ? '-' : scope.position}${asked.facts === null ? `, ${requests} requests` : ''}. 截至位置 ${scope.position < 0n ? '-' : scope.position}。`);
}

runCommand(given.quiet, async (context) => {
  const asked = argumentsOf(given);
  // The read model's own timers keep no process alive: they are a service's, which has a server for that.
  const alive = setInterval(() => undefined, ALIVE_MS);
  try {
    for (const { to } of plannedFiles(asked)) if (existsSync(to)) throw refusal('FILE_EXISTS', `${to} is there already: name another file.`, `${to} 已存在，请另选文件名。`);
    questionOf(asked);
    const store = await openStore();
    try {
      const model = await openModel(store, context);
      await write(store, model, asked, context).finally(() => model.beforeApplicationShutdown());
    } finally {
      await store.close();
    }
  } catch (error) {
    if (context.signal.aborted) throw interruption();
    if (error instanceof ExportArgumentsRefused) throw usage('BAD_EXPORT', error.en, error.zh);
    if (error instanceof ReadModelInUse) throw refusal('SERVICE_RUNS', `${error.message} Or ask the service: GET /exports/…`, '或直接向服务索取：GET /exports/…');
    if (error instanceof ReadModelRebuilding) throw new OperationEnded('FIGURES_NOT_READY', EXIT.store, error.message, '请重新运行同一命令。');
    throw error;
  } finally {
    clearInterval(alive);
  }
  return EXIT.done;
});
