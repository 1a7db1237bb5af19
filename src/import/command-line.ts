import { basename, join } from 'node:path';
import { Command } from 'commander';

export interface ImportOptions {
  readonly file: string;
  readonly mapping: string;
  readonly reference: string | null;
  readonly dataDir: string;
  readonly rejects: string;
  readonly report: string | null;
  readonly quiet: boolean;
  readonly bench: boolean;
}

export const EXIT = { done: 0, failed: 1, usage: 2, input: 3, store: 4, interrupted: 130 } as const;

const EPILOGUE = `
Exit codes 退出码:
  ${EXIT.done}    done; refused rows are in the rejects file  完成；被拒绝的行写入拒绝文件
  ${EXIT.failed}    unexpected failure  意外错误
  ${EXIT.usage}    wrong arguments or mapping  参数或映射文件有误
  ${EXIT.input}    the input file is damaged or not what the mapping says  输入文件损坏或与映射不符
  ${EXIT.store}    the event store cannot answer; run the same command again  事件库不可用，请重新运行同一命令
  ${EXIT.interrupted}  interrupted; run the same command again to continue  已中断，重新运行同一命令即可继续

Running an import twice adds nothing. 重复导入不会增加任何记录。

Examples 示例:
  npm run import -- permits.xes.gz --mapping mappings/permit-receipts.yaml
  npm run import -- permits.csv.gz --mapping mappings/permit-receipts.yaml --data ./data
  npm run import -- histories.xes --mapping mappings/event-log.yaml --reference reference.jsonl --data ./copy
`;

/** Reads the arguments; help and usage errors end the process by themselves. */
export function parseCommandLine(argv: readonly string[], env: NodeJS.ProcessEnv): ImportOptions {
  const command = new Command('import')
    .description(
      'Records an event log (XES or CSV, gzip or not) through the same rules as a terminal.\n把事件日志（XES 或 CSV，可为 gzip）按与终端相同的规则导入。',
    )
    .argument('<file>', 'the log 日志文件')
    .requiredOption('-m, --mapping <file>', 'YAML file that says what the columns mean 说明各列含义的映射文件')
    .option('-d, --data <dir>', 'folder of the event store 事件库所在目录', env['DATA_DIR'] ?? './data')
    .option('--reference <file>', 'reference.jsonl of the same export, for an event log 事件日志所属导出的基础数据')
    .option('--rejects <file>', 'what was not recorded, as JSON lines (default: <data>/import/<file>.rejects.jsonl) 未记录的行')
    .option('--report <file>', 'write the profile report as JSON 将统计报告写为 JSON')
    .option('-q, --quiet', 'no progress, no report on the terminal 不显示进度和报告', false)
    .option('--bench', 'also measure bare SQLite inserts of the same events 另测同样事件的纯 SQLite 写入速度', false)
    .addHelpText('after', EPILOGUE)
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage);
    });
  command.parse([...argv], { from: 'user' });
  const given = command.opts<{ mapping: string; reference?: string; data: string; rejects?: string; report?: string; quiet: boolean; bench: boolean }>();
  const file = command.args[0] ?? '';
  return {
    file,
    mapping: given.mapping,
    reference: given.reference ?? null,
    dataDir: given.data,
    quiet: given.quiet,
    bench: given.bench,
    report: given.report ?? null,
    rejects: given.rejects ?? join(given.data, 'import', `${basename(file)}.rejects.jsonl`),
  };
}
