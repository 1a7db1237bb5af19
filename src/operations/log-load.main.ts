import { loadLog, sizeOf } from './dump/load-log.js';
import { operation } from './command-line.js';
import { EXIT } from './exit-codes.js';
import { ADDRESS_HELP, logInUse, parseLogAddress } from './logs/log-address.js';
import { openLog } from './logs/open-log.js';
import { runCommand } from './run-command.js';

const HELP = `${ADDRESS_HELP}
The whole file is checked before anything is written. The target is empty, or holds the beginning of the same dump: after a kill run the
same command again, and it goes on. No service may write to the target meanwhile; a read model of another log in its data folder must be removed.
先校验整个文件再写入。目标须为空，或为同一转储的前一部分（中断后重新运行即可继续）。载入期间不得有服务写入目标。
Texts are readable only with the keys.sqlite of the log that was dumped. 文本须有原日志的 keys.sqlite 方可解读。

Examples 示例:
  npm run log:load -- --from log-2026-11-22.jsonl.gz --data ./restored
  npm run log:load -- --from log.jsonl --to env:EVENT_STORE
`;

const program = operation('log:load', 'Puts a dump into an empty log: the same events, byte for byte, in the same order, every hash computed anew.', '将转储载入空日志：事件逐字相同、次序相同，并重新计算全部散列。', HELP)
  .requiredOption('--from <file>', 'what log:dump wrote 转储文件')
  .option('--to <log>', 'the log (default: EVENT_STORE, else that of --data) 目标日志')
  .option('-d, --data <dir>', 'data folder 数据目录', process.env['DATA_DIR']?.trim() || './data')
  .parse();
const { from, to, data, quiet } = program.opts<{ from: string; to?: string; data: string; quiet: boolean }>();

runCommand(quiet, async ({ say, progress, signal }) => {
  sizeOf(from);
  const target = await openLog(to === undefined ? logInUse(data, process.env) : parseLogAddress(to, process.env), true);
  try {
    const { loaded, alreadyThere, digest, positionsKept } = await loadLog({ from, target, progress, signal });
    say(`${from} -> ${target.label}: ${loaded} events loaded, ${alreadyThere} were there. The log is that of the dump, digest ${digest}.`);
    say(`已载入 ${loaded} 个事件，原有 ${alreadyThere} 个；日志与转储一致。`);
    if (!positionsKept) say('Positions are other ones here: asKnownAt by instant means the same, by position it does not. 位置编号与原日志不同：按时刻的 asKnownAt 不变，按位置的不适用。');
    return EXIT.done;
  } finally {
    await target.store.close();
  }
});
