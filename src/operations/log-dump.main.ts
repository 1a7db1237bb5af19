import { operation } from './command-line.js';
import { dumpLog } from './dump/dump-log.js';
import { EXIT } from './exit-codes.js';
import { ADDRESS_HELP, logInUse, parseLogAddress } from './logs/log-address.js';
import { openLog } from './logs/open-log.js';
import { runCommand } from './run-command.js';

const HELP = `${ADDRESS_HELP}
The file: one CloudEvent a line, the last line with count and hashes of all before it; gzip when its name ends in .gz. The service may run.
Texts stay sealed: without keys.sqlite nobody can read them. Keep the keys apart (npm run backup takes them along).
文件每行一个 CloudEvent，末行为总数与散列；以 .gz 结尾则压缩。服务无需停止。文本保持密文，须另存 keys.sqlite 方可解读。

Examples 示例:
  npm run log:dump -- --to log-2026-11-22.jsonl.gz
  npm run log:dump -- --from env:EVENT_STORE --to log.jsonl
`;

const program = operation('log:dump', 'Writes the whole log into a file of CloudEvents, each event as it was stored, its hash chains checked on the way.', '将整个日志逐字写入 CloudEvents 文件，并随写校验散列链。', HELP)
  .requiredOption('--to <file>', 'a file that is not there yet 目标文件，须尚不存在')
  .option('--from <log>', 'the log (default: EVENT_STORE, else that of --data) 源日志')
  .option('-d, --data <dir>', 'data folder 数据目录', process.env['DATA_DIR']?.trim() || './data')
  .parse();
const { to, from, data, quiet } = program.opts<{ to: string; from?: string; data: string; quiet: boolean }>();

runCommand(quiet, async ({ say, progress, signal }) => {
  const source = await openLog(from === undefined ? logInUse(data, process.env) : parseLogAddress(from, process.env), false);
  try {
    const { events, head, digest, sha256, foreign } = await dumpLog({ source, to, progress, signal });
    say(`${source.label} -> ${to}: ${events} events up to position ${head ?? '-'}.\n已写出 ${events} 个事件，直至位置 ${head ?? '-'}。`);
    say(`digest ${digest}\nsha256 of the lines 各行散列 ${sha256}`);
    if (foreign > 0) say(`${foreign} events of other applications' streams were left out. 未包括其他应用的 ${foreign} 个事件。`);
    return EXIT.done;
  } finally {
    await source.store.close();
  }
});
