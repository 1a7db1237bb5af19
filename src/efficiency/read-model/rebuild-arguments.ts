import { Command, InvalidArgumentError } from 'commander';

export interface RebuildArguments {
  readonly data: string;
  readonly readModel: string | null;
  readonly memoryMb: number;
  readonly verify: boolean;
  readonly quiet: boolean;
}

export const EXIT = { done: 0, failed: 1, usage: 2, disagree: 3, noAnswer: 4, interrupted: 130 } as const;

const DESCRIPTION = `Builds the read model anew from the log into a new file, builds it a second time apart from the first, and swaps the file in
when both state the same digest. The service may run meanwhile.
由事件日志重建读模型，再独立重建一次；两次摘要一致才切换。服务无需停止。`;

const EPILOGUE = `
Exit codes 退出码:
  ${EXIT.done}    done; both state the same digest  完成，摘要一致
  ${EXIT.failed}    unexpected failure; the read model in use is unchanged  意外错误，现用读模型不变
  ${EXIT.usage}    wrong arguments  参数有误
  ${EXIT.disagree}    the digests differ; the read model in use is unchanged  摘要不一致，现用读模型不变
  ${EXIT.noAnswer}    the log, or the service that has the read model open, does not answer  事件库或服务无应答
  ${EXIT.interrupted}  interrupted; nothing was changed  已中断，未作任何更改

Examples 示例:
  npm run rebuild
  npm run rebuild -- --verify --quiet   # a nightly job 每夜核对
`;

/** Reads the arguments; help and usage errors end the process by themselves. */
export function parseRebuildArguments(argv: readonly string[], env: NodeJS.ProcessEnv): RebuildArguments {
  const command = new Command('rebuild')
    .description(DESCRIPTION)
    .option('--data <dir>', 'data folder (数据目录)', env['DATA_DIR'] || './data')
    .option('--read-model <dir>', 'folder of the read model (读模型目录); default: READ_MODEL_DIR, else read-model in the data folder', env['READ_MODEL_DIR'])
    .option('--memory-mb <n>', 'memory limit of DuckDB in megabytes (内存上限)', memory, 200)
    .option('--verify', 'compare the read model in use with an independent rebuild, and change nothing (只核对，不切换)', false)
    .option('--quiet', 'no progress bar (不显示进度)', false)
    .addHelpText('after', EPILOGUE)
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage);
    });
  command.parse([...argv], { from: 'user' });
  const { readModel, ...given } = command.opts<Omit<RebuildArguments, 'readModel'> & { readModel?: string }>();
  return { ...given, readModel: readModel || null };
}

function memory(text: string): number {
  const megabytes = Number(text);
  if (!Number.isInteger(megabytes) || megabytes < 64 || megabytes > 65_536) throw new InvalidArgumentError('64 to 65536 megabytes.');
  return megabytes;
}
