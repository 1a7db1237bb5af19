import { printable } from '../kernel/printable.js';
import { join } from 'node:path';
import { Argument } from 'commander';
import { eventStoreSettingOf } from '../event-store/event-store-address.js';
import { openEventStore } from '../event-store/event-store.module.js';
import type { EventStore } from '../event-store/event-store.port.js';
import { operation } from '../operations/command-line.js';
import { EXIT, refusal } from '../operations/exit-codes.js';
import { runCommand } from '../operations/run-command.js';
import { NoParkedAnswer } from './read-model/parked-exchange.js';
import { askParked } from './read-model/parked-offline.js';
import { PARKED_TEXTS, type ParkedRequest } from './read-model/parked-requests.js';
import { ReadModelFiles, readModelFolder } from './read-model/read-model-files.js';

const SILENCE_MS = 60_000;
const HELP = `
Examples 示例:
  npm run parked -- list
  npm run parked -- replay                               # after a fix 修复之后
  npm run parked -- replay serviceRequest-hall.2026-0001
Exit code 1 after a replay: some are parked still. 重放后退出码 1：仍有搁置的办件。
`;

const program = operation(
  'parked',
  'Lists the requests whose figures stand still because one of their events could not be taken, or folds them again after a fix.\nThe service may run.',
  '列出因某个事件无法处理而搁置的办件，或在修复后重放；服务无需停止。',
  HELP,
)
  .addArgument(new Argument('<action>', 'what to do 操作').choices(['list', 'replay']))
  .argument('[stream]', 'only this stream, as list names it 仅此流')
  .option('-d, --data <dir>', 'data folder 数据目录', process.env['DATA_DIR'] || './data')
  .option('--read-model <dir>', 'folder of the read model 读模型目录; default: READ_MODEL_DIR, else read-model in the data folder', process.env['READ_MODEL_DIR'])
  .option('--memory-mb <n>', 'memory limit of DuckDB in megabytes 内存上限', Number, 200)
  .option('--json', 'the list as one JSON object a line 每行一个 JSON 对象', false)
  .parse();
const { data, readModel, memoryMb, json, quiet } = program.opts<{ data: string; readModel?: string; memoryMb: number; json: boolean; quiet: boolean }>();
const [action, stream = null] = program.args as ['list' | 'replay', string?];

function openStore(): Promise<EventStore> {
  const setting = eventStoreSettingOf(process.env);
  return openEventStore(setting === 'sqlite' ? { kind: 'sqlite', file: join(data, 'events.sqlite') } : setting);
}

function lineOf({ position, recordedAtMs, ...parked }: ParkedRequest): string {
  const recordedAt = recordedAtMs === null ? null : new Date(recordedAtMs).toISOString();
  if (json) return JSON.stringify({ position: position.toString(), recordedAt, ...parked });
  const { stream: name, revision, type, code, reason, eventsBehind } = parked;
  const { en, zh } = PARKED_TEXTS[code];
  return `${printable(name)}\n  position ${position}, revision ${revision ?? '-'}, ${printable(type)}, recorded ${recordedAt ?? '-'}; ${eventsBehind} behind it (其后 ${eventsBehind} 个)\n  ${code}: ${en} ${zh}\n  ${printable(reason)}`;
}

runCommand(quiet, async ({ say, progress }) => {
  const files = new ReadModelFiles(readModel || readModelFolder(data));
  const question = action === 'list' ? { action } : { action, stream };
  if (action === 'replay') progress.begin('replaying 重放');
  const onProgress = (tried: number, of: number): void => progress.at(tried / of, tried);
  const answer = await askParked(question, files, openStore, { memoryMb, silenceMs: SILENCE_MS, onProgress }).catch((error: unknown) => {
    throw error instanceof NoParkedAnswer ? refusal('NO_ANSWER', error.message, '未作任何更改。') : error;
  });
  if (answer.kind === 'listed') {
    const listed = answer.requests.filter((one) => stream === null || one.stream === stream);
    for (const one of listed) say(lineOf(one));
    if (!json) say(listed.length === 0 ? 'Nothing is parked. 没有搁置的办件。' : `${listed.length} parked. 共 ${listed.length} 个搁置。`);
  }
  if (answer.kind !== 'replayed') return EXIT.done;
  progress.end();
  const { tried, released, parked } = answer;
  say(`${tried} tried, ${released} in the figures again, ${parked} parked now.\n重放 ${tried} 个，恢复 ${released} 个，仍搁置 ${parked} 个。`);
  return tried === released ? EXIT.done : EXIT.failed;
});
